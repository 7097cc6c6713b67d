/** @module Messages as they travel, in memory: encoded by whoever says them, checked against their limits and decoded by whoever hears them. */
import { decodeMessage, encodeMessage, FRAME_BYTES_MAX } from '@muster/protocol';
import type { ClientMessage } from '../client/client-state.ts';
import type { ServerMessage } from '../server/server-effect.ts';

type Message = ClientMessage | ServerMessage;

const NAMES = {
  advertise: 'Advertise',
  shares: 'Shares',
  masked: 'Masked',
  consistency: 'Consistency',
  unmask: 'Unmask',
  abort: 'Abort',
  roster: 'Roster',
  shareRelay: 'ShareRelay',
  survivors: 'Survivors',
  consistencySet: 'ConsistencySet',
} as const;

/** Encoded once, when it is said. */
const said = new WeakMap<object, Uint8Array>();

/** Bytes of a message, which is on its way from now on. */
export function send({ kind, value }: Message): number {
  const bytes = encodeMessage(NAMES[kind], value as never);
  said.set(value, bytes);
  return bytes.length;
}

/** As it arrives; also one that somebody has changed on its way. */
export function receive<Received extends Message>({ kind, value }: Received): Received {
  const bytes = said.get(value) ?? encodeMessage(NAMES[kind], value as never);
  said.delete(value);
  return { kind, value: decodeMessage(NAMES[kind], bytes, FRAME_BYTES_MAX) } as unknown as Received;
}

/** What was read is overwritten: whoever wants to keep it has made a copy. */
export function scribble(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0xee);
  else if (value !== null && typeof value === 'object')
    for (const part of Object.values(value)) scribble(part);
}
