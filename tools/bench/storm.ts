/**
 * @module A reconnection storm: 2,000 agents are in a round when their coordinator is killed and started again. All come back by the full
 * jitter that agents have; no handshake may fail, and the round ends under its first attempt.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { BACKOFF } from '@muster/transport';
import type { Benchmark } from './benchmark.ts';
import { emptyTask, freePort, startBenchFederation } from './federation.ts';

const AGENTS = 2_000;
const PATIENCE_MS = 300_000;

export const storm: Benchmark = { name: 'storm', run: (log) => stormOf(AGENTS, log) };

/** Figures of a storm of so many agents. */
export async function stormOf(agents: number, log: (line: string) => void) {
  await using federation = await startBenchFederation(agents, log, {
    port: await freePort(),
    backoff: BACKOFF,
  });
  const { api } = federation;
  const task = emptyTask({ parameters: 1_000, agents, rounds: 1, deadlineS: PATIENCE_MS / 1000 });
  const { id } = await api.startRun(task, 'storm.yaml');
  const stop = new AbortController();
  for await (const { kind } of api.events(id, { follow: true, signal: stop.signal }))
    if (kind === 'update-received') break;
  const startedAt = await federation.restart();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const readySeconds = seconds();
  let allBackSeconds = Number.NaN;
  let status = 'running';
  while (seconds() * 1000 < PATIENCE_MS && (status !== 'completed' || Number.isNaN(allBackSeconds))) {
    const { sites } = await api.status();
    if (Number.isNaN(allBackSeconds) && sites.connected === agents) allBackSeconds = seconds();
    ({ status } = await api.run(id));
    await pause(100);
  }
  const { history } = await api.run(id);
  const metrics = await (await fetch(new URL('/metrics', api.url))).text();
  const refused = [...metrics.matchAll(/^muster_connections_refused_total\{.*\} (\d+)$/gm)];
  return {
    agents,
    readySeconds,
    allBackSeconds,
    handshakesFailed: refused.reduce((sum, [, count]) => sum + Number(count), 0),
    status,
    attempts: history.length,
    counted: history.at(-1)?.members.filter(({ outcome }) => outcome === 'counted').length,
  };
}
