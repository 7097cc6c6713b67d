/**
 * @module Enrolment tokens: base32(32 secret bytes ‖ fingerprint of the organisation's key, 16 bytes ‖ checksum, 2 bytes). The
 * fingerprint binds the agent to this federation's key; the registrar keeps SHA-256 of the secret only.
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { fingerprintOf } from './certificate.ts';
import type { RandomBytes } from './random.ts';

const PREFIX = 'MUSTER-';
/** RFC 4648 base32, upper case, without padding. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_BYTES = 32;
const FINGERPRINT_BYTES = 16;
const CHECKSUM_BYTES = 2;
const TOKEN_BYTES = SECRET_BYTES + FINGERPRINT_BYTES + CHECKSUM_BYTES;
/** Five bits each, and none left over. */
const TOKEN_LETTERS = (TOKEN_BYTES * 8) / 5;

/** A one-time secret of an invitation, and the 16-byte fingerprint of the organisation's key, by which the site knows its coordinator. */
export interface Token {
  readonly secret: Uint8Array;
  readonly fingerprint: Uint8Array;
}

/** `organisationKey` is the raw Ed25519 public key, 32 bytes. */
export function makeToken(organisationKey: Uint8Array, random: RandomBytes): Token {
  return { secret: random(SECRET_BYTES), fingerprint: fingerprintOf(organisationKey) };
}

/** What the registrar keeps of a token, hex. */
export function tokenHash(token: Token): string {
  return createHash('sha256').update(token.secret).digest('hex');
}

/** The text that a person hands on. */
export function formatToken({ secret, fingerprint }: Token): string {
  const body = Buffer.concat([secret, fingerprint]);
  return PREFIX + encodeBase32(Buffer.concat([body, checksum(body)]));
}

/** Throws TOKEN_INVALID; a slip of the pen is told from a token that never was by the checksum. */
export function parseToken(text: string): Token {
  const trimmed = text.trim().toUpperCase();
  if (!trimmed.startsWith(PREFIX))
    throw new MusterError('TOKEN_INVALID', `an enrolment token begins with ${PREFIX}`);
  const letters = trimmed.slice(PREFIX.length);
  const bytes = decodeBase32(letters);
  if (letters.length !== TOKEN_LETTERS)
    throw new MusterError('TOKEN_INVALID', 'the token is cut short or too long: copy all of it');
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!checksum(body).equals(bytes.subarray(-CHECKSUM_BYTES)))
    throw new MusterError('TOKEN_INVALID', 'the token has a typing error: copy it again');
  return { secret: body.subarray(0, SECRET_BYTES), fingerprint: body.subarray(SECRET_BYTES) };
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update('fl/token/v1\0').update(body).digest().subarray(0, CHECKSUM_BYTES);
}

function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

function decodeBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0)
      throw new MusterError(
        'TOKEN_INVALID',
        'the token contains a character that no token has: copy it again',
      );
    held = ((held << 5) | value) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}
