/**
 * @module What a hostile peer says once it is let in: a script of sealed messages. Most of them are ones that the other side can read, so
 * that the script goes on: requests, answers that nobody asked for, objects pulled and pushed with wrong offsets, sizes and credits.
 */
import { type Body, type Envelope, encodeEnvelope } from '@muster/protocol';
import fc from 'fast-check';
import { type ByteMutation, byteMutations, mutateBytes } from './byte-mutation.ts';
import type { Peer } from './peer.ts';
import { rule } from './target.ts';
import { encodeWire } from './wire.ts';
import { bytesOf, fieldsOf } from './wire-arbitrary.ts';

/** One message of a script. */
export interface Line {
  readonly plaintext: Uint8Array;
  readonly kind: 'control' | 'bulk';
  /** What happens to its frame after it was sealed. */
  readonly fate: 'passes' | 'comes twice' | 'is lost' | { readonly broken: readonly ByteMutation[] };
}

export interface DialogueOptions {
  /** Hashes of objects that the other side may offer. */
  readonly objects: readonly Uint8Array[];
  /** Rounds that it may know of. */
  readonly runs: readonly string[];
  readonly linesMax: number;
}

const small = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 32 - 1 }) },
);
const offset = fc.constantFrom(0, 0, 0, 1, 262_143, 262_144, 524_288, 2 ** 32, 2 ** 53 - 1);
const size = fc.constantFrom(0, 1, 524, 1_000, 262_144, 600_000, 2 ** 31, 2 ** 53 - 1);
const credits = fc.constantFrom(0, 1, 2, 8, 256);
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Bodies that are within all limits, so that they reach a handler. */
function sound({ objects, runs }: DialogueOptions): fc.Arbitrary<Body> {
  const object =
    objects.length > 0
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...objects) }, { weight: 1, arbitrary: hash })
      : hash;
  const run = fc.constantFrom(...runs, 'none');
  const ref = fc.record({
    run,
    round: fc.integer({ min: 1, max: 40 }),
    attempt: fc.integer({ min: 1, max: 3 }),
  });
  const chunk = fc.record({
    transfer: small,
    offset,
    data: fc.constantFrom(0, 1, 100, 524, 5_000).map((length) => new Uint8Array(length)),
  });
  const error = fc.record({
    code: fc.constantFrom('LATE', 'INTERNAL', 'SITE_REVOKED', 'NEW_CODE', ''),
    message: fc.string({ unit: 'binary', maxLength: 20 }),
    retryable: fc.boolean(),
    retryAfterMs: fc.constantFrom(0, 1, 86_400_000),
    detail: fc.constantFrom('', '{"a":1}', '[', '{"__proto__":{"a":1}}'),
  });
  const of = <Kind extends Body['kind']>(
    kind: Kind,
    value: fc.Arbitrary<Extract<Body, { kind: Kind }>['value']>,
  ) => value.map((each) => ({ kind, value: each }) as unknown as Body);
  const registration = of(
    'register',
    fc.record({
      agentVersion: fc.string({ unit: 'binary', maxLength: 16 }),
      nodeVersion: fc.constant('24'),
      platform: fc.string({ maxLength: 10 }),
      engine: fc.constant(null),
      datasets: fc.array(
        fc.record({
          name: fc.constantFrom('fuzz', 'fuzz', '', '__proto__'),
          kind: fc.constantFrom('image', ''),
        }),
        { maxLength: 3 },
      ),
      policyVersion: fc.double(),
      policyHash: fc.constant(new Uint8Array(32)),
      policy: fc.option(
        fc.record({
          document: fc.uint8Array({ maxLength: 64 }),
          signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
        }),
      ),
    }),
  );
  const others = fc.oneof(
    of('pull', fc.record({ sha256: object, offset, transfer: small, credits })),
    of('credit', fc.record({ transfer: small, acked: offset, credits })),
    of('chunk', chunk),
    of('transferEnd', fc.record({ transfer: small, error })),
    of('pushReady', fc.record({ transfer: small, offset, credits })),
    of('pullReady', fc.record({ size })),
    of('heartbeat', fc.record({ timeMs: fc.constantFrom(0, 1, 8.64e15) })),
    of('error', error),
    of('ok', fc.constant({})),
    of(
      'failure',
      fc.record({
        ref,
        code: fc.constantFrom('LATE', 'INTERNAL', 'x'),
        reason: fc.string({ maxLength: 10 }),
      }),
    ),
    of(
      'progress',
      fc.record({
        ref,
        phase: fc.constantFrom('fetch', 'train', ''),
        fraction: fc.double({ min: 0, max: 1, noNaN: true }),
        epoch: fc.double(),
        step: fc.double(),
        steps: fc.double(),
        loss: fc.double(),
        etaMs: fc.double(),
      }),
    ),
    of(
      'report',
      fc.record({
        ref,
        planHash: object,
        modelHash: object,
        layoutHash: hash,
        updateHash: hash,
        size,
        weight: fc.double(),
        codec: fc.constantFrom('f32', ''),
        figures: fc.constant(null),
        engine: fc.constant(null),
        masked: fc.constant(null),
        signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
      }),
    ),
  );
  // A registration is written to the disk: it takes more time than all else.
  return fc.oneof({ weight: 60, arbitrary: others }, { weight: 1, arbitrary: registration });
}

/** A script. `fatal` lines, after which no session goes on, are rare and near its end. */
export function dialogue(options: DialogueOptions): fc.Arbitrary<readonly Line[]> {
  const id = fc.oneof({ weight: 3, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.constant(0) });
  const replyTo = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) });
  const spoken = fc.record({ id, replyTo, body: sound(options) }).map(
    (envelope): Line => ({
      plaintext: encodeEnvelope(envelope),
      kind: envelope.body.kind === 'chunk' ? 'bulk' : 'control',
      fate: 'passes',
    }),
  );
  const line = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Line> =>
    bytes.map((plaintext) => ({ plaintext, kind: 'control', fate: 'passes' }));
  const last = fc.oneof(
    { weight: 3, arbitrary: line(bytesOf('Envelope')) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(spoken, fc.constantFrom('comes twice' as const, 'is lost' as const))
        .map(([each, fate]) => ({ ...each, fate })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(spoken, byteMutations(2)).map(([each, broken]) => ({ ...each, fate: { broken } })),
    },
    { weight: 1, arbitrary: spoken.map((each) => ({ ...each, kind: 'bulk' as const })) },
    { weight: 4, arbitrary: spoken },
  );
  const body = fc.oneof(
    { weight: 60, arbitrary: spoken },
    { weight: 1, arbitrary: line(fieldsOf('Envelope').map(encodeWire)) },
  );
  return fc
    .tuple(fc.array(body, { maxLength: options.linesMax, size: 'max' }), fc.array(last, { maxLength: 3 }))
    .map(([lines, ends]) => [...lines, ...ends]);
}

/** Id of the last request. */
const PROBE = 1_000_001;
/** Field 200 of an envelope: a message of a later version, which is answered and harms nothing. */
const PROBE_BYTES = Buffer.concat([
  Buffer.from([0x09]),
  Buffer.from(new Float64Array([PROBE]).buffer),
  Buffer.from([0xc2, 0x0c, 0]),
]);
/** Lines said before the others get their turn. */
const BREATH = 40;

/**
 * Says the script, then a request that must be answered if the session lives. Throws when the other side neither answers nor ends the
 * session, when it cannot be understood, and when it owns to a fault. `onFrames` counts what was sent.
 */
export async function converse(
  peer: Peer,
  heard: readonly Envelope[],
  lines: readonly Line[],
  waitMs: number,
  onFrames: (count: number) => void = () => {},
): Promise<'goes on' | 'ended'> {
  for (const [index, line] of lines.entries()) {
    if (peer.closed) break;
    onFrames(say(peer, line));
    if (index % BREATH === BREATH - 1) await peer.drained(waitMs);
  }
  if (!peer.closed) peer.send(peer.seal('control', PROBE_BYTES));
  const answered = await peer.until(() => heard.some(({ replyTo }) => replyTo === PROBE), waitMs);
  const lives = answered && !peer.closed;
  rule(answered || (await peer.ended(waitMs)), 'a session neither answers nor ends');
  rule(peer.fault === undefined, `a frame of an honest side cannot be read: ${String(peer.fault)}`);
  for (const { body, replyTo } of heard) {
    if (body?.kind !== 'error' || body.value.code !== 'INTERNAL' || replyTo === 0) continue;
    // A code of a later version becomes INTERNAL, and a peer may say so of itself: its words come back to it.
    const { message } = body.value;
    rule(isOwnWord(lines, message), `a request is answered INTERNAL: ${message}`);
  }
  return lives ? 'goes on' : 'ended';
}

/** Whether the peer itself spoke of an error in these words, which are shown with spaces for its control characters. */
function isOwnWord(lines: readonly Line[], message: string): boolean {
  const words = message.split(': ').filter((word) => word.trim() !== '');
  const said = lines.map(({ plaintext }) =>
    Buffer.from(plaintext)
      .toString('utf8')
      .replace(/\p{Cc}/gu, ' '),
  );
  return words.length === 0 || words.some((word) => said.some((each) => each.includes(word)));
}

/** Says one line; how many frames that were. */
function say(peer: Peer, { plaintext, kind, fate }: Line): number {
  const frame = peer.seal(kind, plaintext);
  if (fate === 'is lost') return 0;
  if (typeof fate === 'object') {
    peer.send(mutateBytes(frame, fate.broken));
    return 1;
  }
  peer.send(frame);
  if (fate === 'passes') return 1;
  peer.send(frame);
  return 2;
}
