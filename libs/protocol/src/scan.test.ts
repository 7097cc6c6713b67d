import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope, encodeEnvelope } from './codec.ts';
import { muster } from './generated/messages.js';
import { scanMessage } from './scan.ts';

const MIB = 1_048_576;
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
const delimited = (field: number, content: Uint8Array): Buffer =>
  Buffer.concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);
const repeated = (bytes: readonly number[], times: number): Buffer =>
  Buffer.alloc(bytes.length * times, Uint8Array.from(bytes));

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof MusterError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'accepted';
}
const decoded = (bytes: Uint8Array): string => refusalOf(() => decodeEnvelope(bytes, MIB));

describe('a frame full of tiny fields is refused before it becomes objects', () => {
  it.each([
    ['items of a list', delimited(22, repeated([0x2a, 0], 500_000)), 'Register.datasets stands too often'],
    ['one message again and again', repeated([0x52, 0], 500_000), 'Envelope.ok stands too often'],
    [
      'one number again and again',
      repeated([0x09, ...Buffer.alloc(8)], 100_000),
      'Envelope.id stands too often',
    ],
    ['fields that nobody knows', repeated([0xf8, 0x7f, 1], 300_000), 'Envelope has too many unknown fields'],
    ['known fields of another type', repeated([0x08, 1], 300_000), 'Envelope has too many unknown fields'],
    ['groups in groups', repeated([0xc3, 0x0c], 500_000), 'a field of a type that this wire does not use'],
  ])('%s', (_name, bytes, why) => {
    const before = process.memoryUsage().heapUsed;
    expect(decoded(bytes)).toBe(`MALFORMED: ${why}`);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
  });

  it('a million packed figures, and one more than the limit', () => {
    const evaluation = (figures: number): Buffer =>
      delimited(37, delimited(3, delimited(3, Buffer.alloc(8 * figures))));
    const verdict = (figures: number): string =>
      refusalOf(() => scanMessage('Envelope', evaluation(figures)));
    expect(verdict(1_000_000)).toBe('MALFORMED: Evaluation.confusion stands too often');
    expect(verdict(129_601)).toBe('MALFORMED: Evaluation.confusion stands too often');
    expect(verdict(129_600)).toBe('accepted');
    expect(evaluation(129_600).length + 1_000).toBeLessThan(MIB); // the most classes fit into a frame
  });

  it('figures one by one count as packed ones do', () => {
    const single = repeated([0x19, ...Buffer.alloc(8)], 129_601);
    expect(refusalOf(() => scanMessage('Evaluation', single))).toMatch(/confusion stands too often/);
    expect(refusalOf(() => scanMessage('Evaluation', single.subarray(9)))).toBe('accepted');
  });
});

describe('a message that can be read in two ways is refused', () => {
  const ok = encodeEnvelope({ body: { kind: 'ok', value: {} } });
  const heartbeat = encodeEnvelope({ body: { kind: 'heartbeat', value: { timeMs: 1 } } });

  it('two bodies, in either order', () => {
    expect(decoded(Buffer.concat([ok, heartbeat]))).toBe('MALFORMED: Envelope has more than one body');
    expect(decoded(Buffer.concat([heartbeat, ok]))).toBe('MALFORMED: Envelope has more than one body');
  });

  it('one field twice', () => {
    const id = encodeEnvelope({ id: 1, body: { kind: 'ok', value: {} } });
    expect(decoded(Buffer.concat([id, id.subarray(0, 9)]))).toBe('MALFORMED: Envelope.id stands too often');
  });

  it('lengths and tags of more than 32 bits, and cut ones', () => {
    for (const bytes of [
      [0x52, 0x80, 0x80, 0x80, 0x80, 0x10], // a length of 2^32
      [0x52, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], // zero in six bytes
      [0xd2, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00], // a tag in six bytes
      [0x52, 0xff, 0xff, 0xff, 0xff, 0x0f], // 4 GiB in a frame of six bytes
      [0x52, 0x05, 0x00],
      [0x09, 0x00],
      [0x52],
      [0x80],
    ]) {
      expect(decoded(Uint8Array.from(bytes)), bytes.join()).toMatch(/^MALFORMED: /);
    }
  });
});

it('a newer peer is understood: unknown fields are passed over, and kept by nobody', () => {
  const known = encodeEnvelope({ id: 3, body: { kind: 'heartbeat', value: { timeMs: 5 } } });
  const newer = Buffer.concat([known, delimited(900, Buffer.alloc(50_000)), Buffer.from([0xf8, 0x7f, 1])]);
  expect(decodeEnvelope(newer, MIB)).toEqual({
    id: 3,
    replyTo: 0,
    body: { kind: 'heartbeat', value: { timeMs: 5 } },
  });
});

it('the decoder finds fault with nothing that the scan accepts, but with text that is no UTF-8', () => {
  // The scan is a second reader of the same bytes: where the two disagree, the scan has to be the stricter one.
  const register = {
    agentVersion: '1',
    datasets: [{ name: 'a', kind: 'b' }],
    policyHash: new Uint8Array(32),
  };
  const message = muster.v1.Envelope.encode({ id: 1, register }).finish();
  const complaints = new Set<string>();
  for (let at = 0; at < message.length; at += 1) {
    for (let value = 0; value < 256; value += 1) {
      const changed = Uint8Array.from(message);
      changed[at] = value;
      if (refusalOf(() => scanMessage('Envelope', changed)) !== 'accepted') continue;
      try {
        muster.v1.Envelope.decode(changed);
      } catch (thrown) {
        complaints.add(String(thrown));
      }
    }
  }
  expect([...complaints]).toEqual(['TypeError: The encoded data was not valid for encoding utf-8']);
});
