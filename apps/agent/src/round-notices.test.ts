import { MusterError } from '@muster/errors';
import { policySchema } from '@muster/policy';
import type { Body } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { makeLogger } from './logger.ts';
import { type NoticeParts, RoundNotices } from './round-notices.ts';

const ref = { run: 'r', round: 1, attempt: 1 };
const request = {
  task: 't',
  purpose: 'unspecified',
  architecture: 'mlp',
  dataset: 'd',
  columns: [],
  rounds: 1,
  epochs: 1,
  quorum: 1,
  secureAggregation: 'off' as const,
};

/** Notices over a gate that keeps what it was given. */
function open(metrics: readonly string[], gate: Partial<NoticeParts['gate']> = {}) {
  const sent: Body[] = [];
  const time = { nowMs: 0 };
  const send = async ({ body }: { readonly body: Body }): Promise<Body> => {
    sent.push(body);
    return { kind: 'ok', value: {} };
  };
  const notices = new RoundNotices({
    gate: {
      connected: true,
      untilConnected: async () => {},
      notify: async (egress) => void (await send(egress)),
      request: send,
      ...gate,
    },
    policy: policySchema.parse({
      version: 1,
      purposes: {},
      datasets: {},
      tasks: [],
      architectures: [],
      minCohort: 1,
      maxRounds: 1,
      metrics,
    }),
    clock: { monotonicMs: () => time.nowMs, wallMs: () => 0, after: () => () => {} },
    log: makeLogger('silent', 'site'),
    stopping: new AbortController().signal,
  });
  const at = async (nowMs: number, phase: string, fraction: number): Promise<void> => {
    time.nowMs = nowMs;
    await notices.progress(ref, request, { phase, fraction });
  };
  const told = (): unknown[] =>
    sent.map((body) => (body.kind === 'progress' ? [body.value.phase, body.value.fraction] : body.kind));
  return { notices, sent, at, told };
}

describe('progress', () => {
  it('is told once in two seconds, and at each new phase', async () => {
    const { at, told } = open(['progress']);
    await at(0, 'fetch', 0);
    await at(10, 'train', 0);
    await at(1_900, 'train', 0.4);
    await at(2_010, 'train', 0.5);
    expect(told()).toEqual([
      ['fetch', 0],
      ['train', 0],
      ['train', 0.5],
    ]);
  });

  it('is not told where the policy forbids it, nor without a connection', async () => {
    const forbidden = open([]);
    await forbidden.at(0, 'fetch', 0);
    const alone = open(['progress'], { connected: false });
    await alone.at(0, 'fetch', 0);
    expect([forbidden.told(), alone.told()]).toEqual([[], []]);
  });
});

describe('a failure', () => {
  it('is told by its code alone', async () => {
    const { notices, sent } = open([]);
    await notices.failure(ref, 'DATA_SCHEMA');
    expect(sent).toEqual([{ kind: 'failure', value: { ref, code: 'DATA_SCHEMA', reason: '' } }]);
  });

  it('that cannot be told ends nothing', async () => {
    const { notices } = open([], {
      untilConnected: async () => {
        throw new MusterError('CANCELLED', 'the agent stops');
      },
    });
    await expect(notices.failure(ref, 'DATA_SCHEMA')).resolves.toBeUndefined();
  });
});
