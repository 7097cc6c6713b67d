import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorumPolicy } from './log-policy.ts';
import { formatLogProof, type LogProof, parseLogProof, verifyLogProof } from './log-proof.ts';
import { cosign, signCheckpoint, withCosignatures } from './signed-checkpoint.ts';
import { parseNote } from './signed-note.ts';
import { bytes, hex, SampleLog, sampleEntries, sampleKey } from './testing/sample-log.ts';

const refused = expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' });
const entries = sampleEntries(700);
const log = new SampleLog(entries);
const witness = sampleKey('w.example', 'cosignature/v1', 3);
const policy = quorumPolicy(
  [{ key: log.key.verifier, url: null }],
  [{ name: 'w', key: witness.verifier, url: null }],
  0,
);
const checkpoint = withCosignatures(
  log.checkpoint(),
  cosign(parseNote(log.checkpoint()).text, [witness], 1000),
  [witness.verifier],
);
async function proofOf(index: number, extra: Uint8Array | null = null): Promise<LogProof> {
  return { index, hashes: await log.reader().inclusionProof(index), checkpoint, extra };
}
const entry = (index: number) => entries[index] ?? new Uint8Array();
const good = Buffer.from(formatLogProof(await proofOf(300))).toString();

describe('proof files', () => {
  it('prove any entry, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 699 }), fc.nat({ max: 698 }), async (index, shift) => {
        const proof = formatLogProof(await proofOf(index));
        expect(verifyLogProof(proof, entry(index), policy)).toMatchObject({ index, quorumTimeS: 1000 });
        expect(() => verifyLogProof(proof, entry((index + 1 + shift) % 700), policy)).toThrow(refused);
      }),
      { numRuns: 30 },
    );
  });

  it('are laid out as the specification shows', () => {
    const lines = good.split('\n');
    expect(lines[0]).toBe('c2sp.org/tlog-proof@v1');
    expect(lines[1]).toBe('index 300');
    expect(good.slice(good.indexOf('\n\n') + 2)).toBe(Buffer.from(checkpoint).toString());
  });

  it('are read as they are written, with extra data and without', async () => {
    const proof = await proofOf(5, bytes('anything\n\n'));
    const read = parseLogProof(formatLogProof(proof));
    expect(read.extra && hex(read.extra)).toBe(hex(bytes('anything\n\n')));
    expect(read.hashes.map(hex)).toEqual(proof.hashes.map(hex));
    expect(hex(read.checkpoint)).toBe(hex(checkpoint));
    expect(parseLogProof(formatLogProof({ ...proof, extra: null })).extra).toBeNull();
    expect(parseLogProof(formatLogProof({ ...proof, extra: new Uint8Array() })).extra).toHaveLength(0);
    verifyLogProof(formatLogProof(proof), entry(5), policy);
  });

  it('of a log of one entry have no hashes', () => {
    const one = new SampleLog(entries.slice(0, 1));
    const text = Buffer.from(
      formatLogProof({ index: 0, hashes: [], checkpoint: one.checkpoint(), extra: null }),
    ).toString();
    expect(text.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\naudit.example')).toBe(true);
    verifyLogProof(bytes(text), entry(0), quorumPolicy(policy.logs, [], 0));
  });

  it('prove nothing without the quorum, or of another log', async () => {
    const proof = formatLogProof({ ...(await proofOf(1)), checkpoint: log.checkpoint() });
    expect(() => verifyLogProof(proof, entry(1), policy)).toThrow(
      expect.objectContaining({ code: 'AUDIT_QUORUM_NOT_REACHED' }),
    );
    const other = sampleKey('other.example');
    const foreign = quorumPolicy([{ key: other.verifier, url: null }], [], 0);
    expect(() => verifyLogProof(bytes(good), entry(300), foreign)).toThrow(
      expect.objectContaining({ code: 'AUDIT_NOTE_UNTRUSTED' }),
    );
    const stolen = signCheckpoint({ origin: 'other.example', size: 9, root: new Uint8Array(32) }, [other], 0);
    expect(() =>
      verifyLogProof(
        formatLogProof({ index: 1, hashes: [], checkpoint: stolen, extra: null }),
        entry(1),
        foreign,
      ),
    ).toThrow(refused);
  });

  const lines = good.split('\n');
  const hash = lines[2] ?? '';
  it.each([
    ['nothing', ''],
    ['another first line', good.replace('@v1', '@v2')],
    ['a space after the first line', good.replace('@v1', '@v1 ')],
    ['no index', good.replace('index 300\n', '')],
    ['an index with a leading zero', good.replace('index 300', 'index 0300')],
    ['an index with a sign', good.replace('index 300', 'index +300')],
    ['an index beyond 2^53 - 1', good.replace('index 300', 'index 9007199254740992')],
    ['an index beyond the tree', good.replace('index 300', 'index 700')],
    ['another index', good.replace('index 300', 'index 301')],
    ['extra data after the index', good.replace('index 300', 'index 300\nextra AAAA')],
    ['extra data twice', good.replace('index', 'extra AAAA\nextra AAAA\nindex')],
    ['extra data that is no base64', good.replace('index', 'extra A\nindex')],
    ['a hash left out', good.replace(`${hash}\n`, '')],
    ['a hash twice', good.replace(hash, `${hash}\n${hash}`)],
    ['a hash of another length', good.replace(hash, hash.slice(4))],
    ['a hash that is no base64', good.replace(hash, `*${hash.slice(1)}`)],
    ['54 hashes', good.replace(hash, Array.from({ length: 54 }, () => hash).join('\n'))],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['no blank line', good.split('\n\n')[0] ?? ''],
  ])('are refused with %s', (_, text) => {
    expect(text).not.toBe(good);
    expect(() => verifyLogProof(bytes(text), entry(300), policy)).toThrow(refused);
  });

  it('are refused when they are no UTF-8 or too long', () => {
    expect(() => parseLogProof(Buffer.concat([bytes(good), Uint8Array.of(0xff)]))).toThrow(refused);
    expect(() => parseLogProof(bytes(good + 'x'.repeat(1024 * 1024)))).toThrow(refused);
  });

  it('are refused with any byte changed', () => {
    const proof = bytes(good);
    fc.assert(
      fc.property(fc.nat({ max: proof.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = new Uint8Array(proof);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => verifyLogProof(changed, entry(300), policy)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^AUDIT_|^SIGNATURE_INVALID$/) }),
        );
      }),
      { numRuns: 500 },
    );
  });
});
