import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSignatureLine, signText } from './note-signature.ts';
import { formatNote, openNote, parseNote } from './signed-note.ts';
import { parseSigningKey } from './signing-key.ts';
import { bytes, sampleKey } from './testing/sample-log.ts';
import { C2SP_NOTE, GO_NOTE } from './testing/vectors.ts';
import { parseVerifierKey } from './verifier-key.ts';

const malformed = expect.objectContaining({ code: 'AUDIT_NOTE_INVALID' });
const forged = expect.objectContaining({ code: 'SIGNATURE_INVALID' });
const untrusted = expect.objectContaining({ code: 'AUDIT_NOTE_UNTRUSTED' });

const [alice, bob] = [sampleKey('alice.example', 'ed25519', 1), sampleKey('bob.example', 'ed25519', 2)];
const TEXT = 'some text\n\nwith an empty line\n';
const [byAlice, byBob] = [signText(TEXT, alice, 0), signText(TEXT, bob, 0)];
const keys = [alice.verifier, bob.verifier];
/** The line of a key, with other signature bytes. */
const lineOf = (name: string, id: string, length = 64) =>
  formatSignatureLine({ name, id, bytes: new Uint8Array(length) });
const stranger = lineOf('stranger.example', '01020304');

describe('signed notes', () => {
  it.each([
    ['C2SP signed-note', 'example.com/foo', C2SP_NOTE],
    ['golang.org/x/mod', 'PeterNeumann', GO_NOTE],
  ])('of %s open', (_, name, { text, signature, verifierKey }) => {
    const note = bytes(`${text}\n\u2014 ${name} ${signature}\n`);
    const opened = openNote(note, [parseVerifierKey(verifierKey)]);
    expect(opened.text).toBe(text);
    expect(opened.signatures.map(({ key, timeS }) => [key.name, timeS])).toEqual([[name, null]]);
  });

  it('are signed as golang.org/x/mod signs them', () => {
    const line = signText(GO_NOTE.text, parseSigningKey(GO_NOTE.signingKey), 0);
    expect(line).toBe(`\u2014 PeterNeumann ${GO_NOTE.signature}`);
  });

  it('are split at the last blank line', () => {
    expect(openNote(formatNote(TEXT, [byAlice]), keys).text).toBe(TEXT);
  });

  it('open with the signatures that are known, whatever strangers have signed', () => {
    const opened = openNote(formatNote(TEXT, [stranger, byAlice, byBob, stranger]), keys);
    expect(opened.signatures.map(({ key }) => key.name)).toEqual(['alice.example', 'bob.example']);
    // The name of one known key with the id of another is nobody's.
    const mixed = lineOf('alice.example', bob.verifier.id);
    expect(openNote(formatNote(TEXT, [mixed, byBob]), keys).signatures).toHaveLength(1);
  });

  it('count a key once', () => {
    expect(openNote(formatNote(TEXT, [byAlice, byAlice, byAlice]), keys).signatures).toHaveLength(1);
  });

  it('are refused with a bad signature of a known key, though another is good', () => {
    for (const bad of [
      lineOf('alice.example', alice.verifier.id),
      lineOf('alice.example', alice.verifier.id, 63),
    ]) {
      expect(() => openNote(formatNote(TEXT, [bad, byBob]), keys)).toThrow(forged);
      expect(() => openNote(formatNote(TEXT, [byBob, bad]), keys)).toThrow(forged);
      expect(() => openNote(formatNote(TEXT, [byAlice, bad]), keys), 'a good one by the same key').toThrow(
        forged,
      );
    }
    expect(() => openNote(formatNote('another\n', [byAlice]), keys)).toThrow(forged);
  });

  it('are refused when no known key has signed', () => {
    expect(() => openNote(formatNote(TEXT, [stranger]), keys)).toThrow(untrusted);
    expect(() => openNote(formatNote(TEXT, [byAlice]), [])).toThrow(untrusted);
  });

  it('have up to 100 signatures', () => {
    const lines = (count: number) => Array.from({ length: count }, () => byAlice);
    expect(openNote(formatNote(TEXT, lines(100)), keys).signatures).toHaveLength(1);
    expect(() => openNote(formatNote(TEXT, lines(101)), keys)).toThrow(malformed);
  });

  const good = `text\n\n${stranger}\n`;
  const base64 = stranger.split(' ')[2] ?? '';
  it.each([
    ['nothing', ''],
    ['no signature', 'text\n'],
    ['no line of a signature', 'text\n\n'],
    ['no blank line', `text\n${stranger}\n`],
    ['no final newline', good.slice(0, -1)],
    ['a blank line at its end', `${good}\n`],
    ['a line that is no signature', `${good}and more\n`],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['a carriage return', good.replace('text', 'te\rxt')],
    ['a tab', good.replace('text', 'te\txt')],
    ['a zero byte', good.replace('text', 'te\0xt')],
    ['an escape', good.replace('text', 'te\u001bxt')],
    ['a hyphen for the dash', good.replace('\u2014', '-')],
    ['an en dash', good.replace('\u2014', '\u2013')],
    ['no space after the dash', good.replace('\u2014 ', '\u2014')],
    ['a byte order mark before the dash', good.replace('\u2014', '\ufeff\u2014')],
    ['a plus in a name', good.replace('stranger', 'str+anger')],
    ['a no-break space in a name', good.replace('stranger', 'str\u00a0anger')],
    ['U+0085 in a name', good.replace('stranger', 'str\u0085anger')],
    ['two spaces', good.replace(`${base64}`, ` ${base64}`)],
    ['a space at the end of a line', good.replace(base64, `${base64} `)],
    ['no signature after the name', good.replace(` ${base64}`, '')],
    ['an empty name', good.replace('stranger.example', '')],
    ['base64 without padding', good.replaceAll('=', '')],
    ['base64 with bits left over', good.replace(/A(=+)\n$/, 'B$1\n')],
    ['base64 for URLs', good.replace('AQIDBA', 'AQID_-')],
    ['base64 with junk', good.replace('AQIDBA', 'AQ*IDBA')],
    ['a signature that is an id alone', good.replace(base64, 'AQIDBA==')],
  ])('are refused with %s', (_, note) => {
    expect(note).not.toBe(good);
    expect(() => parseNote(bytes(note))).toThrow(malformed);
  });

  it('are refused when they are no UTF-8', () => {
    expect(parseNote(bytes(good)).signatures).toHaveLength(1);
    for (const broken of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]])
      expect(() => parseNote(Buffer.concat([Buffer.from(broken), bytes(good)]))).toThrow(malformed);
  });

  it('keep a byte order mark in the text that is signed', () => {
    const marked = `\ufeff${TEXT}`;
    expect(openNote(formatNote(marked, [signText(marked, alice, 0)]), keys).text).toBe(marked);
    expect(() => openNote(formatNote(marked, [byAlice]), keys)).toThrow(forged);
  });

  it('never open with a byte changed', () => {
    const note = formatNote(TEXT, [byAlice]);
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = new Uint8Array(note);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => openNote(changed, keys)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^AUDIT_NOTE|^SIGNATURE/) }),
        );
      }),
      { numRuns: 500 },
    );
  });
});
