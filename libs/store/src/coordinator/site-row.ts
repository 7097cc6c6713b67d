/** @module The row of an enrolled site. */
import type { Row } from '../db.ts';
import { bytesOf, integerOf, jsonOf, nullable, textOf } from '../row.ts';

/** An enrolled site. Times are milliseconds since 1970. */
export interface Site {
  readonly name: string;
  /** The certificate as it was issued, bytes of the wire message. */
  readonly certificate: Uint8Array;
  readonly serial: string;
  /** SHA-256 of `certificate`, hex. */
  readonly certificateHash: string;
  /** Ed25519 public key, hex. */
  readonly signingKey: string;
  readonly enrolledMs: number;
  /** Of the one that certifies it. */
  readonly organisation: string;
  readonly revokedMs: number | null;
  readonly revokeReason: string;
  readonly lastSeenMs: number | null;
  /** Clock of the site minus ours, at its last handshake. */
  readonly clockSkewMs: number | null;
  /** What the agent said of its training engine, as it said it. */
  readonly engine: unknown;
  readonly agentVersion: string | null;
  /** Not selected from then on until somebody lets it in again, for this reason. */
  readonly suspendedMs: number | null;
  readonly suspendReason: string;
  /** Refused updates up to then are not held against it. */
  readonly forgivenMs: number;
}

export const SITE_COLUMNS = `name, certificate, serial, certificate_hash, signing_key, organisation, enrolled_ms, revoked_ms, revoke_reason,
  last_seen_ms, clock_skew_ms, engine_json, agent_version, suspended_ms, suspend_reason, forgiven_ms`;

export const siteOf = (row: Row): Site => ({
  name: textOf(row, 'name'),
  certificate: bytesOf(row, 'certificate'),
  serial: textOf(row, 'serial'),
  certificateHash: textOf(row, 'certificate_hash'),
  signingKey: textOf(row, 'signing_key'),
  organisation: textOf(row, 'organisation'),
  enrolledMs: integerOf(row, 'enrolled_ms'),
  revokedMs: nullable(row, 'revoked_ms', integerOf),
  revokeReason: textOf(row, 'revoke_reason'),
  lastSeenMs: nullable(row, 'last_seen_ms', integerOf),
  clockSkewMs: nullable(row, 'clock_skew_ms', integerOf),
  engine: nullable(row, 'engine_json', jsonOf),
  agentVersion: nullable(row, 'agent_version', textOf),
  suspendedMs: nullable(row, 'suspended_ms', integerOf),
  suspendReason: textOf(row, 'suspend_reason'),
  forgivenMs: integerOf(row, 'forgiven_ms'),
});
