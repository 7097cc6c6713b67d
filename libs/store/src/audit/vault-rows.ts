/** @module What lies in a vault, row by row. */
import { MusterError } from '@muster/errors';
import type { Row } from '../db.ts';
import { bytesOf, integerOf, jsonOf, textOf, wordOf } from '../row.ts';

export type HiddenClass = 'conf' | 'pii';

/** The other half of a commitment. */
export interface Secret {
  /** 32 bytes, base64, as it stands in the log. */
  readonly commitment: string;
  readonly hidden: HiddenClass;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  readonly payload: unknown;
  readonly atMs: number;
}

/** A secret whose commitment was found in a log. */
export interface PlacedSecret {
  readonly commitment: string;
  readonly hidden: HiddenClass;
  readonly origin: string;
  readonly entry: number;
}

/** Somebody who has a pseudonym in the log. */
export interface Person {
  readonly pseudonym: string;
  readonly issuer: string;
  readonly subject: string;
  readonly epoch: string;
}

export function secretOf(row: Row): Secret {
  return {
    commitment: textOf(row, 'commitment'),
    hidden: classOf(row),
    salt: bytesOf(row, 'salt'),
    payload: jsonOf(row, 'payload_json'),
    atMs: integerOf(row, 'at_ms'),
  };
}

export function personOf(row: Row): Person {
  return {
    pseudonym: textOf(row, 'pseudonym'),
    issuer: textOf(row, 'issuer'),
    subject: textOf(row, 'subject'),
    epoch: textOf(row, 'epoch'),
  };
}

function classOf(row: Row): HiddenClass {
  return wordOf(row, 'hidden', ['conf', 'pii']);
}

export function placedOf(row: Row): PlacedSecret {
  return {
    commitment: textOf(row, 'commitment'),
    hidden: classOf(row),
    origin: textOf(row, 'origin'),
    entry: integerOf(row, 'entry'),
  };
}

/** What an erasure kept of its secrets, as JSON. Throws STORAGE_CORRUPT for anything else. */
export function placedListOf(value: unknown): readonly PlacedSecret[] {
  const corrupt = () => new MusterError('STORAGE_CORRUPT', 'an erasure of the vault cannot be read');
  if (!Array.isArray(value)) throw corrupt();
  return value.map((each: unknown) => {
    const part = (name: string): unknown => Object(each)[name];
    const [commitment, hidden, origin, entry] = ['commitment', 'hidden', 'origin', 'entry'].map(part);
    if (typeof commitment !== 'string' || typeof origin !== 'string' || typeof entry !== 'number')
      throw corrupt();
    if (hidden !== 'conf' && hidden !== 'pii') throw corrupt();
    return { commitment, hidden, origin, entry };
  });
}
