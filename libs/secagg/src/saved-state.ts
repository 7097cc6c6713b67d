/**
 * @module States as bytes on the disk of whoever is in them, and back: a round goes on where it was when its process is killed. They hold
 * secrets: no text is made of them, and whoever has written the bytes overwrites them (secure-aggregation.md, section 6, "At rest").
 */
import { deserialize, serialize } from 'node:v8';
import { type ErrorCode, isErrorCode, MusterError } from '@muster/errors';
import { z } from 'zod';
import { ABORT_CODES, type AbortCode } from './client/abort-code.ts';
import type { ClientState } from './client/client-state.ts';
import type { ServerState } from './server/server-state.ts';

/** A copy: v8 gives views of the bytes that are read, which are overwritten when they were. */
const bytes = z.instanceof(Uint8Array).transform((view) => Uint8Array.from(view));
const whole = z.int().nonnegative();
const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && isErrorCode(value));
const abortCode = z.custom<AbortCode>((value) => typeof value === 'string' && value in ABORT_CODES);
const perPlace = z.array(bytes.nullable());

const terms = z.object({
  federationId: bytes,
  manifestHash: bytes,
  taskId: bytes,
  round: whole,
  attempt: whole,
  modelHash: bytes,
  cohort: z.object({
    profile: z.enum(['malicious', 'semi-honest']),
    corrupt: z.number(),
    dropout: z.number(),
    lambda: whole,
    unsafeSmallCohort: z.boolean(),
    minCohort: whole,
    maxCohort: whole,
  }),
  encoding: z.object({
    bits: z.literal([16, 32]),
    length: whole,
    clipNorm: z.number(),
    clipValue: z.number(),
    exampleCap: whole,
    noiseReserve: whole,
    metrics: whole,
  }),
  dp: bytes,
  nonce: bytes,
});

const advertise = z.object({ roundId: bytes, cPk: bytes, sPk: bytes, bCommit: bytes, sig: bytes });
const shareCt = z.object({ to: whole, box: bytes });
const relay = z.object({ u2: bytes, boxes: z.array(z.object({ from: whole, box: bytes })) });
const share = z.object({ owner: whole, x: whole, v: bytes });
const place = z.object({
  index: whole,
  sites: whole,
  root: bytes,
  degree: whole,
  threshold: whole,
  neighbours: z.array(
    z.object({ index: whole, siteId: bytes, signingKey: bytes, sPk: bytes, inboxKey: bytes }),
  ),
});
const facts = { terms, roundId: bytes, expiresAtMs: z.number() };

const clientState: z.ZodType<ClientState> = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  z.object({
    phase: z.literal('advertised'),
    ...facts,
    tries: whole,
    advertisedAtMs: z.number(),
    secrets: z.object({ box: bytes, mask: bytes, self: bytes, sharing: bytes }),
    advertise,
    updateReady: z.boolean(),
  }),
  z.object({
    phase: z.literal('rostered'),
    ...facts,
    tries: whole,
    secrets: z.object({ mask: bytes, self: bytes }),
    place,
    shares: z.object({ roundId: bytes, ct: z.array(shareCt) }),
    relay: relay.nullable(),
    updateReady: z.boolean(),
  }),
  z.object({
    phase: z.literal('masked'),
    ...facts,
    place,
    relay,
    masked: z.object({ roundId: bytes, size: whole, sha256: bytes, sig: bytes }),
  }),
  z.object({
    phase: z.literal('signed'),
    ...facts,
    place,
    relay,
    u3: bytes,
    consistency: z.object({ roundId: bytes, sig: bytes }),
    kept: z.boolean(),
  }),
  z.object({
    phase: z.literal('revealed'),
    ...facts,
    u3: bytes,
    unmask: z.object({ roundId: bytes, b: z.array(share), sk: z.array(share) }),
  }),
  z.object({
    phase: z.literal('aborted'),
    code: abortCode,
    abort: z.object({ roundId: bytes, code: whole, detail: z.string(), sig: bytes }),
  }),
]);

const round = z.object({
  terms,
  roundId: bytes,
  schedule: z.object({
    keysMs: whole,
    sharesMs: whole,
    maskedMs: whole,
    signaturesMs: whole,
    unmaskMs: whole,
  }),
});
const member = z.object({
  siteId: bytes,
  certHash: bytes,
  cPk: bytes,
  sPk: bytes,
  bCommit: bytes,
  sig: bytes,
  certificate: z.object({ body: bytes, signature: bytes }),
  signingKey: bytes,
  organisation: z.string(),
});
const aborts = z.array(z.object({ siteId: bytes, code: abortCode, detail: z.string() }));
const roster = z.object({ members: z.array(member), root: bytes, degree: whole, threshold: whole });
const open = { roster, dueAtMs: z.number(), absent: z.array(z.boolean()) };
const boxes = z.array(z.array(shareCt).nullable());
const blames = z.array(z.object({ holder: whole, owner: whole }));
const stages = z.object({
  advertised: whole,
  shared: whole,
  masked: whole,
  signed: whole,
  answered: whole,
});
const figures = z.object({
  tail: z.object({
    count: z.number(),
    weight: z.number(),
    examples: z.number(),
    lossSum: z.number(),
    clipped: z.number(),
    nonfinite: z.number(),
    metrics: z.array(z.number()),
  }),
  norm: z.number(),
});
const record = z.object({
  outcome: z.enum(['published', 'aborted']),
  code: z.union([z.literal(''), errorCode]),
  reason: z.string(),
  degree: whole,
  threshold: whole,
  stages,
  members: z.array(bytes),
  counted: z.array(bytes),
  figures: figures.nullable(),
  blamed: z.array(z.object({ holder: bytes, owner: bytes })),
});
const sets = { u2: bytes, u3: bytes, words: perPlace };

const unmasking = z.object({
  phase: z.literal('unmasking'),
  roster,
  ...sets,
  secrets: perPlace,
  blames,
  counts: stages,
});
const ended = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('published'), record, again: unmasking }),
  z.object({ phase: z.literal('aborted'), record }),
]);

const group = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('collectShares'), ...open, shares: boxes }),
  z.object({ phase: z.literal('collectMasked'), ...open, u2: bytes, shares: boxes, words: perPlace }),
  z.object({ phase: z.literal('collectSignatures'), ...open, ...sets, signatures: perPlace }),
  z.object({
    phase: z.literal('collectUnmask'),
    ...open,
    ...sets,
    signatures: perPlace,
    asked: z.array(z.boolean()),
    answered: z.array(z.boolean()),
    shares: z.array(z.array(z.object({ holder: whole, value: bytes }))),
    secrets: perPlace,
    blames,
  }),
  unmasking,
  ...ended.options,
]);

const serverState: z.ZodType<ServerState> = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('collectKeys'),
    round,
    dueAtMs: z.number(),
    invited: z.array(bytes),
    absent: z.array(bytes),
    members: z.array(member),
    aborts,
  }),
  z.object({ phase: z.literal('groups'), round, invited: whole, groups: z.array(group), aborts }),
  z.object({
    phase: z.literal('ended'),
    round,
    groups: z.array(ended),
    record: z.object({
      code: z.union([z.literal(''), errorCode]),
      reason: z.string(),
      invited: whole,
      advertised: whole,
      groups: z.array(record),
      aborts,
    }),
  }),
]);

/** What an agent keeps of its part in a round. */
export function encodeClient(state: ClientState): Uint8Array {
  return serialize(state);
}

/** STORAGE_CORRUPT for bytes that are no such state. */
export function readClient(saved: Uint8Array): ClientState {
  return read(clientState, saved);
}

/** What a coordinator keeps of a round. */
export function encodeServer(state: ServerState): Uint8Array {
  return serialize(state);
}

/** STORAGE_CORRUPT for bytes that are no such state. */
export function readServer(saved: Uint8Array): ServerState {
  return read(serverState, saved);
}

function read<State>(schema: z.ZodType<State>, saved: Uint8Array): State {
  try {
    return schema.parse(deserialize(saved));
  } catch (cause) {
    throw new MusterError('STORAGE_CORRUPT', 'the kept state of a round of secure aggregation is damaged', {
      cause,
    });
  }
}
