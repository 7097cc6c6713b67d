/**
 * @module Whoever writes events: numbers them without a gap and ties each to the one before, so that one that is left out, or put in
 * another place, is missed. Pure: who keeps the chain's end decides when it moves on.
 */
import type { SigningKey } from '../signing-key.ts';
import type { EventName } from './catalogue.ts';
import { type EventDraft, linkOf, signEvent, typeNames, type UnsignedEvent } from './event.ts';

/** How far a source has come. */
export interface ChainEnd {
  /** Number of its next event, from 0. */
  readonly seq: number;
  /** Leaf hash of its last event in base64; empty before the first. */
  readonly prev: string;
}

export const CHAIN_START: ChainEnd = { seq: 0, prev: '' };

export interface Producer {
  /** `//FEDERATION/coordinator`, `//FEDERATION/site/PSEUDONYM`. */
  readonly source: string;
  readonly key: SigningKey;
}

/** The entry of a draft and the chain's end after it. `id` is a UUID of version 7, `time` UTC to the millisecond. Throws AUDIT_EVENT_INVALID. */
export function produce<Name extends EventName>(
  { source, key }: Producer,
  { seq, prev }: ChainEnd,
  draft: EventDraft<Name>,
  { id, time }: { readonly id: string; readonly time: string },
): { readonly entry: Uint8Array; readonly end: ChainEnd } {
  const { name, data, subject, actor, role, basis, refs, conf, pii } = draft;
  const event: UnsignedEvent = {
    specversion: '1.0',
    id,
    source,
    ...typeNames(name),
    time,
    ...(subject === undefined ? {} : { subject }),
    flseq: seq,
    flprev: prev,
    ...(actor === undefined ? {} : { flactor: actor }),
    flrole: role,
    ...(basis === undefined ? {} : { flbasis: basis }),
    ...(refs === undefined || refs.length === 0 ? {} : { flref: [...refs] }),
    ...(conf === undefined ? {} : { flconf: Buffer.from(conf).toString('base64') }),
    ...(pii === undefined ? {} : { flpii: Buffer.from(pii).toString('base64') }),
    data,
  };
  const entry = signEvent(event, key);
  return { entry, end: { seq: seq + 1, prev: linkOf(entry) } };
}
