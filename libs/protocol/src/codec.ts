/** @module Messages to bytes and back. Nothing leaves `decode` that breaks a limit of its definition. */
import { MusterError } from '@muster/errors';
import { checkedMessage } from './check.ts';
import { LIMITS } from './generated/limits.ts';
import { muster } from './generated/messages.js';
import type { EnvelopeBodies, HandshakeBodies, Messages } from './generated/types.ts';
import { scanMessage } from './scan.ts';
import { wellFormed } from './well-formed.ts';

type Bodies<Table> = {
  [Kind in keyof Table]: { readonly kind: Kind; readonly value: Table[Kind] };
}[keyof Table];

/** What an envelope carries: one of the messages of session.proto, by the name of its field. */
export type Body = Bodies<EnvelopeBodies>;
/** The name of a message that an envelope carries. */
export type BodyKind = Body['kind'];
/** One of the messages of the handshake, by the name of its field. */
export type HandshakeBody = Bodies<HandshakeBodies>;

/** One message of a session with its ids, which are whole numbers; 0 stands for none. */
export interface Envelope {
  /** Above zero for a request, which is answered with `replyTo` = this id. */
  readonly id: number;
  readonly replyTo: number;
  /** Undefined for a type of message that this side does not know. */
  readonly body: Body | undefined;
}

interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

const codecs: Readonly<Record<string, unknown>> = muster.v1;
const BODY_TYPES = bodyTypes('Envelope');
const HANDSHAKE_TYPES = bodyTypes('Handshake');

/** Bytes of one message without a union, such as a certificate's body. */
export function encodeMessage<Name extends keyof Messages>(name: Name, message: Messages[Name]): Uint8Array {
  return codecOf(name).encode(wellFormed(name, message)).finish();
}

/** Throws FRAME_TOO_LARGE above `bytesMax`, MALFORMED for anything that is no such message within its limits. */
export function decodeMessage<Name extends keyof Messages>(
  name: Name,
  bytes: Uint8Array,
  bytesMax: number,
): Messages[Name] {
  return checkedMessage(name, decode(name, bytes, bytesMax)) as Messages[Name];
}

/** The bytes of one message of a session. Its limits are checked by whoever receives it. */
export function encodeEnvelope(envelope: { id?: number; replyTo?: number; body: Body }): Uint8Array {
  const { id = 0, replyTo = 0, body } = envelope;
  return codecOf('Envelope')
    .encode({ id, replyTo, [body.kind]: wellFormed(BODY_TYPES.get(body.kind) ?? '', body.value) })
    .finish();
}

/** Throws FRAME_TOO_LARGE and MALFORMED as `decodeMessage`; an unknown kind of body is no error here. */
export function decodeEnvelope(bytes: Uint8Array, bytesMax: number): Envelope {
  const message = decode('Envelope', bytes, bytesMax);
  const number = (key: string): number => {
    const value: unknown = Reflect.get(message, key);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw new MusterError('MALFORMED', `Envelope.${key} is no id`, { detail: { field: key } });
    }
    return value;
  };
  return { id: number('id'), replyTo: number('replyTo'), body: bodyOf<Body>(message, BODY_TYPES) };
}

/** The bytes of one message of a handshake. */
export function encodeHandshake(body: HandshakeBody): Uint8Array {
  return codecOf('Handshake')
    .encode({ [body.kind]: wellFormed(HANDSHAKE_TYPES.get(body.kind) ?? '', body.value) })
    .finish();
}

/** Throws FRAME_TOO_LARGE and MALFORMED; undefined for an unknown kind. */
export function decodeHandshake(bytes: Uint8Array, bytesMax: number): HandshakeBody | undefined {
  return bodyOf<HandshakeBody>(decode('Handshake', bytes, bytesMax), HANDSHAKE_TYPES);
}

function bodyOf<Union extends { readonly kind: string }>(
  message: object,
  types: ReadonlyMap<string, string>,
): Union | undefined {
  for (const [kind, type] of types) {
    const value: unknown = Reflect.get(message, kind);
    if (value === null || value === undefined) continue;
    return { kind, value: checkedMessage(type, value) } as unknown as Union;
  }
  return undefined;
}

function decode(name: string, bytes: Uint8Array, bytesMax: number): object {
  if (bytes.length > bytesMax) {
    throw new MusterError(
      'FRAME_TOO_LARGE',
      `${name} of ${bytes.length} bytes, at most ${bytesMax} are allowed`,
    );
  }
  scanMessage(name, bytes);
  try {
    return codecOf(name).decode(bytes);
  } catch (cause) {
    throw new MusterError('MALFORMED', `bytes that are no ${name}`, { cause });
  }
}

/** Which message each field of a union holds, by field name. */
function bodyTypes(union: string): ReadonlyMap<string, string> {
  const fields = Object.entries(LIMITS[union] ?? {});
  return new Map(
    fields.flatMap(([field, { message }]) => (message === undefined ? [] : [[field, message] as const])),
  );
}

function codecOf(name: string): Codec {
  const codec = codecs[name];
  if (typeof codec !== 'function') throw new MusterError('INTERNAL', `no message ${name}`);
  return codec as unknown as Codec;
}
