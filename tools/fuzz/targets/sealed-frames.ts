/**
 * @module Target: sealed frames that are broken, lost, doubled, held back, reflected or made up on their way. What comes out of a channel
 * is what went in, in its order, until the first frame that is not the next one; then nothing comes out ever again.
 */
import { MusterError } from '@muster/errors';
import { type FrameKind, SealedChannel } from '@muster/identity';
import fc from 'fast-check';
import { type ByteMutation, byteMutations, mutateBytes } from '../byte-mutation.ts';
import { type FuzzTarget, fuzzTarget, rule } from '../target.ts';

const KEYS = { agent: new Uint8Array(32).fill(1), coordinator: new Uint8Array(32).fill(2) };
/** Small, so that keys change within a script. */
const FRAMES_PER_KEY = 4;
const PIECE_BYTES = 65_536;

type Fate =
  | { readonly kind: 'passes' | 'is lost' | 'comes twice' | 'is held back' | 'is reflected' }
  | { readonly kind: 'is broken'; readonly mutations: readonly ByteMutation[] }
  | { readonly kind: 'is another'; readonly bytes: Uint8Array };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'passes' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'is lost' as const,
        'comes twice' as const,
        'is held back' as const,
        'is reflected' as const,
      )
      .map((kind) => ({ kind })),
  },
  { weight: 2, arbitrary: byteMutations(2).map((mutations) => ({ kind: 'is broken' as const, mutations })) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => ({ kind: 'is another' as const, bytes })),
  },
);

const length = fc.oneof(
  { weight: 20, arbitrary: fc.nat(300) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES),
  },
);

const script = fc.array(fc.record({ kind: fc.constantFrom<FrameKind>('control', 'bulk'), length, fate }), {
  minLength: 1,
  maxLength: 24,
});

const frames = fuzzTarget('sealed frames', script, (steps) => {
  const sender = new SealedChannel('agent', KEYS, FRAMES_PER_KEY);
  const receiver = new SealedChannel('coordinator', KEYS, FRAMES_PER_KEY);
  const held: Buffer[] = [];
  let next = 0;
  let dead: MusterError | undefined;
  const sealed: { readonly kind: FrameKind; readonly plain: Buffer; readonly frame: Buffer }[] = [];
  const deliver = (frame: Uint8Array): void => {
    const honest = sealed[next];
    const isNext = honest !== undefined && Buffer.compare(frame, honest.frame) === 0;
    try {
      const { kind, plaintext } = receiver.open(Uint8Array.from(frame));
      rule(dead === undefined, 'a channel speaks after its end');
      rule(
        isNext && kind === honest.kind && plaintext.equals(honest.plain),
        'a frame opened that is not the next',
      );
      next += 1;
    } catch (thrown) {
      if (!(thrown instanceof MusterError)) throw thrown;
      rule(dead === undefined || dead === thrown, 'a channel changes its mind');
      rule(dead !== undefined || !isNext, `an honest frame is refused: ${thrown.code}`);
      dead = thrown;
    }
  };
  for (const [index, { kind, length: bytes, fate: what }] of steps.entries()) {
    const plain = Buffer.alloc(bytes, index + 1);
    const frame = Buffer.from(sender.seal(kind, plain));
    sealed.push({ kind, plain, frame });
    if (what.kind === 'is held back') held.push(frame);
    else if (what.kind === 'is broken') deliver(mutateBytes(frame, what.mutations));
    else if (what.kind === 'is another') deliver(what.bytes);
    else if (what.kind === 'is reflected') deliver(receiver.seal(kind, plain));
    else if (what.kind !== 'is lost') {
      deliver(frame);
      if (what.kind === 'comes twice') deliver(frame);
      for (const late of held.splice(0)) deliver(late);
    }
    if (dead && what.kind === 'is reflected') break; // it can seal nothing any more
  }
  if (dead) throw dead;
  return next === steps.length ? 'all opened' : 'some are on their way';
});

export const sealedFrameTargets: readonly FuzzTarget[] = [frames];
