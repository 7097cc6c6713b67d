/**
 * @module How many agents one coordinator process holds: as many as its file handles allow, connected, introduced and heard, over plain
 * WebSocket with our handshake; memory for each of them; then all of them come back after the coordinator was killed.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { startBenchFederation } from './federation.ts';

/** Of the 20,000 file handles that a process may have here, those that the coordinator needs itself. */
const OWN_HANDLES = 100;
const AGENTS_MAX = 19_900;
const SETTLE_MS = 15_000;

export const agents: Benchmark = {
  name: 'agents',
  async run(log) {
    const handles = Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
    const wanted = Math.min(AGENTS_MAX, (Number.isFinite(handles) ? handles : AGENTS_MAX) - OWN_HANDLES);
    await using federation = await startBenchFederation(0, log, {
      config: `limits: { sessions: ${AGENTS_MAX}, pendingHandshakes: 1000 }\nheartbeatS: 60\n`,
    });
    await pause(2_000);
    const before = federation.memoryMb().now;
    const cpuBefore = federation.cpuSeconds();
    const startedAt = performance.now();
    const { connected, errors } = await federation.join(wanted);
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuS = federation.cpuSeconds() - cpuBefore;
    await pause(SETTLE_MS);
    const after = federation.memoryMb().now;
    const { sites } = await federation.api.status();
    return {
      wanted,
      fileHandles: handles,
      connected: Math.min(connected, sites.connected),
      errors,
      kbPerAgent: ((after - before) * 1000) / sites.connected,
      rssMb: Math.round(after),
      connectSeconds: seconds,
      cpuMsPerAgent: (cpuS * 1000) / sites.connected,
    };
  },
};
