import { EMPTY_ROOT, leafHash } from '@muster/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { signText } from './note-signature.ts';
import { cosign, openCheckpoint, signCheckpoint, withCosignatures } from './signed-checkpoint.ts';
import { formatNote, openNote, parseNote } from './signed-note.ts';
import { parseSigningKey } from './signing-key.ts';
import { ML_DSA_LOG } from './testing/ml-dsa-44.ts';
import {
  bytes,
  hasMlDsa,
  mlDsaNote,
  ORIGIN,
  SampleLog,
  SECOND_TYPE,
  sampleEntries,
  sampleKey,
} from './testing/sample-log.ts';
import { TESSERA_LOG } from './testing/vectors.ts';
import { parseVerifierKey } from './verifier-key.ts';

const malformed = expect.objectContaining({ code: 'AUDIT_NOTE_INVALID' });
const forged = expect.objectContaining({ code: 'SIGNATURE_INVALID' });
const misused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const ROOT = leafHash(bytes('root'));
const CHECKPOINT = { origin: ORIGIN, size: 42, root: ROOT };
const TEXT = formatCheckpoint(CHECKPOINT);

describe('checkpoints', () => {
  it('are read as they are written', () => {
    expect(parseCheckpoint(TEXT)).toEqual(CHECKPOINT);
    const largest = { ...CHECKPOINT, size: Number.MAX_SAFE_INTEGER };
    expect(parseCheckpoint(formatCheckpoint(largest))).toEqual(largest);
  });

  const [, , root = ''] = TEXT.split('\n');
  it.each([
    ['nothing', ''],
    ['two lines', `${ORIGIN}\n42\n`],
    ['no final newline', TEXT.slice(0, -1)],
    ['an extension line', `${TEXT}more\n`],
    ['an empty line', `${TEXT}\n`],
    ['an empty origin', `\n42\n${root}\n`],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
    ['a tab in the origin', `a\tb\n42\n${root}\n`],
    ['a size with a leading zero', `${ORIGIN}\n042\n${root}\n`],
    ['the size 01', `${ORIGIN}\n01\n${root}\n`],
    ['a size with a plus', `${ORIGIN}\n+5\n${root}\n`],
    ['minus zero', `${ORIGIN}\n-0\n${root}\n`],
    ['a size beyond 2^53 - 1', `${ORIGIN}\n9007199254740992\n${root}\n`],
    ['a size with a space', `${ORIGIN}\n42 \n${root}\n`],
    ['no root', `${ORIGIN}\n42\n\n`],
    ['a root of 31 bytes', `${ORIGIN}\n42\n${Buffer.alloc(31).toString('base64')}\n`],
    ['a root of 33 bytes', `${ORIGIN}\n42\n${Buffer.alloc(33).toString('base64')}\n`],
    ['a root without padding', `${ORIGIN}\n42\n${root.replace('=', '')}\n`],
    [
      'a root with bits left over',
      `${ORIGIN}\n42\n${root.slice(0, -2)}${root.at(-2) === 'B' ? 'C' : 'B'}=\n`,
    ],
  ])('are refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(malformed);
  });

  it('are not written of what cannot be read', () => {
    for (const bad of [
      { origin: '' },
      { origin: 'a\nb' },
      { size: -1 },
      { size: 1.5 },
      { size: 2 ** 53 },
      { root: new Uint8Array(31) },
    ])
      expect(() => formatCheckpoint({ ...CHECKPOINT, ...bad }), JSON.stringify(bad)).toThrow(malformed);
  });

  it('of tessera are signed and written byte by byte', () => {
    const { origin, checkpoints, signingKey, verifierKey } = TESSERA_LOG;
    checkpoints.split('\n').forEach((line, size) => {
      const [rootText = '', signature = ''] = line.split(' ');
      const note = `${origin}\n${size}\n${rootText}\n\n\u2014 ${origin} ${signature}\n`;
      const checkpoint = { origin, size, root: new Uint8Array(Buffer.from(rootText, 'base64')) };
      expect(Buffer.from(signCheckpoint(checkpoint, [parseSigningKey(signingKey)], 0)).toString()).toBe(note);
      expect(openCheckpoint(bytes(note), [parseVerifierKey(verifierKey)]).checkpoint).toEqual(checkpoint);
    });
  });

  it('of a log are signed with its own keys only', () => {
    expect(() => signCheckpoint(CHECKPOINT, [sampleKey('another.example')], 0)).toThrow(misused);
    expect(() => signCheckpoint(CHECKPOINT, [], 0)).toThrow(misused);
  });

  it('that are signed notes but no checkpoints do not open', () => {
    const key = sampleKey(ORIGIN);
    expect(() =>
      openCheckpoint(formatNote('no checkpoint\n', [signText('no checkpoint\n', key, 0)]), [key.verifier]),
    ).toThrow(malformed);
  });
});

describe('cosignatures', () => {
  const [ed25519, mlDsa] = [
    sampleKey('w.example', 'cosignature/v1', 3),
    sampleKey('w.example', SECOND_TYPE, 4),
  ];
  const log = new SampleLog(sampleEntries(42));
  const text = parseNote(log.checkpoint()).text;
  const keys = [log.key.verifier, ed25519.verifier, mlDsa.verifier];

  it('carry their time, by each type', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger().map(Math.abs), (timeS) => {
        const note = withCosignatures(log.checkpoint(), cosign(text, [ed25519, mlDsa], timeS), keys);
        const { signatures } = openCheckpoint(note, keys);
        expect(signatures.map(({ key, timeS: time }) => [key.type, time])).toEqual([
          ['ed25519', null],
          ['cosignature/v1', timeS],
          [SECOND_TYPE, timeS],
        ]);
      }),
      { numRuns: 20 },
    );
  });

  it('by Ed25519 are those of C2SP tlog-cosignature: 76 bytes with the id, the time in front', () => {
    const [line = ''] = cosign(text, [ed25519], 1_679_315_147);
    const raw = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    expect(raw).toHaveLength(76);
    expect(raw.subarray(0, 4).toString('hex')).toBe(ed25519.verifier.id);
    expect(raw.readBigUInt64BE(4)).toBe(1_679_315_147n);
  });

  it.skipIf(!hasMlDsa)(`by ML-DSA-44 of another program hold, and not over another tree${mlDsaNote}`, () => {
    const key = parseVerifierKey(ML_DSA_LOG.verifierKey);
    const note = (over: string) => bytes(`${over}\n\u2014 example.com/mldsa-log ${ML_DSA_LOG.signature}\n`);
    const opened = openCheckpoint(note(ML_DSA_LOG.text), [key]);
    expect(opened.signatures.map(({ timeS }) => timeS)).toEqual([0]);
    expect(() => openCheckpoint(note(ML_DSA_LOG.text.replace('\n1\n', '\n2\n')), [key])).toThrow(forged);
    expect(() => openCheckpoint(note(`x${ML_DSA_LOG.text}`), [key])).toThrow(forged);
  });

  it.skipIf(!hasMlDsa)(`by a log itself in ML-DSA-44 are its second signature${mlDsaNote}`, () => {
    const second = sampleKey(ORIGIN, 'subtree/v1');
    const note = signCheckpoint(CHECKPOINT, [log.key, second], 7);
    const { signatures } = openCheckpoint(note, [log.key.verifier, second.verifier]);
    expect(signatures.map(({ timeS }) => timeS)).toEqual([null, 7]);
    // Who knows the first key alone passes the second by.
    expect(openCheckpoint(note, [log.key.verifier]).signatures).toHaveLength(1);
  });

  it.each([
    ['cosignature/v1', ed25519],
    [SECOND_TYPE, mlDsa],
  ])('by %s are void over another text and at another time', (_, key) => {
    const [line = ''] = cosign(text, [key], 1000);
    const other = formatCheckpoint({ ...CHECKPOINT, size: 43 });
    expect(() => openNote(formatNote(other, [line]), keys)).toThrow(forged);
    const [head = '', name = '', base64 = ''] = line.split(' ');
    const raw = Buffer.from(base64, 'base64');
    for (const at of [4, 11, 12, raw.length - 1]) {
      const changed = Buffer.from(raw);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(
        () => openNote(formatNote(text, [`${head} ${name} ${changed.toString('base64')}`]), keys),
        String(at),
      ).toThrow(forged);
    }
    for (const length of [5, 11, 12, raw.length - 1])
      expect(() =>
        openNote(formatNote(text, [`${head} ${name} ${raw.subarray(0, length).toString('base64')}`]), keys),
      ).toThrow(forged);
  });

  it('are not plain signatures, nor plain signatures cosignatures', () => {
    const plain = sampleKey('w.example', 'ed25519', 3);
    expect(plain.verifier.publicKey).toEqual(ed25519.verifier.publicKey);
    expect(plain.verifier.id).not.toBe(ed25519.verifier.id);
    expect(() => cosign(text, [plain], 1)).toThrow(misused);
  });

  it('are made at whole seconds, over checkpoints alone', () => {
    for (const timeS of [-1, 1.5, Number.NaN, 2 ** 53])
      expect(() => cosign(text, [ed25519], timeS), String(timeS)).toThrow(misused);
    for (const key of [ed25519, mlDsa]) expect(() => cosign('no checkpoint\n', [key], 1)).toThrow(malformed);
    const long = formatCheckpoint({ ...CHECKPOINT, origin: 'o'.repeat(256) });
    if (hasMlDsa) expect(() => cosign(long, [mlDsa], 1)).toThrow(malformed);
    expect(cosign(long, [ed25519], 1)).toHaveLength(1);
  });

  it('gather on a checkpoint, the last of each witness, and a bad one never gets there', () => {
    const other = sampleKey('v.example', 'cosignature/v1', 5);
    let note = log.checkpoint();
    for (const timeS of [10, 30, 20])
      note = withCosignatures(note, cosign(text, [ed25519], timeS), [ed25519.verifier]);
    note = withCosignatures(note, cosign(text, [other], 5), [other.verifier]);
    const all = [...keys, other.verifier];
    expect(openCheckpoint(note, all).signatures.map(({ key, timeS }) => [key.name, timeS])).toEqual([
      [ORIGIN, null],
      ['w.example', 20],
      ['v.example', 5],
    ]);
    const elsewhere = cosign(formatCheckpoint({ ...CHECKPOINT, size: 41 }), [ed25519], 40);
    expect(() => withCosignatures(note, elsewhere, [ed25519.verifier])).toThrow(forged);
    expect(() => withCosignatures(note, cosign(text, [other], 6), [ed25519.verifier])).toThrow(
      expect.objectContaining({ code: 'AUDIT_NOTE_UNTRUSTED' }),
    );
    expect(() => withCosignatures(note, [], [ed25519.verifier])).toThrow(malformed);
  });

  it('by one key twice on a note count with the later time', () => {
    const lines = [10, 30, 20].flatMap((timeS) => cosign(text, [ed25519], timeS));
    expect(openNote(formatNote(text, lines), keys).signatures.map(({ timeS }) => timeS)).toEqual([30]);
  });

  it('sign the empty tree too', () => {
    const empty = formatCheckpoint({ origin: ORIGIN, size: 0, root: EMPTY_ROOT });
    expect(openNote(formatNote(empty, cosign(empty, [ed25519, mlDsa], 1)), keys).signatures).toHaveLength(2);
  });
});
