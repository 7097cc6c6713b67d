import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Policy, policySchema, type Request, requestOf } from '@muster/policy';
import { openSiteStore, type SiteStore } from '@muster/store/site';
import { freezePlan, type Plan, parseTask } from '@muster/task';
import { makeLayout } from '@muster/vector';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { enrolledFolder } from './enrolled-folder.fixture.ts';
import { readJournal } from './journal.ts';
import { makeLogger } from './logger.ts';
import { decidePlan, readPending } from './pending.ts';
import { PlanApprovals } from './plan-approvals.ts';
import { isCovered, type PlanAsks } from './plan-asks.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const clock = { wallMs: () => NOW, after: () => () => {} };

function planOf(over: { columns?: readonly string[]; rounds?: number; task?: string; seed?: number } = {}) {
  const { columns = ['width', 'height'], rounds = 5, task = 'iris-a', seed = 1 } = over;
  const text = `
task: ${task}
purpose: to tell flowers apart
purposeId: demonstration
model: { architecture: logistic }
data:
  dataset: flowers
  kind: table
  columns: [${columns.map((name) => `{ name: ${name}, type: number, mean: 0, deviation: 1 }`).join(', ')}]
  label: { column: species, classes: [a, b] }
training: { epochs: 1, batchSize: 8, optimizer: { name: sgd, learningRate: 0.1 }, seed: ${seed} }
rounds: { max: ${rounds}, cohort: 3, quorum: 3 }
strategy: { name: fedavg }
`;
  const parsed = parseTask(text, 'task.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const layout = makeLayout([
    { name: 'kernel', shape: [columns.length, 2] },
    { name: 'bias', shape: [2] },
  ]);
  return freezePlan({ task: parsed.value, layout, federationId: randomUUID().replaceAll('-', '') });
}

const policyOf = (approval: Policy['approval']): Policy =>
  policySchema.parse({
    version: 3,
    purposes: { demonstration: ['not-personal'] },
    tasks: ['*'],
    architectures: ['logistic'],
    datasets: { flowers: {} },
    minCohort: 3,
    maxRounds: 100,
    metrics: ['examples', 'loss', 'accuracy'],
    approval,
  });

/** A site whose daemon holds its folder, and what people say beside it. */
async function site(approval: Policy['approval']) {
  const folder = await enrolledFolder();
  const store = await openSiteStore(folder.state, NOW);
  onTestFinished(() => store.close());
  const approvalsWith = (policy: Policy, journal: Pick<SiteStore['journal'], 'append'> = store.journal) =>
    new PlanApprovals({
      policy,
      approvals: store.approvals,
      journal,
      clock,
      log: makeLogger('silent', 'north'),
    });
  const approvals = approvalsWith(policyOf(approval));
  const say = (decision: 'approved' | 'refused', id: string, why = 'ethics vote 12') =>
    decidePlan(folder.root, id, { decision, by: 'Ada Officer', why }, clock);
  const judge = (plan: Plan) => approvals.judge(plan, requestOf(plan.body));
  return { folder, store, approvals, approvalsWith, say, judge };
}

/** The plan goes on, by a person. */
const byAda = (why: string) => ({ how: 'manual', decided: { by: 'Ada Officer', why } });

describe('approval by hand', () => {
  it('is not asked for where the policy decides by itself', async () => {
    const { judge, folder } = await site('automatic');
    expect(await judge(planOf())).toEqual({ how: 'automatic' });
    expect(readPending(folder.root, { all: true })).toEqual([]);
  });

  it('of every plan: it waits, with all that a person must know, until one decides beside the daemon', async () => {
    const { judge, folder, say } = await site('manual');
    const plan = planOf();
    for (let offers = 0; offers < 2; offers += 1)
      expect(await judge(plan)).toMatchObject({ accepted: false, code: 'APPROVAL_PENDING' });
    expect(readPending(folder.root)).toEqual([
      {
        plan: plan.hash,
        task: 'iris-a',
        asks: {
          task: 'iris-a',
          purpose: 'to tell flowers apart',
          purposeId: 'demonstration',
          architecture: 'logistic',
          dataset: 'flowers',
          columns: ['width', 'height', 'species'],
          rounds: 5,
          epochs: 1,
          quorum: 3,
          secureAggregation: 'off',
          updateBytes: 24,
          metrics: ['examples', 'loss'],
        },
        since: '2026-11-21T12:00:00.000Z',
        decision: 'pending',
        by: null,
        why: null,
        decidedAt: null,
      },
    ]);
    expect(say('approved', plan.hash.slice(0, 8))).toMatchObject({ decision: 'approved', by: 'Ada Officer' });
    expect(await judge(plan)).toEqual(byAda('ethics vote 12'));
    expect(await judge(planOf({ seed: 2 }))).toMatchObject({ code: 'APPROVAL_PENDING' });
  });

  it('may be refused, and taken back: from then on nothing of the plan leaves; a later word counts again', async () => {
    const { judge, approvals, say } = await site('manual');
    const plan = planOf();
    await judge(plan);
    expect(approvals.denial(plan.hash)).toContain('nobody has approved');
    say('refused', plan.hash);
    expect(await judge(plan)).toMatchObject({ code: 'APPROVAL_REFUSED', own: byAda('ethics vote 12') });
    say('approved', plan.hash);
    expect([await judge(plan), approvals.denial(plan.hash)]).toEqual([byAda('ethics vote 12'), undefined]);
    say('refused', plan.hash, 'a complaint came in');
    expect(await judge(plan)).toMatchObject({ code: 'APPROVAL_REFUSED' });
    expect(approvals.denial(plan.hash)).toContain('refused this plan');
  });

  it('stands under a policy that asks nobody any more: a plan that was refused stays refused', async () => {
    const { judge, approvalsWith, say } = await site('manual');
    const plan = planOf();
    await judge(plan);
    say('refused', plan.hash);
    const lenient = approvalsWith(policyOf('automatic'));
    expect(await lenient.judge(plan, requestOf(plan.body))).toMatchObject({ code: 'APPROVAL_REFUSED' });
    expect(lenient.denial(plan.hash)).toContain('refused');
  });

  it('of the first plan of a task is good for later ones that ask for no more, as long as it stands', async () => {
    const { judge, say } = await site('first-of-task');
    const first = planOf();
    expect(await judge(first)).toMatchObject({ code: 'APPROVAL_PENDING' });
    say('approved', first.hash);
    expect(await judge(planOf({ seed: 2 }))).toEqual(byAda('ethics vote 12'));
    expect(await judge(planOf({ columns: ['width'], rounds: 4 }))).toEqual(byAda('ethics vote 12'));
    for (const more of [{ columns: ['width', 'height', 'name'] }, { rounds: 6 }, { task: 'iris-b' }])
      expect(await judge(planOf(more))).toMatchObject({ code: 'APPROVAL_PENDING' });
    say('refused', first.hash);
    expect(await judge(planOf({ seed: 3 }))).toMatchObject({ code: 'APPROVAL_PENDING' });
  });

  it('is in the journal before anything is done by it: who, what and why, each word once', async () => {
    const { judge, folder, store, approvalsWith, say } = await site('manual');
    const plan = planOf();
    await judge(plan);
    say('approved', plan.hash);
    const request: Request = requestOf(plan.body);
    const broken = approvalsWith(policyOf('manual'), {
      append: async () => {
        throw new Error('no room');
      },
    });
    await expect(broken.judge(plan, request)).rejects.toThrow('no room');
    await Promise.all([judge(plan), judge(plan)]);
    const { entries } = await readJournal(folder.root, 10);
    expect(entries).toMatchObject([
      {
        what: 'plan',
        decision: 'approved',
        note: expect.stringContaining('by Ada Officer: ethics vote 12'),
      },
    ]);
    expect(store.approvals.unrecorded()).toEqual([]);
  });

  it('keeps no more plans than people could look at: others are told to wait all the same', async () => {
    const { judge, folder, store } = await site('manual');
    for (let n = 0; n < 100; n += 1) store.approvals.ask({ planHash: `p${n}`, task: 't', asks: {} }, NOW);
    expect(await judge(planOf())).toMatchObject({
      code: 'APPROVAL_PENDING',
      reason: expect.stringContaining('100 others wait already'),
    });
    expect(readPending(folder.root)).toHaveLength(100);
  });

  it('takes a name, a reason, and the beginning of one plan', async () => {
    const { judge, folder, say } = await site('manual');
    const plan = planOf();
    await judge(plan);
    await judge(planOf({ seed: 2 }));
    expect(() => say('approved', 'x')).toThrow('begins with x');
    expect(() => say('approved', '')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => say('approved', plan.hash, ' ')).toThrow('a reason is needed');
    expect(() =>
      decidePlan(folder.root, plan.hash, { decision: 'approved', by: '', why: 'so' }, clock),
    ).toThrow('the name of the person');
    expect(() => readPending(join(folder.root, 'none'))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});

describe('what an approval covers', () => {
  const asks = fc.record({
    task: fc.constantFrom('a', 'b'),
    purpose: fc.string(),
    purposeId: fc.constantFrom('aa', 'bb'),
    architecture: fc.constantFrom('mlp', 'cnn'),
    dataset: fc.constantFrom('d', 'e'),
    columns: fc.subarray(['x', 'y', 'z']),
    rounds: fc.integer({ min: 1, max: 3 }),
    epochs: fc.integer({ min: 1, max: 3 }),
    quorum: fc.integer({ min: 1, max: 3 }),
    secureAggregation: fc.constantFrom('semi-honest' as const, 'malicious' as const),
    updateBytes: fc.nat(),
    metrics: fc.subarray(['loss', 'norm'] as const),
  });
  it('is itself, and never more columns, figures or rounds, nor a smaller sum', () => {
    fc.assert(
      fc.property(asks, (approved: PlanAsks) => {
        expect(isCovered(approved, approved)).toBe(true);
        for (const more of [
          { columns: [...approved.columns, 'secret'] },
          { metrics: [...approved.metrics, 'confusion' as const] },
          { rounds: approved.rounds + 1 },
          { quorum: approved.quorum - 1 },
          { secureAggregation: 'off' as const },
          { purposeId: 'other' },
          { dataset: 'other' },
          { task: 'other' },
        ])
          expect(isCovered(approved, { ...approved, ...more })).toBe(false);
      }),
    );
  });
});
