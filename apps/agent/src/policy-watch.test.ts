import { type Policy, policySchema } from '@muster/policy';
import { expect, it } from 'vitest';
import type { Logger } from './logger.ts';
import { makeLogger } from './logger.ts';
import { watchExpiry } from './policy-watch.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');

const policyUntil = (expires?: string): Policy =>
  policySchema.parse({
    version: 1,
    ...(expires === undefined ? {} : { expires }),
    purposes: {},
    tasks: [],
    architectures: [],
    datasets: {},
    minCohort: 1,
    maxRounds: 1,
    metrics: [],
  });

/** What the log says on each of so many days, and on which day nobody looks any more. */
function watched(policy: Policy, days: number, signal = new AbortController().signal) {
  const time = { ms: NOW };
  const told: string[] = [];
  let next: (() => void) | undefined;
  const clock = {
    monotonicMs: () => time.ms,
    wallMs: () => time.ms,
    after: (ms: number, act: () => void) => {
      expect(ms).toBe(DAY_MS);
      next = act;
      return () => {};
    },
  };
  const log: Logger = makeLogger('silent', 'north');
  const say =
    (level: string) =>
    (_fields: unknown, message?: string): void => {
      told.push(`${(time.ms - NOW) / DAY_MS} ${level} ${message ?? ''}`);
    };
  log.warn = say('warn');
  log.error = say('error');
  watchExpiry(policy, { clock, log, signal });
  let looks = 1;
  for (; next !== undefined && looks < days; looks += 1) {
    const look = next;
    next = undefined;
    time.ms += DAY_MS;
    look();
  }
  return { told, looks };
}

it('is told from 30 days before the end on, once a day, and last when it is over', () => {
  const { told, looks } = watched(policyUntil('2026-12-22'), 100);
  expect(told[0]).toMatch(/^2 warn the policy expires soon/);
  expect(told.at(-1)).toMatch(/^32 error the policy has expired/);
  expect([told.length, looks]).toEqual([31, 33]);
});

it('says nothing of a policy that does not expire, and ends with the agent', () => {
  expect(watched(policyUntil(), 5)).toEqual({ told: [], looks: 1 });
  expect(watched(policyUntil('2026-11-01'), 5, AbortSignal.abort())).toEqual({ told: [], looks: 1 });
});
