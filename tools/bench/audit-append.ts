/**
 * @module How fast entries become durable: the coordinator's own log over a real database and real files, published every second as it always
 * is, and callers who each wait for one event before they bring the next.
 *
 * `entriesPerS` counts what was acknowledged, while what came before was published; `p50Ms` and `p99Ms` are of one event, from the call to the
 * acknowledgement, which is when it is on the disk. `behind` entries were under no checkpoint yet at the end, and were `publishedAfterMs` later. Each
 * is one Ed25519 signature over the one before, so that none can be made beside another: `ed25519PerS` is what this machine's OpenSSL signs.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openKeptLog } from '../audit/kept-log.ts';
import type { Benchmark } from './benchmark.ts';

const ENTRIES = 120_000;
/** Two batches: one is written while the other gathers. */
const CALLERS = 512;
const WARM_UP = 10_000;
const SIGNATURES = 10_000;

export const auditAppend: Benchmark = {
  name: 'audit-append',
  async run(log) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-audit-append-'));
    try {
      await using kept = await openKeptLog(folder);
      const { log: federation } = kept;
      await appendAll(federation, WARM_UP);
      await federation.publish();
      log(`${federation.size} entries written to warm up`);
      const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
      const took = await appendAll(federation, ENTRIES);
      const endedAt = performance.now();
      const { user, system } = process.cpuUsage(cpu);
      const behind = federation.size - (federation.published?.head.size ?? 0);
      const { head } = await federation.publish();
      const publishedAfterMs = performance.now() - endedAt;
      if (head.size < WARM_UP + ENTRIES) throw new Error(`only ${head.size} entries are under a checkpoint`);
      const at = (share: number): number => took[Math.floor(share * (took.length - 1))] ?? Number.NaN;
      return {
        entries: ENTRIES,
        callers: CALLERS,
        entriesPerS: Math.round((ENTRIES * 1e3) / (endedAt - startedAt)),
        p50Ms: at(0.5),
        p99Ms: at(0.99),
        maxMs: at(1),
        cpuUsPerEntry: (user + system) / ENTRIES,
        behind,
        publishedAfterMs: Math.round(publishedAfterMs),
        ed25519PerS: ed25519PerS(),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Milliseconds of each, the quickest first. */
async function appendAll(
  federation: Awaited<ReturnType<typeof openKeptLog>>['log'],
  count: number,
): Promise<Float64Array> {
  const took = new Float64Array(count);
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const startedAt = performance.now();
      await federation.append(received(n));
      took[n] = performance.now() - startedAt;
      await turn(); // like one that comes through a socket: nobody keeps the event loop from its other work
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return took.sort();
}

/** As the coordinator writes it of each update that comes. */
function received(n: number) {
  const digest = createHash('sha256').update(String(n)).digest();
  const run = 'bench-0a1b2c3d';
  const round = 1 + (n % 1_000_000);
  return {
    name: 'update.received',
    subject: `run/${run}/round/${round}`,
    data: {
      run,
      round,
      attempt: 1,
      site: `s-${digest.toString('hex').slice(0, 16)}`,
      update: digest.toString('base64'),
    },
  } as const;
}

function ed25519PerS(): number {
  const { privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(650, 1);
  const startedAt = performance.now();
  for (let i = 0; i < SIGNATURES; i++) sign(null, message, privateKey);
  return Math.round((SIGNATURES * 1e3) / (performance.now() - startedAt));
}
