import { describe, expect, it } from 'vitest';
import {
  formatAddCheckpoint,
  objectionAnswer,
  parseAddCheckpoint,
  readWitnessAnswer,
} from './add-checkpoint.ts';
import { cosign, openCheckpoint } from './signed-checkpoint.ts';
import { parseNote } from './signed-note.ts';
import { bytes, hex, SampleLog, sampleEntries, sampleKey } from './testing/sample-log.ts';
import { SIGSUM_LOG } from './testing/vectors.ts';
import { cosignedAnswer, refusalAnswer } from './witness.ts';

const malformed = expect.objectContaining({ code: 'MALFORMED' });
const log = new SampleLog(sampleEntries(9));
const checkpoint = log.checkpoint();
const [witness, other] = [
  sampleKey('w.example', 'cosignature/v1', 3),
  sampleKey('v.example', 'cosignature/v1', 4),
];
const keys = [witness.verifier];
const text = parseNote(checkpoint).text;
const plain = (status: number, body: string, contentType = 'text/plain; charset=utf-8') => ({
  status,
  contentType,
  body: bytes(body),
});

describe('requests to add a checkpoint', () => {
  it('are those of another program, both ways', () => {
    for (const body of [SIGSUM_LOG.from0to1, SIGSUM_LOG.from1to3, SIGSUM_LOG.from1to5])
      expect(Buffer.from(formatAddCheckpoint(parseAddCheckpoint(bytes(body)))).toString()).toBe(body);
    const { oldSize, proof } = parseAddCheckpoint(bytes(SIGSUM_LOG.from1to3));
    expect(oldSize).toBe(1);
    expect(proof.map((hash) => hex(hash.subarray(0, 3)))).toEqual(['2a0100', '2a0200']);
  });

  const hash = `${Buffer.alloc(32).toString('base64')}\n`;
  it.each([
    ['nothing', ''],
    ['no old size', '\ncheckpoint'],
    ['another keyword', 'new 1\n\ncheckpoint'],
    ['no size', 'old \n\ncheckpoint'],
    ['a leading zero', 'old 01\n\ncheckpoint'],
    ['minus zero', 'old -0\n\ncheckpoint'],
    ['two spaces', 'old  1\n\ncheckpoint'],
    ['a carriage return', 'old 1\r\n\ncheckpoint'],
    ['no blank line', `old 1\n${hash}`],
    ['a hash of another length', 'old 1\nAAAA\n\ncheckpoint'],
    ['a hash without padding', `old 1\n${hash.replace('=', '')}\ncheckpoint`],
    ['64 hashes', `old 1\n${hash.repeat(64)}\ncheckpoint`],
    ['more than 1 MiB', `old 1\n\n${'x'.repeat(1024 * 1024)}`],
  ])('are refused with %s', (_, body) => {
    expect(() => parseAddCheckpoint(bytes(body))).toThrow(malformed);
  });

  it('have up to 63 hashes', () => {
    expect(parseAddCheckpoint(bytes(`old 1\n${hash.repeat(63)}\ncheckpoint`)).proof).toHaveLength(63);
    expect(() => parseAddCheckpoint(Uint8Array.of(0x6f, 0xff))).toThrow(malformed);
  });
});

describe('the answer of a witness', () => {
  it('200 adds its cosignatures, and those of nobody else', () => {
    const answer = cosignedAnswer(cosign(text, [witness, other], 77));
    const reply = readWitnessAnswer(answer, checkpoint, keys);
    expect(reply.kind).toBe('cosigned');
    if (reply.kind !== 'cosigned') return;
    expect(parseNote(reply.checkpoint).signatures.map(({ name }) => name)).toEqual([
      log.key.verifier.name,
      'w.example',
    ]);
    expect(openCheckpoint(reply.checkpoint, keys).signatures.map(({ timeS }) => timeS)).toEqual([77]);
  });

  it('409 with a size tells where the witness stands', () => {
    const refusal = { kind: 'refuse', status: 409, reason: 'elsewhere', storedSize: 5 } as const;
    expect(readWitnessAnswer(refusalAnswer(refusal), checkpoint, keys)).toEqual({
      kind: 'elsewhere',
      size: 5,
    });
    const withParameter = plain(409, '7\n', 'text/x.tlog.size; charset=utf-8');
    expect(readWitnessAnswer(withParameter, checkpoint, keys)).toEqual({ kind: 'elsewhere', size: 7 });
  });

  it('422, or 409 without a size, tells that the trees do not fit', () => {
    for (const status of [409, 422])
      expect(readWitnessAnswer(plain(status, 'no\n'), checkpoint, keys)).toEqual({ kind: 'inconsistent' });
  });

  it('of another status is a refusal', () => {
    for (const status of [201, 400, 403, 404, 500])
      expect(readWitnessAnswer(plain(status, ''), checkpoint, keys)).toEqual({ kind: 'refused', status });
  });

  it('403 says why a witness has no part in the log, if it says that by a code', () => {
    const objection = objectionAnswer({ code: 'AUDIT_LOG_CHANGED', message: 'a person must agree' });
    const status = 403;
    expect(readWitnessAnswer(objection, checkpoint, keys)).toEqual({
      kind: 'refused',
      ...{ status, code: 'AUDIT_LOG_CHANGED' },
    });
    for (const body of ['no: AUDIT_FORK', 'toString: x', 'AUDIT_LOG', `${'A'.repeat(100)}: x`])
      expect(readWitnessAnswer(plain(status, body), checkpoint, keys)).toEqual({ kind: 'refused', status });
  });

  it('is not believed when it is malformed or its signature does not hold', () => {
    for (const body of ['', '5', 'five\n', '05\n', '5\n6', '-1\n'])
      expect(() => readWitnessAnswer(plain(409, body, 'text/x.tlog.size'), checkpoint, keys), body).toThrow(
        malformed,
      );
    expect(() => readWitnessAnswer(plain(200, ''), checkpoint, keys)).toThrow(malformed);
    expect(() => readWitnessAnswer(plain(200, 'hello\n'), checkpoint, keys)).toThrow(
      expect.objectContaining({ code: 'AUDIT_NOTE_INVALID' }),
    );
    const elsewhere = cosign(text.replace('\n9\n', '\n8\n'), [witness], 77);
    expect(() => readWitnessAnswer(cosignedAnswer(elsewhere), checkpoint, keys)).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    );
    expect(() => readWitnessAnswer(cosignedAnswer(cosign(text, [other], 1)), checkpoint, keys)).toThrow(
      expect.objectContaining({ code: 'AUDIT_NOTE_UNTRUSTED' }),
    );
  });
});
