/**
 * @module An audit event: CloudEvents 1.0 in canonical JSON (RFC 8785), signed by whoever it is about. What it may say is in the
 * catalogue; everything else is refused, on the way in and on the way out.
 */

import { canonicalJson, parseCanonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { leafHash } from '@muster/merkle';
import { z } from 'zod';
import { signRaw, verifyRaw } from '../signature-scheme.ts';
import type { SigningKey } from '../signing-key.ts';
import { decodeBase64, decodeUtf8, encodeBase64 } from '../strict-text.ts';
import type { VerifierKey } from '../verifier-key.ts';
import { EVENT_NAMES, type EventData, type EventName, type HiddenParts, kindOf } from './catalogue.ts';
import { basis, hash32, person, time } from './words.ts';

/** Larger events are refused, long before the 65,535 bytes of an entry. */
export const EVENT_BYTES_MAX = 8_192;
const TYPE_PREFIX = 'fl.audit.v1.';
const SCHEMA_PREFIX = 'urn:fl:audit:v1:';
const LABEL = 'fl-audit/event/v1\n';

/** In whose part somebody acts. */
export const ROLES = [
  'agent',
  'coordinator',
  'site.dpo',
  'site.admin',
  'coord.admin',
  'system',
  'regulator',
] as const;

const NAMES: ReadonlyMap<unknown, EventName> = new Map(
  EVENT_NAMES.options.map((name) => [`${TYPE_PREFIX}${name}`, name]),
);

const typeOf = z.custom<`${typeof TYPE_PREFIX}${EventName}`>(
  (value) => NAMES.has(value),
  'no event of the catalogue',
);

const envelopeSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.uuidv7(),
  source: z.string().regex(/^\/\/[a-z0-9.-]{1,64}\/(coordinator|site\/s-[0-9a-f]{16}(\/out)?)$/),
  type: typeOf,
  time,
  subject: z
    .string()
    .regex(
      /^(run\/[a-z0-9-]{1,73}(\/round\/\d{1,7}(\/attempt\/\d{1,4})?)?|site\/s-[0-9a-f]{16}|manifest|log)$/,
    )
    .optional(),
  dataschema: z.string().startsWith(SCHEMA_PREFIX),
  flseq: z.int().min(0),
  flprev: z.union([hash32, z.literal('')]),
  flactor: person.optional(),
  flrole: z.enum(ROLES),
  flbasis: basis.optional(),
  flref: z
    .array(z.string().regex(/^[a-z0-9._/-]{1,200}#(0|[1-9][0-9]{0,15})$/, 'ORIGIN#INDEX'))
    .min(1)
    .max(64)
    .optional(),
  flconf: hash32.optional(),
  flpii: hash32.optional(),
  flsig: z.string().regex(/^[0-9a-f]{8}\.[A-Za-z0-9+/]{86}==$/),
  /** By the schema of the event, below. */
  data: z.unknown(),
});

export type AuditEvent<Name extends EventName = EventName> = Omit<z.infer<typeof envelopeSchema>, 'data'> & {
  readonly data: EventData<Name>;
};

/** Everything of an event but its signature. */
export type UnsignedEvent<Name extends EventName = EventName> = Omit<AuditEvent<Name>, 'flsig'>;

/** What of an event its author decides; the rest follows from who and when. */
export interface EventDraft<Name extends EventName = EventName> {
  readonly name: Name;
  readonly data: EventData<Name>;
  readonly subject?: string;
  readonly actor?: string;
  readonly role: (typeof ROLES)[number];
  readonly basis?: string;
  /** Entries that it follows from: ORIGIN#INDEX. */
  readonly refs?: readonly string[];
  /** Goes to the vault: `AuditLog` commits to it, with a fresh salt, in `conf` and `pii`. */
  readonly hidden?: HiddenParts;
  /** Commitments, 32 bytes each. */
  readonly conf?: Uint8Array;
  readonly pii?: Uint8Array;
}

export function nameOf({ type }: Pick<AuditEvent, 'type'>): EventName {
  const name = NAMES.get(type);
  if (name === undefined) throw invalid('no event of the catalogue');
  return name;
}

/** `type` and `dataschema` of an event. */
export function typeNames<Name extends EventName>(name: Name) {
  return { type: `${TYPE_PREFIX}${name}` as const, dataschema: `${SCHEMA_PREFIX}${name}` };
}

/**
 * The entry of the log: canonical JSON with the signature in it, at most 8 KiB. Throws AUDIT_EVENT_INVALID for anything that the catalogue
 * does not allow, so that what must not be in a log cannot get there.
 */
export function signEvent(event: UnsignedEvent, key: SigningKey): Uint8Array {
  const text = textOf(event);
  const flsig = `${key.verifier.id}.${encodeBase64(signRaw(key.privateKey, Buffer.from(LABEL + text)))}`;
  checkEvent({ ...event, flsig });
  // In the canonical order the signature is right behind the number, a member that no data have.
  const number = `"flseq":${event.flseq},`;
  const at = text.indexOf(number) + number.length;
  if (!text.startsWith('"id":', at)) throw invalid('it is signed already');
  const entry = Buffer.from(`${text.slice(0, at)}"flsig":"${flsig}",${text.slice(at)}`);
  checkLength(entry);
  return entry;
}

/**
 * The event of an entry. Throws AUDIT_EVENT_INVALID for bytes that are not canonical JSON, for fields that the catalogue does not have, and
 * for values that it does not allow. The signature is checked by `isSignedBy`.
 */
export function readEvent(entry: Uint8Array): AuditEvent {
  checkLength(entry);
  const text = decodeUtf8(entry);
  let json: unknown;
  try {
    json = parseCanonicalJson(text ?? '');
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'it is no JSON');
  }
  return checkEvent(json);
}

function checkLength({ length }: Uint8Array): void {
  if (length > EVENT_BYTES_MAX) throw invalid(`it has ${length} bytes, ${EVENT_BYTES_MAX} are the most`);
}

function checkEvent(json: unknown): AuditEvent {
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw invalid(firstIssue(envelope.error));
  const name = nameOf(envelope.data);
  if (envelope.data.dataschema !== `${SCHEMA_PREFIX}${name}`)
    throw invalid('dataschema is not that of its type');
  const { data, hides = [] } = kindOf(name);
  const parsed = data.safeParse(envelope.data.data);
  if (!parsed.success) throw invalid(`data.${firstIssue(parsed.error)}`);
  for (const hidden of ['conf', 'pii'] as const)
    if (envelope.data[`fl${hidden}`] !== undefined && !hides.includes(hidden))
      throw invalid(`${name} hides no ${hidden}`);
  return envelope.data as AuditEvent;
}

function textOf(event: UnsignedEvent): string {
  try {
    return canonicalJson(event);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : 'it cannot be written as JSON');
  }
}

/** Whether the event is signed by this key. */
export function isSignedBy(event: AuditEvent, key: VerifierKey): boolean {
  const { flsig, ...unsigned } = event;
  return isSignature(flsig, key, () => signedBytes(unsigned));
}

/** The same of an entry from which the event was read: what is signed is its bytes but those of the signature. */
export function isEntrySignedBy(entry: Uint8Array, { flsig }: AuditEvent, key: VerifierKey): boolean {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.length);
  // Quotes within texts are escaped and no data has such a member: it is the event's own, and another one follows it.
  const member = `"flsig":"${flsig}",`;
  const at = bytes.indexOf(member);
  return isSignature(flsig, key, () =>
    Buffer.concat([Buffer.from(LABEL), bytes.subarray(0, at), bytes.subarray(at + member.length)]),
  );
}

function isSignature(flsig: string, key: VerifierKey, message: () => Uint8Array): boolean {
  const [id, base64 = ''] = flsig.split('.');
  const signature = decodeBase64(base64);
  return id === key.id && signature !== null && verifyRaw('ed25519', key.verifying, message(), signature);
}

/** What the next event of the same source carries as `flprev`. */
export function linkOf(entry: Uint8Array): string {
  return encodeBase64(leafHash(entry));
}

function signedBytes(event: UnsignedEvent): Uint8Array {
  return Buffer.from(LABEL + canonicalJson(event));
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'event'}: ${issue.message}` : 'it is not valid';
}

function invalid(why: string): MusterError {
  return new MusterError('AUDIT_EVENT_INVALID', `no audit event: ${why}`);
}
