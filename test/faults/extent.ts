/** @module How much of the harness is tried: a short set in the gate, all of it by `npm run faults`. */

/** Set by tools/faults/main.ts. */
export const everything = process.env.MUSTER_FAULTS === 'all';

/** Test files; vitest.config.ts takes them from here. */
export const faultFiles = everything
  ? ['test/faults/**/*.test.ts']
  : [
      'audit-calls',
      'audit-crash',
      'disk',
      'failing-disk',
      'ingest',
      'kill-coordinator',
      'kill-masked',
      'network',
      'replay',
    ].map((name) => `test/faults/${name}.test.ts`);

/** All cases of a kind, or those of the short set. */
export function extent<Case>(all: readonly Case[], short: readonly Case[]): readonly Case[] {
  return everything ? all : short;
}
