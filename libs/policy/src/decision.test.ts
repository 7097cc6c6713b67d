import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLeft, decide, dryRun, type Request, refusals, requestOf, termsOf } from './decision.ts';
import { type Policy, policySchema } from './policy.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const written = {
  version: 1,
  purposes: { 'sepsis-research': ['6-1-e', '9-2-j'] },
  tasks: ['mnist-*', 'iris'],
  architectures: ['mlp'],
  datasets: { digits: {}, flowers: { columns: ['width', 'species'] } },
  minCohort: 3,
  maxRounds: 10,
  maxEpochs: 2,
  metrics: ['examples'],
};
const policy = policySchema.parse(written);
const changed = (change: object): Policy => policySchema.parse({ ...written, ...change });
const request: Request = {
  task: 'mnist-a',
  purpose: 'sepsis-research',
  architecture: 'mlp',
  dataset: 'digits',
  columns: [],
  rounds: 10,
  epochs: 2,
  quorum: 3,
  secureAggregation: 'off',
};
const flowers = { dataset: 'flowers', columns: ['width', 'species'] };

const ofTask = {
  task: 'iris',
  purposeId: 'sepsis-research',
  model: { architecture: 'mlp' },
  data: {
    kind: 'table' as const,
    dataset: 'flowers',
    columns: [{ name: 'width' }],
    label: { column: 'species' },
  },
  rounds: { max: 3, quorum: 3 },
  training: { epochs: 1 },
  evaluation: {},
  secureAggregation: { profile: 'off' as const, minCohort: 3 },
};

describe('decide', () => {
  it('allows what stands in the policy, up to its limits', () => {
    expect(decide(policy, request, NOW)).toEqual({ allowed: true });
    expect(decide(policy, { ...request, task: 'iris' }, NOW)).toEqual({ allowed: true });
    expect(decide(policy, { ...request, ...flowers }, NOW)).toEqual({ allowed: true });
  });

  it.each([
    ['purposes', 'purpose', { purpose: 'advertising' }],
    ['purposes', 'purpose', { purpose: 'unspecified' }],
    ['purposes', 'purpose', { purpose: 'constructor' }],
    ['tasks', 'policy', { task: 'other' }],
    ['tasks', 'policy', { task: 'iris-2' }],
    ['architectures', 'policy', { architecture: 'layers' }],
    ['datasets', 'policy', { dataset: 'secret' }],
    ['datasets', 'policy', { dataset: 'constructor' }],
    ['datasets.flowers.columns', 'policy', { ...flowers, columns: ['width', 'name', 'species'] }],
    ['minCohort', 'cohort', { quorum: 2 }],
    ['maxRounds', 'policy', { rounds: 11 }],
    ['maxEpochs', 'policy', { epochs: 3 }],
  ])('refuses by policy.%s and names it', (rule, ground, change) => {
    const decision = decide(policy, { ...request, ...change }, NOW);
    expect(decision).toMatchObject({ allowed: false, ground });
    expect(decision.allowed ? '' : decision.reason).toContain(`policy.${rule} `);
  });

  it('refuses everything when nothing is named', () => {
    for (const part of [{ tasks: [] }, { architectures: [] }, { datasets: {} }, { purposes: {} }])
      expect(decide(changed(part), request, NOW).allowed).toBe(false);
  });

  it('allows to the last moment of the last day, and nothing from then on', () => {
    const ends = changed({ expires: '2026-11-21' });
    const midnight = Date.parse('2026-11-22T00:00:00Z');
    expect(decide(ends, request, midnight - 1).allowed).toBe(true);
    expect(decide(ends, request, midnight)).toEqual({
      allowed: false,
      ground: 'expired',
      reason: 'policy.expires was 2026-11-21: nothing is allowed any more',
    });
    expect([daysLeft(ends, midnight - 1), daysLeft(ends, midnight), daysLeft(policy, NOW)]).toEqual([
      1,
      0,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('refuses what hides single updates from fewer than it asks for', () => {
    const strict = changed({ secureAggregation: 'semi-honest' });
    expect(decide(strict, request, NOW)).toMatchObject({
      ground: 'policy',
      reason: 'policy.secureAggregation asks for semi-honest at least, and the task has off',
    });
    for (const secureAggregation of ['semi-honest', 'malicious'] as const)
      expect(decide(strict, { ...request, secureAggregation }, NOW).allowed).toBe(true);
  });

  it('takes the smallest sum of a masked task for its cohort', () => {
    const asked = { ...ofTask, secureAggregation: { profile: 'malicious', minCohort: 7 } } as const;
    expect(requestOf(asked)).toMatchObject({ quorum: 7, secureAggregation: 'malicious' });
    expect(requestOf({ ...asked, rounds: { max: 1, quorum: 9 } }).quorum).toBe(9);
  });

  it('refuses a task without differential privacy on a data set with a cap, unless the policy says otherwise', () => {
    const cap = { epsilon: 3, delta: 1e-6, per: 'patient' };
    const strict = changed({ datasets: { digits: { budget: cap } } });
    expect(decide(strict, request, NOW)).toMatchObject({
      ground: 'budget',
      reason: expect.stringContaining('policy.datasets.digits.budget'),
    });
    const lenient = changed({ datasets: { digits: { budget: { ...cap, withoutPrivacy: 'allow' } } } });
    expect(decide(lenient, request, NOW).allowed).toBe(true);
    expect(termsOf(lenient, request)).toEqual({
      policyVersion: 1,
      purpose: 'sepsis-research',
      legalBasis: ['6-1-e', '9-2-j'],
      dataset: 'digits',
      budget: { ...cap, withoutPrivacy: 'allow' },
    });
  });

  it('names a few columns of the many that are not allowed', () => {
    const columns = Array.from({ length: 9 }, (_, index) => `c${index}`);
    const [refusal] = refusals(policy, { ...request, dataset: 'flowers', columns }, NOW);
    expect(refusal?.reason).toMatch(/"c0", "c1", "c2", "c3", "c4" and 4 more$/);
  });

  it('matches names as a regular expression with .* for each star does', () => {
    const word = fc.stringMatching(/^[ab-]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*-]{1,8}$/), word, (pattern, task) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(task);
        expect(decide({ ...policy, tasks: [pattern] }, { ...request, task }, NOW).allowed).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  const names = fc.subarray(['a', 'b', 'c']);
  const someRequest = fc.record({
    task: fc.constantFrom('a', 'b', 'c'),
    purpose: fc.constantFrom('aa', 'bb', 'unspecified'),
    architecture: fc.constantFrom('mlp', 'cnn'),
    dataset: fc.constantFrom('a', 'b'),
    columns: names,
    rounds: fc.integer({ min: 1, max: 4 }),
    epochs: fc.integer({ min: 1, max: 4 }),
    quorum: fc.integer({ min: 1, max: 4 }),
    secureAggregation: fc.constantFrom('off' as const, 'semi-honest' as const, 'malicious' as const),
  });
  const somePolicy = fc
    .record({
      version: fc.constant(1),
      purposes: fc
        .subarray(['aa', 'bb', 'unspecified'])
        .map((some) => Object.fromEntries(some.map((each) => [each, ['6-1-a']]))),
      tasks: names,
      architectures: fc.subarray(['mlp', 'cnn']),
      datasets: fc.dictionary(fc.constantFrom('a', 'b'), fc.record({ columns: names }, { requiredKeys: [] })),
      minCohort: fc.integer({ min: 1, max: 4 }),
      maxRounds: fc.integer({ min: 1, max: 4 }),
      maxEpochs: fc.integer({ min: 1, max: 4 }),
      metrics: fc.constant(['examples']),
      secureAggregation: fc.constantFrom('off', 'semi-honest', 'malicious'),
    })
    .map((one) => policySchema.parse(one));

  it('never allows more when the policy allows less, nor when more is asked for', () => {
    fc.assert(
      fc.property(somePolicy, someRequest, names, (one, asked, more) => {
        const stricter: readonly Policy[] = [
          { ...one, tasks: one.tasks.slice(1) },
          { ...one, architectures: one.architectures.slice(1) },
          { ...one, datasets: {} },
          { ...one, purposes: {} },
          { ...one, minCohort: one.minCohort + 1 },
          { ...one, maxRounds: one.maxRounds - 1 },
          { ...one, maxEpochs: one.maxEpochs - 1 },
          { ...one, secureAggregation: 'malicious' },
          { ...one, expires: '2020-01-01' },
        ];
        const greedier: readonly Request[] = [
          { ...asked, rounds: asked.rounds + 1 },
          { ...asked, epochs: asked.epochs + 1 },
          { ...asked, quorum: asked.quorum - 1 },
          { ...asked, secureAggregation: 'off' },
          { ...asked, columns: [...asked.columns, ...more] },
        ];
        if (decide(one, asked, NOW).allowed) return;
        for (const each of stricter) expect(decide(each, asked, NOW).allowed).toBe(false);
        for (const each of greedier) expect(decide(one, each, NOW).allowed).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a whole task', () => {
  const task = ofTask;

  it('asks for its columns and the label, and for a purpose even when it names none', () => {
    expect(requestOf(task)).toMatchObject({ ...flowers, purpose: 'sepsis-research' });
    const { purposeId: _, ...silent } = task;
    expect(requestOf(silent).purpose).toBe('unspecified');
    const image = { kind: 'image' as const, dataset: 'digits' };
    expect(requestOf({ ...task, data: image }).columns).toEqual([]);
  });

  it('would train where every rule allows it, and not evaluate where the figures may not leave', () => {
    expect(dryRun(policy, task, NOW)).toEqual({ refusals: [], withheld: [] });
    const evaluated = { ...task, evaluation: { federated: {} } };
    expect(dryRun(policy, evaluated, NOW).withheld).toEqual(['accuracy', 'loss', 'confusion']);
    expect(dryRun(changed({ metrics: [], tasks: [] }), task, NOW).refusals).toEqual([
      { ground: 'policy', reason: expect.stringContaining('policy.tasks') },
      { ground: 'policy', reason: expect.stringContaining('policy.metrics') },
    ]);
  });
});

describe('policySchema', () => {
  it('refuses what nobody meant', () => {
    for (const wrong of [
      {},
      { ...written, version: 0 },
      { ...written, tasks: ['MNIST'] },
      { ...written, metrics: ['everything'] },
      { ...written, extra: 1 },
      { ...written, minCohort: 0 },
      { ...written, purposes: { 'Sepsis Research': ['6-1-a'] } },
      { ...written, purposes: { 'patient-19701231': ['6-1-a'] } },
      { ...written, purposes: { sepsis: [] } },
      { ...written, purposes: { sepsis: ['6-1-g'] } },
      { ...written, expires: '2026-02-30' },
      { ...written, expires: 'tomorrow' },
      { ...written, approval: 'never' },
      { ...written, datasets: ['digits'] },
      { ...written, datasets: { digits: { budget: { epsilon: 0, delta: 0.1, per: 'record' } } } },
    ]) {
      expect(policySchema.safeParse(wrong).success).toBe(false);
    }
  });

  it('is careful where nothing is said: no cap is open to tasks without privacy, and the log is asked for', () => {
    const budget = { epsilon: 1, delta: 1e-5, per: 'record' };
    expect(changed({ datasets: { digits: { budget } } })).toMatchObject({
      log: 'required',
      datasets: { digits: { budget: { withoutPrivacy: 'refuse' } } },
    });
  });
});
