/** @module How the agent introduces itself on a new connection: what it is, which data sets it offers by name, and under which policy. */
import { createHash } from 'node:crypto';
import { arch, platform } from 'node:os';
import { asMusterError } from '@muster/errors';
import type { Body, DatasetSummary, EngineReport, PublishedPolicy, Registered } from '@muster/protocol';
import { type Clock, pause } from '@muster/transport';
import type { EgressGate } from './gate.ts';
import type { Logger } from './logger.ts';
import type { SiteConfig } from './site-config.ts';

const AGENT_VERSION = '0.1.0';
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 60_000;

/**
 * Registers, again and again until it is taken or the connection is over: a site that is connected but not registered is asked nothing.
 * Resolves with whether it was taken.
 */
export async function register(
  gate: EgressGate,
  config: SiteConfig,
  engine: EngineReport,
  options: {
    readonly signal: AbortSignal;
    /** As the federation gets to see it; null: it does not. */
    readonly published: PublishedPolicy | null;
    readonly clock: Clock;
    readonly log: Logger;
    /** What the coordinator says of the site's standing, and of its log. */
    readonly registered: (told: Registered) => Promise<void>;
  },
): Promise<boolean> {
  const { signal, clock, log } = options;
  for (let delayMs = RETRY_MS; !signal.aborted; delayMs = Math.min(delayMs * 2, RETRY_MS_MAX)) {
    try {
      const answer = await gate.request({ body: registration(config, engine, options.published) });
      if (answer.kind === 'registered') {
        gate.beatEvery(answer.value.heartbeatMs);
        await options.registered(answer.value);
      }
      return !signal.aborted;
    } catch (thrown) {
      if (signal.aborted) break;
      const { code, message, retryAfterMs } = asMusterError(thrown);
      log.error({ code, retryInMs: delayMs }, `the registration was not taken: ${message}`);
      await pause(clock, Math.max(delayMs, retryAfterMs), signal);
    }
  }
  return false;
}

function registration(config: SiteConfig, engine: EngineReport, published: PublishedPolicy | null): Body {
  return {
    kind: 'register',
    value: {
      agentVersion: AGENT_VERSION,
      nodeVersion: process.version,
      platform: `${platform()}-${arch()}`,
      engine,
      datasets: summaries(config),
      policyVersion: config.policy.version,
      policyHash: published ? createHash('sha256').update(published.document).digest() : new Uint8Array(),
      policy: published,
    },
  };
}

/** A data set that no task may use is not spoken of. */
function summaries({ datasets, policy }: SiteConfig): DatasetSummary[] {
  return Object.entries(datasets)
    .filter(([name]) => Object.hasOwn(policy.datasets, name))
    .map(([name, { type }]) => ({ name, kind: type === 'csv' ? 'table' : 'image' }));
}
