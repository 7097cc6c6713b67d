import { ERRORS, type ErrorCode, MusterError } from '@muster/errors';
import { type Policy, policySchema, type Request } from '@muster/policy';
import type { Body, BodyKind } from '@muster/protocol';
import type { Clock, Session } from '@muster/transport';
import { describe, expect, it } from 'vitest';
import { EgressGate, judge, publicError } from './gate.ts';

const clock: Clock = { monotonicMs: () => 0, wallMs: () => 1000, after: () => () => {} };
const policyWith = (metrics: readonly string[], more: object = {}): Policy =>
  policySchema.parse({
    version: 4,
    purposes: { unspecified: ['not-personal'] },
    datasets: { digits: {} },
    tasks: ['mnist-*'],
    architectures: ['mlp'],
    minCohort: 3,
    maxRounds: 10,
    metrics,
    ...more,
  });
const ALL = ['accuracy', 'loss', 'confusion', 'examples', 'norm', 'timing', 'progress'];
const request: Request = {
  task: 'mnist-a',
  architecture: 'mlp',
  purpose: 'unspecified',
  dataset: 'digits',
  columns: [],
  rounds: 5,
  epochs: 1,
  quorum: 3,
  secureAggregation: 'off',
};
const ref = { run: 'r', round: 2, attempt: 1 };
const hash = new Uint8Array(32).fill(1);
const report: Body = {
  kind: 'report',
  value: {
    ref,
    planHash: hash,
    modelHash: hash,
    layoutHash: hash,
    updateHash: hash,
    size: 4,
    weight: 9,
    codec: 'sealed-f32',
    figures: { examples: 9, steps: 1, lossFirst: 2, lossLast: 1, trainMs: 5, updateNorm: 0.5 },
    engine: null,
    masked: null,
    signature: new Uint8Array(64),
  },
};
const evaluationReport: Body = {
  kind: 'evaluationReport',
  value: {
    ref,
    modelHash: hash,
    signature: new Uint8Array(64),
    evaluation: { examples: 2, lossSum: 1, confusion: [1, 0, 0, 1], classes: 2 },
  },
};
const progress: Body = {
  kind: 'progress',
  value: { ref, phase: 'train', fraction: 0.5, epoch: 1, step: 3, steps: 6, loss: 0.7, etaMs: 9 },
};
const failure: Body = {
  kind: 'failure',
  value: { ref, code: 'DATA_SCHEMA', reason: 'row 7: "Smith, John" is no number' },
};

/** A gate whose session and journal are lists. */
function bench(
  policy: Policy,
  journal: (body: unknown) => Promise<void> = async () => {},
  denial: (plan: string) => string | undefined = () => undefined,
) {
  const lines: unknown[] = [];
  const sent: Body[] = [];
  const order: string[] = [];
  const gate = new EgressGate({
    policy,
    clock,
    approvals: { denial },
    journal: {
      append: async ({ body }) => {
        await journal(body);
        lines.push(body);
        order.push('journal');
        return { seq: lines.length, hash: '' };
      },
    },
  });
  const session = {
    closed: false,
    request: async (body: Body) => {
      order.push('send');
      sent.push(body);
      return { kind: 'ok', value: {} };
    },
    notify: (body: Body) => void sent.push(body),
    push: async (body: Body, source: { close(): void }) => {
      order.push('send');
      sent.push(body);
      source.close();
      return { kind: 'ok', value: {} };
    },
  };
  gate.connect(session as unknown as Session);
  return { gate, lines, sent, order };
}
const source = () => {
  const state = { closed: 0 };
  return {
    state,
    sizeBytes: 4,
    read: () => new Uint8Array(4),
    close: () => {
      state.closed += 1;
    },
  };
};
const codeOf = async (promise: Promise<unknown>): Promise<ErrorCode | 'sent'> =>
  promise.then(
    () => 'sent' as const,
    (thrown: unknown) => (thrown instanceof MusterError ? thrown.code : 'INTERNAL'),
  );

describe('the gate', () => {
  it('writes down how a plan was agreed to, and not once more who the person was', async () => {
    const { gate, lines, sent } = bench(policyWith(ALL));
    const decided = { by: 'Ada Lovelace', why: 'ethics vote' };
    await gate.request({ body: progress, request, own: { how: 'manual', decided } });
    expect(lines).toMatchObject([{ how: 'manual', decision: 'allowed' }]);
    expect(JSON.stringify([lines, sent])).not.toMatch(/Ada|ethics/);
  });

  it('writes the journal before it sends, and says under which policy', async () => {
    const { gate, lines, sent, order } = bench(policyWith(ALL));
    await gate.push({ body: report, request }, source(), 1000);
    expect(order).toEqual(['journal', 'send']);
    expect(sent).toEqual([report]);
    expect(lines[0]).toMatchObject({
      what: 'report',
      round: 'r 2.1',
      bytes: 4,
      policyVersion: 4,
      decision: 'allowed',
      weight: 9,
    });
  });

  it('writes down that a certificate is asked for, whatever the policy allows', async () => {
    const { gate, lines, sent, order } = bench(policyWith([], { tasks: [] }));
    const body: Body = { kind: 'renewalRequest', value: {} };
    await gate.request({ body });
    expect([order, sent]).toEqual([['journal', 'send'], [body]]);
    expect(lines).toMatchObject([{ what: 'renewalRequest', decision: 'allowed', policyVersion: 4 }]);
  });

  it('lets nothing out when the journal cannot be written', async () => {
    const { gate, sent } = bench(policyWith(ALL), async () => {
      throw new MusterError('STORAGE_FULL', 'no room');
    });
    const bytes = source();
    expect(await codeOf(gate.push({ body: report, request }, bytes, 1000))).toBe('EGRESS_DENIED');
    expect(bytes.state.closed).toBe(1);
    for (const body of [progress, failure, evaluationReport])
      expect(await codeOf(gate.request({ body, request }))).toBe('EGRESS_DENIED');
    expect(
      await codeOf(
        gate.answer(async () => ({
          body: { kind: 'offerAnswer', value: { accepted: true, code: '', reason: '' } },
        })),
      ),
    ).toBe('STORAGE_FULL'); // or the coordinator would take a full disk for a policy
    expect(sent).toEqual([]);
  });

  it('lets nothing go that belongs to a plan whose approval was taken back', async () => {
    const { gate, sent, lines } = bench(policyWith(ALL), undefined, (plan) =>
      plan === 'p1' ? 'a person at the site has refused this plan' : undefined,
    );
    await expect(gate.request({ body: evaluationReport, request, plan: 'p1' })).rejects.toThrow('refused');
    expect([sent, lines]).toEqual([[], [expect.objectContaining({ decision: 'denied' })]]);
    await gate.request({ body: evaluationReport, request, plan: 'p2' });
    expect(sent).toHaveLength(1);
  });

  it('writes down on which terms an offer was accepted, and says nothing of them to anybody', async () => {
    const { gate, lines } = bench(policyWith(ALL));
    const body: Body = { kind: 'offerAnswer', value: { accepted: true, code: '', reason: '' } };
    const own = { how: 'manual' as const, ground: 'manual' as const };
    expect(await gate.answer(async () => ({ body, own }))).toEqual(body);
    expect(lines).toMatchObject([{ what: 'offerAnswer', how: 'manual' }]);
  });

  it('asks the policy again for what is about to leave, and writes down what it denied', async () => {
    for (const change of [{ tasks: [] }, { architectures: [] }, { minCohort: 4 }, { maxRounds: 4 }]) {
      const { gate, sent, lines } = bench(policyWith(ALL, change));
      expect(await codeOf(gate.push({ body: report, request }, source(), 1000))).toBe('EGRESS_DENIED');
      expect(await codeOf(gate.request({ body: evaluationReport, request }))).toBe('EGRESS_DENIED');
      expect(sent).toEqual([]);
      expect(lines.map((line) => Reflect.get(Object(line), 'decision'))).toEqual(['denied', 'denied']);
    }
    const { gate, sent } = bench(policyWith(ALL));
    expect(await codeOf(gate.request({ body: report }))).toBe('EGRESS_DENIED'); // made under no request
    expect(sent).toEqual([]);
  });

  it('tells of a failure its code and the sentence of the table, nothing of the data', async () => {
    const { gate, sent, lines } = bench(policyWith(ALL));
    await gate.request({ body: failure, request });
    expect(JSON.stringify(sent)).not.toContain('Smith');
    expect(JSON.stringify(lines)).not.toContain('Smith');
    const thrown = await gate
      .answer(async () => {
        throw new MusterError('DATA_SCHEMA', 'row 7: "Smith, John" is no number', {
          detail: { cell: 'Smith' },
        });
      })
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'DATA_SCHEMA', detail: {} });
    expect(String(Reflect.get(Object(thrown), 'message'))).not.toContain('Smith');
  });
});

describe('judge', () => {
  it('takes out each figure that may not leave', () => {
    const figuresWithout = (metric: string) => {
      const verdict = judge(
        policyWith(ALL.filter((each) => each !== metric)),
        { body: report, request },
        1000,
      );
      return verdict.allowed && verdict.body.kind === 'report' ? verdict.body.value.figures : undefined;
    };
    expect(figuresWithout('loss')).toMatchObject({
      lossFirst: Number.NaN,
      lossLast: Number.NaN,
      updateNorm: 0.5,
    });
    expect(figuresWithout('norm')).toMatchObject({ updateNorm: Number.NaN, lossLast: 1 });
    expect(figuresWithout('timing')).toMatchObject({ trainMs: 0 });
    expect(
      judge(policyWith(ALL.filter((each) => each !== 'examples')), { body: report, request }, 1000).allowed,
    ).toBe(false);
    for (const metric of ['accuracy', 'loss', 'confusion', 'examples']) {
      expect(
        judge(policyWith(ALL.filter((each) => each !== metric)), { body: evaluationReport, request }, 1000)
          .allowed,
      ).toBe(false);
    }
    expect(
      judge(policyWith(ALL.filter((each) => each !== 'progress')), { body: progress, request }, 1000).allowed,
    ).toBe(false);
    const quiet = judge(policyWith(['progress']), { body: progress, request }, 1000);
    expect(quiet).toMatchObject({
      allowed: true,
      body: { value: { loss: Number.NaN, step: 0, steps: 0, etaMs: 0 } },
    });
  });

  it('lets no other kind of message out', () => {
    const outgoing: readonly BodyKind[] = [
      'register',
      'renewalRequest',
      'offerAnswer',
      'ok',
      'failure',
      'progress',
      'report',
      'evaluationReport',
    ];
    const kinds: readonly BodyKind[] = [
      'error',
      'heartbeat',
      'comeBack',
      'enrolmentRequest',
      'enrolmentReply',
      'registered',
      'renewalReply',
      'offer',
      'received',
      'outcome',
      'evaluationOffer',
      'pull',
      'pullReady',
      'pushReady',
      'chunk',
      'credit',
      'transferEnd',
    ];
    for (const kind of kinds) {
      expect(outgoing).not.toContain(kind);
      expect(
        judge(policyWith(ALL), { body: { kind, value: {} } as unknown as Body, request }, 1000).allowed,
        kind,
      ).toBe(false);
    }
  });
});

describe('what leaves besides messages', () => {
  it('is an error as its code and the sentence for it, and a pull that is written down first', async () => {
    const told = publicError(new MusterError('STORAGE_FAILED', '/srv/site/data/patients.csv: EIO'));
    expect([told.code, told.message]).toEqual(['STORAGE_FAILED', ERRORS.STORAGE_FAILED.meaning]);
    const { gate, lines } = bench(policyWith(ALL));
    await gate
      .pull('ab'.repeat(32), { write: () => {}, abort: () => {} }, { sizeBytesMax: 1 })
      .catch(() => {});
    expect(lines).toMatchObject([{ what: 'pull', object: 'ab'.repeat(32), decision: 'allowed' }]);
  });
});
