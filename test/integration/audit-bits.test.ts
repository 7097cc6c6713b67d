/**
 * Every one-bit edit of a log of 1,000 entries. In the gate: each bit of the checkpoint and of the upper tile, and one bit of some bytes of all other
 * files; with MUSTER_AUDIT_BYTES=N one bit of every Nth byte.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLog } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIT_EXIT, exitOfError, exitOfFindings } from '../../apps/cli/src/audit/audit-exit.ts';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { WrittenFederation, witnessOf } from '../../tools/audit/written-federation.ts';
import { publishEntries } from '../../tools/audit/written-log.ts';

const STEP = Number(process.env.MUSTER_AUDIT_BYTES ?? 509);
const root = mkdtempSync(join(tmpdir(), 'muster-audit-bits-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const federation = new WrittenFederation(join(root, 'federation'), 4);
let copy: LogCopy;
beforeAll(async () => {
  federation.begin();
  while (federation.coordinator.log.size < 1_000) federation.round();
  const witnesses = federation.sites.map(({ id, witnessKey }) =>
    witnessOf(id, witnessKey, federation.clock, () => federation.coordinator.key),
  );
  const folder = join(root, 'log');
  const entries = federation.coordinator.entries().slice(0, 1_000);
  // Two sizes, so that there are files of an older one too.
  await publishEntries(federation.coordinator, folder, entries.slice(0, 700));
  await publishEntries(federation.coordinator, folder, entries, witnesses);
  copy = LogCopy.of(folder);
});

async function exitOf(source: LogCopy, depth: 'checkpoint' | 'bytes' | 'events') {
  try {
    const report = await verifyLog({
      source,
      policy: federation.policy(),
      nowS: federation.nowS,
      maxAgeS: 900,
      depth,
    });
    return { exit: exitOfFindings(report.findings), findings: report.findings };
  } catch (thrown) {
    return { exit: exitOfError(asMusterError(thrown)), findings: [] };
  }
}

describe('a log of 1,000 entries', () => {
  it('is accepted as it is', async () => {
    expect(await exitOf(copy, 'events')).toEqual({ exit: AUDIT_EXIT.ok, findings: [] });
    expect([...copy.files.keys()].filter((path) => path.endsWith('.p/188'))).toHaveLength(2);
  });

  it('is refused with any bit of its checkpoint turned over: altered, or seen by too few', async () => {
    const exits = new Map<number, number>();
    for (let bit = 0; bit < copy.at('checkpoint').length * 8; bit++) {
      const { exit } = await exitOf(copy.flipped('checkpoint', bit), 'checkpoint');
      exits.set(exit, (exits.get(exit) ?? 0) + 1);
    }
    expect([...exits.keys()].sort()).toEqual([AUDIT_EXIT.altered, AUDIT_EXIT.unwitnessed]);
  });

  it('is refused with any bit of the tile over its tiles turned over, by file and byte', async () => {
    const path = 'tile/1/000.p/3';
    for (let bit = 0; bit < copy.at(path).length * 8; bit++) {
      const { exit, findings } = await exitOf(copy.flipped(path, bit), 'bytes');
      expect([exit, findings[0]?.path, findings[0]?.offset]).toEqual([AUDIT_EXIT.altered, path, bit >> 3]);
    }
  });

  it(`is refused with a bit of any byte turned over, by file and entry (every ${STEP}th byte)`, async () => {
    const [random] = fc.sample(fc.infiniteStream(fc.nat(7)), { numRuns: 1, seed: 5 });
    for (const [path, { length }] of copy.files) {
      if (path === 'checkpoint') continue;
      for (let byte = length % STEP; byte < length; byte += STEP) {
        const bit = byte * 8 + (random?.next().value ?? 0);
        const { exit, findings } = await exitOf(copy.flipped(path, bit), 'bytes');
        const [{ path: told, offset = Number.NaN, entry } = {}] = findings;
        expect([exit, told, offset <= byte], `${path} bit ${bit}`).toEqual([AUDIT_EXIT.altered, path, true]);
        if (path.startsWith('tile/entries') && !path.endsWith('.p/188')) expect(entry).toBeTypeOf('number');
        else if (!path.startsWith('tile/entries')) expect(offset).toBe(byte);
      }
    }
  });

  it('is refused when a file is missing, shorter or longer', async () => {
    const whole = copy;
    for (const [path, bytes] of whole.files) {
      const isOlder = path.endsWith('.p/188') || path === 'tile/1/000.p/2';
      const absent = await exitOf(whole.with(path, undefined), 'bytes');
      expect(absent.exit, path).toBe(
        path === 'checkpoint' ? AUDIT_EXIT.unreachable : isOlder ? AUDIT_EXIT.ok : AUDIT_EXIT.altered,
      );
      for (const other of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), new Uint8Array()])
        expect((await exitOf(whole.with(path, other), 'bytes')).exit, path).toBe(AUDIT_EXIT.altered);
    }
  });

  it('is refused when two files change their places', async () => {
    for (const [a, b] of [
      ['tile/entries/000', 'tile/entries/001'],
      ['tile/0/000', 'tile/0/001'],
    ] as const) {
      const { exit } = await exitOf(copy.with(a, copy.at(b)).with(b, copy.at(a)), 'bytes');
      expect(exit).toBe(AUDIT_EXIT.altered);
    }
  });
});
