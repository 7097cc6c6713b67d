/**
 * @module What of an event is hidden: the log gets a salted commitment to it, a vault the salt and the payload. Whoever erases the vault's
 * half leaves 32 bytes in the log that say nothing.
 */
import { canonicalJson, parseCanonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { commitmentTo, SALT_BYTES } from '../commitment.ts';
import { encodeBase64 } from '../strict-text.ts';
import { type EventName, type HiddenClass, kindOf } from './catalogue.ts';
import type { EventDraft } from './event.ts';

/** Payloads are names, words and figures; a vault is no place for data. */
export const PAYLOAD_BYTES_MAX = 65_536;

/** The other half of a commitment. */
export interface Secret {
  /** 32 bytes, base64, as it stands in the log. */
  readonly commitment: string;
  readonly hidden: HiddenClass;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  readonly payload: unknown;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** Where secrets are kept. */
export interface SecretKeeper {
  /** Durable when it returns. Throws what the disk does: then nothing is logged that would commit to them. */
  keep(secrets: readonly Secret[]): void;
}

/** Both halves of an event: what the log gets, and what the vault must hold before. */
export interface Sealed {
  readonly draft: EventDraft;
  readonly secrets: readonly Secret[];
}

/**
 * The draft with commitments in place of what it hides, each with a fresh salt. Throws AUDIT_EVENT_INVALID for what the catalogue does not
 * let this event hide, and for a payload that JSON cannot hold or that has more than 64 KiB.
 */
export function sealHidden(
  { hidden = {}, ...draft }: EventDraft,
  { atMs, random }: { readonly atMs: number; readonly random: (bytes: number) => Uint8Array },
): Sealed {
  let sealed: EventDraft = draft;
  const secrets: Secret[] = [];
  for (const each of ['conf', 'pii'] as const) {
    if (hidden[each] === undefined) continue;
    checkHides(draft.name, each);
    const payload = plain(draft.name, hidden[each]);
    const salt = random(SALT_BYTES);
    const commitment = commitmentTo(payload, salt);
    sealed = { ...sealed, [each]: commitment };
    secrets.push({ commitment: encodeBase64(commitment), hidden: each, salt, payload, atMs });
  }
  return { draft: sealed, secrets };
}

function checkHides(name: EventName, hidden: HiddenClass): void {
  if (!kindOf(name).hides?.includes(hidden))
    throw new MusterError('AUDIT_EVENT_INVALID', `${name} hides no ${hidden}`);
}

/** As it will be read back from the vault. */
function plain(name: EventName, payload: unknown): unknown {
  try {
    const text = canonicalJson(payload);
    if (Buffer.byteLength(text) <= PAYLOAD_BYTES_MAX) return parseCanonicalJson(text);
  } catch (cause) {
    throw new MusterError('AUDIT_EVENT_INVALID', `what ${name} hides is not JSON`, { cause });
  }
  throw new MusterError('AUDIT_EVENT_INVALID', `what ${name} hides has more than ${PAYLOAD_BYTES_MAX} bytes`);
}
