/**
 * @module What it costs to verify a log whole: a federation of ten sites writes it on the fly, with the real writer, and the verifier of `muster audit
 * verify --full` reads it from its folder.
 *
 * `entriesPerS`: every byte, tile and the root. `semanticPerSPerCore`: signatures, chains and rules besides, by seconds of processor, since
 * it is one thread's work; `semanticPerS` by the clock. `ed25519PerSPerCore` is what this machine's OpenSSL verifies when it does nothing else: each
 * event is one such signature, so that is the bound.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type LogSource, verifyLog } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { WrittenFederation } from '../audit/written-federation.ts';
import type { Benchmark } from './benchmark.ts';

const ENTRIES = 50_000;
const SITES = 10;
const TIMES = 3;
const SIGNATURES = 10_000;

export const auditVerify: Benchmark = {
  name: 'audit-verify',
  async run(log) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-audit-bench-'));
    try {
      const federation = new WrittenFederation(folder, SITES);
      federation.begin();
      while (federation.coordinator.log.size < ENTRIES) federation.round();
      await federation.publish();
      const { size } = (await federation.coordinator.publish()).head;
      log(`${size} entries written`);
      const bytes = await best(federation, 'bytes');
      const events = await best(federation, 'events');
      return {
        entries: size,
        entriesPerS: Math.round(size / bytes.wallS),
        semanticPerS: Math.round(size / events.wallS),
        semanticPerSPerCore: Math.round(size / events.cpuS),
        ed25519PerSPerCore: ed25519PerSPerCore(),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Seconds of the quickest of some verifications, none of which may find anything. */
async function best(federation: WrittenFederation, depth: 'bytes' | 'events') {
  let wallS = Number.POSITIVE_INFINITY;
  let cpuS = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TIMES; i++) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const { findings } = await verifyLog({
      source: folderOf(federation.coordinator.folder),
      policy: federation.policy(),
      nowS: federation.nowS,
      maxAgeS: null,
      depth,
    });
    if (findings.length > 0) throw new Error(`the log is refused: ${JSON.stringify(findings[0])}`);
    const { user, system } = process.cpuUsage(cpu);
    wallS = Math.min(wallS, (performance.now() - start) / 1e3);
    cpuS = Math.min(cpuS, (user + system) / 1e6);
  }
  return { wallS, cpuS };
}

function folderOf(folder: string): LogSource {
  return {
    name: folder,
    read: (path) =>
      readFile(join(folder, path)).catch(() => {
        throw new MusterError('NOT_FOUND', path);
      }),
    async *list() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) yield relative(folder, join(entry.parentPath, entry.name));
    },
  };
}

function ed25519PerSPerCore(): number {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(700, 1);
  const signature = sign(null, message, privateKey);
  const cpu = process.cpuUsage();
  for (let i = 0; i < SIGNATURES; i++) verify(null, message, publicKey, signature);
  const { user, system } = process.cpuUsage(cpu);
  return Math.round(SIGNATURES / ((user + system) / 1e6));
}
