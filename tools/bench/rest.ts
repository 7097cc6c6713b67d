/** @module Resident memory of a real agent at rest: enrolled, connected, nothing to do. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalFederation } from '../processes/local-federation.ts';
import type { Benchmark } from './benchmark.ts';

/** The engine's self-check runs once at the first start; the training process ends some seconds after it. */
const SETTLE_MS = 25_000;

export const rest: Benchmark = {
  name: 'rest',
  async run(log) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    const federation = await startLocalFederation({
      folder,
      name: 'bench',
      sites: [{ name: 'north', folder: join(folder, 'north'), config: SITE, policy: POLICY }],
      coordinatorConfig: { log: 'warn' },
      onStep: log,
      onProcess: () => {},
    });
    try {
      await wait(SETTLE_MS);
      const [site] = await federation.api.sites();
      const status = readFileSync(`/proc/${federation.agents[0]?.child.pid}/status`, 'utf8');
      const mb = (key: string): number =>
        Math.round((Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e5) / 10;
      return { rssMb: mb('VmRSS'), peakMb: mb('VmHWM'), connected: site?.status === 'connected' };
    } finally {
      await federation.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const SITE = {
  datasets: {},
  log: 'info',
};
const POLICY = { architectures: ['mlp'], maxRounds: 10, metrics: ['examples'] };
