import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refused } from '../testing/refusal.ts';
import type { MemberResult, Outcome, RoundRef } from './members.ts';
import type { RoundCommit, RoundEnd } from './rounds.ts';
import type { NewRun } from './runs.ts';
import { type CoordinatorStore, openCoordinatorStore } from './store.ts';

let directory: string;
let store: CoordinatorStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-rounds-'));
  store = await openCoordinatorStore(directory, 1);
  for (const name of ['east', 'north', 'west']) {
    const identity = { certificate: Buffer.of(1), serial: name, certificateHash: name, signingKey: name };
    const life = { notBeforeMs: 1, notAfterMs: 2 };
    store.certificates.takeUp({ name, organisation: 'o', ...identity, ...life }, 9, 1);
  }
  store.runs.create(newRun);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const newRun: NewRun = {
  id: 'r1',
  requestId: 'q1',
  task: 'digits',
  taskText: 'task: digits',
  planHash: 'plan',
  state: { phase: 'select', round: 1 },
  status: 'running',
  createdMs: 10,
  createdBy: 'o1',
};
const ref: RoundRef = { run: 'r1', round: 1, attempt: 1 };
const progress = (phase: string) => ({ state: { phase }, status: 'running' });
const event = (kind: string, atMs = 20) => ({ atMs, run: 'r1', kind, body: { kind } });

const open = (at: RoundRef = ref, cohort = ['east', 'north', 'west']): void =>
  store.rounds.open({
    ...at,
    openedMs: 20,
    modelInHash: 'm0',
    cohort,
    runProgress: progress('train'),
    events: [event('opened')],
  });
const result = (site: string, outcome: Outcome): MemberResult => ({
  site,
  outcome,
  code: outcome === 'counted' ? '' : 'SITE_LOST',
  reason: outcome === 'counted' ? '' : 'gone',
  weight: outcome === 'counted' ? 600 : null,
  updateHash: outcome === 'counted' ? `update of ${site}` : null,
  bytesUp: 10,
  bytesDown: 20,
  figures: { loss: 0.5 },
});
const end = (members: readonly MemberResult[], at: RoundRef = ref): RoundEnd => ({
  ...at,
  closedMs: 30,
  members,
  figures: { accuracy: 0.9, loss: Number.NaN },
  runProgress: progress('select'),
  events: [event('closed', 30)],
});
const commitOf = (members: readonly MemberResult[], at: RoundRef = ref, hash = 'm1'): RoundCommit => ({
  ...end(members, at),
  model: {
    id: `r1-${at.round}`,
    hash,
    layout: { tensors: [], length: 0 },
    sizeBytes: 4,
    metrics: { accuracy: 0.9 },
  },
  optimizer: { slots: { momentum: 'v1' }, scalars: { step: at.round } },
});
const whole = [result('east', 'counted'), result('north', 'counted'), result('west', 'lost')];
/** Everything that a commit writes, to compare before and after. */
const recorded = () => ({
  rounds: store.rounds.list('r1'),
  members: store.members.ofRun('r1'),
  models: store.models.list('r1', 10),
  optimizer: store.optimizers.find('r1'),
  run: store.runs.get('r1'),
  events: store.events.after(0, null, 100),
});

const sealOf = (sites: readonly string[], members: number, sumHash = 's1', at: RoundRef = ref) => ({
  ...at,
  sealedMs: 25,
  sumHash,
  members,
  added: sites.map((site) => result(site, 'counted')),
  runProgress: progress('sealed'),
  events: [event('sealed', 25)],
});

describe('seal of an open round', () => {
  test('records those it adds with their sum, in place of the sum before', () => {
    open();
    store.rounds.seal(sealOf(['east'], 1));
    expect(store.seals.find(ref)).toEqual({ ...ref, sumHash: 's1', members: 1, sealedMs: 25 });
    store.rounds.seal(sealOf(['north'], 2, 's2'));
    expect(store.seals.all()).toEqual([{ ...ref, sumHash: 's2', members: 2, sealedMs: 25 }]);
    expect(recorded()).toMatchObject({
      rounds: [{ status: 'open' }],
      members: [{ outcome: 'counted' }, { outcome: 'counted' }, { outcome: null }],
      run: { state: { phase: 'sealed' } },
      events: [{ kind: 'opened' }, { kind: 'sealed' }, { kind: 'sealed' }],
    });
    store.rounds.commit(commitOf(whole));
    expect(store.seals.all()).toEqual([]); // the model holds the sum now
    expect(store.members.ofAttempt(ref).map(({ outcome }) => outcome)).toEqual([
      'counted',
      'counted',
      'lost',
    ]);
  });

  test('is refused when the attempt is over, when its sum is of others than are recorded, and for strangers', async () => {
    open();
    const before = recorded();
    await refused('INTERNAL', () => store.rounds.seal(sealOf(['east'], 2)));
    await refused('NOT_IN_COHORT', () => store.rounds.seal(sealOf(['south'], 1)));
    await refused('INVALID_ARGUMENT', () => store.rounds.seal(sealOf([], 0)));
    await refused('INVALID_ARGUMENT', () =>
      store.rounds.seal({ ...sealOf([], 1), added: [result('east', 'late')] }),
    );
    await refused('NOT_FOUND', () => store.rounds.seal(sealOf(['east'], 1, 's1', { ...ref, attempt: 9 })));
    expect([recorded(), store.seals.all()]).toEqual([before, []]);
    store.rounds.seal(sealOf(['east'], 1));
    store.rounds.abandon(end(['east', 'north', 'west'].map((site) => result(site, 'abandoned'))));
    expect(store.seals.all()).toEqual([]);
    await refused('ROUND_CLOSED', () => store.rounds.seal(sealOf(['north'], 1)));
    // Nobody was counted in the end: another attempt may count them.
    open({ ...ref, attempt: 2 });
    store.rounds.seal(sealOf(['east'], 1, 's1', { ...ref, attempt: 2 }));
  });
});

describe('commit of a round', () => {
  test('records members, result, model, optimizer, run and events together', () => {
    open();
    store.rounds.commit(commitOf(whole));
    const { rounds, members, models, optimizer, run, events } = recorded();
    expect(rounds).toEqual([
      {
        ...ref,
        status: 'committed',
        openedMs: 20,
        closedMs: 30,
        modelInHash: 'm0',
        modelOutHash: 'm1',
        figures: { accuracy: 0.9, loss: Number.NaN },
      },
    ]);
    expect(members).toEqual(whole.map((member) => ({ ...ref, ...member })));
    expect(models).toMatchObject([{ id: 'r1-1', round: 1, hash: 'm1', parentHash: 'm0', planHash: 'plan' }]);
    expect(optimizer).toEqual({ round: 1, slots: { momentum: 'v1' }, scalars: { step: 1 } });
    expect(run.state).toEqual({ phase: 'select' });
    expect(events.map((one) => one.kind)).toEqual(['opened', 'closed']);
  });

  test('what is known only later is added to its figures', async () => {
    open();
    store.rounds.commit(commitOf(whole));
    store.rounds.addFigures(ref, { evaluationBytesDown: 24 });
    expect(store.rounds.find(ref)?.figures).toMatchObject({ accuracy: 0.9, evaluationBytesDown: 24 });
    await refused('NOT_FOUND', () => store.rounds.addFigures({ ...ref, attempt: 2 }, {}));
  });

  test('a second commit is CONFLICT and changes nothing', async () => {
    open();
    store.rounds.commit(commitOf(whole));
    const before = recorded();
    await refused('CONFLICT', () => store.rounds.commit(commitOf(whole)));
    await refused('CONFLICT', () => store.rounds.commit({ ...commitOf(whole, ref, 'm2') }));
    await refused('CONFLICT', () => store.rounds.abandon(end([])));
    await refused('CONFLICT', () => open({ ...ref, attempt: 2 }));
    await refused('ROUND_CLOSED', () => store.rounds.endMember(ref, result('west', 'late'), []));
    store.rounds.endMember(ref, result('west', 'lost'), [event('lost again')]);
    store.rounds.endMember(ref, result('east', 'counted'), [event('counted again')]);
    expect(recorded()).toEqual(before);
  });

  test('whatever fails on the way, at any of its writes, nothing is recorded', async () => {
    open();
    const before = recorded();
    const table = (name: string, action: string) =>
      store.db.script(
        `CREATE TRIGGER fail BEFORE ${action} ON ${name} BEGIN SELECT RAISE(ABORT, 'disk'); END`,
      );
    const writes = [
      ['round', 'UPDATE'],
      ['member', 'UPDATE'],
      ['model', 'INSERT'],
      ['optimizer_slot', 'INSERT'],
      ['optimizer_scalars', 'INSERT'],
      ['run', 'UPDATE'],
      ['event', 'INSERT'],
    ] as const;
    let heard = 0;
    using _listener = store.events.listen(() => {
      heard += 1;
    });
    for (const [name, action] of writes) {
      table(name, action);
      await refused('INVALID_ARGUMENT', () => store.rounds.commit(commitOf(whole)));
      store.db.script('DROP TRIGGER fail');
      expect(recorded(), name).toEqual(before);
    }
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const unwritable = { ...event('closed'), body: circular };
    expect(() => store.rounds.commit({ ...commitOf(whole), events: [unwritable] })).toThrow(TypeError);
    expect(recorded()).toEqual(before);
    expect(heard).toBe(0);
    store.rounds.commit(commitOf(whole));
    expect(heard).toBe(1);
  });

  test('refuses an outcome that is missing, a site that was not selected, and a round that counted nobody', async () => {
    open(ref, ['east', 'north']);
    const fault = await refused('INVALID_ARGUMENT', () =>
      store.rounds.commit(commitOf([result('east', 'counted')])),
    );
    expect(fault.detail.sites).toEqual(['north']);
    await refused('NOT_IN_COHORT', () => store.rounds.commit(commitOf(whole)));
    const nobody = [result('east', 'lost'), result('north', 'lost')];
    await refused('INVALID_ARGUMENT', () => store.rounds.commit(commitOf(nobody)));
    const weightless = [{ ...result('east', 'counted'), weight: 0 }, result('north', 'lost')];
    await refused('INVALID_ARGUMENT', () => store.rounds.commit(commitOf(weightless)));
    await refused('NOT_FOUND', () => store.rounds.commit(commitOf(whole, { ...ref, attempt: 7 })));
    expect(store.rounds.find(ref)?.status).toBe('open');
  });

  test('outcomes recorded before the end stand in the commit', async () => {
    open();
    store.rounds.endMember(ref, result('west', 'refused'), [event('refused')]);
    await refused('INVALID_ARGUMENT', () => store.rounds.endMember(ref, result('east', 'counted'), []));
    store.rounds.commit(commitOf([result('east', 'counted'), result('north', 'counted')]));
    expect(store.members.ofAttempt(ref).map((one) => one.outcome)).toEqual(['counted', 'counted', 'refused']);
  });

  test('a commit and the opening of the next round can be one transaction', () => {
    open();
    const before = recorded();
    const both = (cohort: string[]) =>
      store.db.tx(() => {
        store.rounds.commit(commitOf(whole));
        open({ ...ref, round: 2 }, cohort);
      });
    expect(() => both(['nobody'])).toThrow();
    expect(recorded()).toEqual(before);
    both(['east']);
    expect(store.rounds.list('r1').map((one) => one.status)).toEqual(['committed', 'open']);
  });

  test('an abandoned attempt counts nobody, and the next one may count', async () => {
    open();
    await refused('INVALID_ARGUMENT', () => store.rounds.abandon(end(whole)));
    store.rounds.abandon(end(['east', 'north', 'west'].map((site) => result(site, 'abandoned'))));
    expect(store.models.latest('r1')).toBeUndefined();
    const second = { ...ref, attempt: 2 };
    open(second);
    await refused('CONFLICT', () => open(second));
    store.rounds.commit(commitOf(whole, second));
    expect(store.rounds.list('r1').map((one) => one.status)).toEqual(['abandoned', 'committed']);
  });

  test('the database itself counts a site once a round, over all attempts', async () => {
    open();
    store.rounds.commit(commitOf(whole));
    store.db.script(`INSERT INTO round (run, round, attempt, status, opened_ms, model_in_hash, figures_json)
      VALUES ('r1', 1, 2, 'open', 0, 'm0', '{}')`);
    store.members.select({ ...ref, attempt: 2 }, 'east');
    await refused('CONFLICT', () => store.members.end({ ...ref, attempt: 2 }, result('east', 'counted')));
    await refused('INVALID_ARGUMENT', () => store.members.select({ ...ref, attempt: 2 }, 'nobody'));
  });

  test('a stateful optimizer is replaced whole by the next round', () => {
    open();
    store.rounds.commit(commitOf(whole));
    const second = { ...ref, round: 2 };
    open(second);
    store.rounds.commit({
      ...commitOf(whole, second, 'm2'),
      optimizer: { slots: { m: 'a', v: 'b' }, scalars: {} },
    });
    expect(store.optimizers.find('r1')).toEqual({ round: 2, slots: { m: 'a', v: 'b' }, scalars: {} });
    expect(store.models.latest('r1')?.hash).toBe('m2');
    expect(store.models.list(null, 1).map((one) => one.id)).toEqual(['r1-2']);
  });

  test("a run's models are in the order of their rounds, though the clock was put back", () => {
    open();
    store.rounds.commit({ ...commitOf(whole), closedMs: 600_000 });
    const second = { ...ref, round: 2 };
    open(second);
    store.rounds.commit({ ...commitOf(whole, second, 'm2'), closedMs: 1 });
    expect(store.models.list('r1', 10).map((one) => one.id)).toEqual(['r1-2', 'r1-1']);
  });
});

describe('runs', () => {
  test('the same request is the same run; with another task it is CONFLICT', async () => {
    const again = store.runs.create({ ...newRun, id: 'r2', createdMs: 99 });
    expect(again).toEqual({ run: store.runs.get('r1'), created: false });
    await refused('CONFLICT', () => store.runs.create({ ...newRun, id: 'r2', taskText: 'task: other' }));
    await refused('CONFLICT', () => store.runs.create({ ...newRun, requestId: 'q2' }));
    expect(store.runs.create({ ...newRun, id: 'r2', requestId: 'q2' }).created).toBe(true);
    expect(store.runs.list(1).map((run) => run.id)).toEqual(['r2']);
  });

  test('an ended run takes no further step and opens no round', async () => {
    store.runs.advance('r1', { ...progress('train'), startedMs: 15 });
    store.runs.advance('r1', {
      state: {},
      status: 'cancelled',
      reason: 'asked for',
      startedMs: 99,
      endedMs: 40,
    });
    expect(store.runs.get('r1')).toMatchObject({ startedMs: 15, endedMs: 40, reason: 'asked for' });
    expect(store.runs.active()).toEqual([]);
    await refused('RUN_NOT_ACTIVE', () => store.runs.advance('r1', progress('train')));
    await refused('RUN_NOT_ACTIVE', () => open());
    expect(store.rounds.list('r1')).toEqual([]);
    await refused('NOT_FOUND', () => store.runs.advance('r9', progress('train')));
  });

  test('all of it is there after closing and opening again', async () => {
    open();
    store.rounds.commit(commitOf(whole));
    const before = recorded();
    store.close();
    store = await openCoordinatorStore(directory, 2);
    expect(recorded()).toEqual(before);
    expect(store.runs.active().map((run) => run.id)).toEqual(['r1']);
  });
});

test('events are numbered, read from where one was, of one run or of all', () => {
  store.events.append([event('a'), { ...event('b'), run: null }, event('c')]);
  const kinds = (after: number, run: string | null, limit = 10) =>
    store.events.after(after, run, limit).map((one) => one.kind);
  expect([kinds(0, 'r1'), kinds(0, null), kinds(1, null, 1), kinds(store.events.lastSeq(), null)]).toEqual([
    ['a', 'c'],
    ['a', 'b', 'c'],
    ['b'],
    [],
  ]);
});

test('evaluations are replaced when repeated, and keep a loss that is no number', () => {
  const central = {
    run: 'r1',
    round: 1,
    kind: 'central' as const,
    site: '',
    examples: 10,
    lossSum: 5,
    confusion: [
      [4, 1],
      [0, 5],
    ],
    modelHash: 'm1',
  };
  const atSite = { ...central, kind: 'federated' as const, site: 'east', lossSum: Number.NaN };
  for (const one of [atSite, { ...central, lossSum: 9 }, central]) store.evaluations.record(one);
  expect(store.evaluations.ofRound('r1', 1)).toEqual([central, atSite]);
  expect(store.evaluations.ofRun('r1')).toHaveLength(2);
});

test('models: versions are unique and come back as they were', async () => {
  const initial = {
    id: 'r1-0',
    run: 'r1',
    round: 0,
    hash: 'm0',
    parentHash: null,
    planHash: 'plan',
    layout: { tensors: [{ name: 'w', shape: [2, 3] }], length: 6 },
    sizeBytes: 24,
    createdMs: 11,
    metrics: { accuracy: 0.1 },
  };
  store.models.add(initial);
  await refused('CONFLICT', () => store.models.add({ ...initial, id: 'other' }));
  store.models.measured('r1-0', { loss: 2.3 });
  expect(store.models.get('r1-0')).toEqual({ ...initial, metrics: { accuracy: 0.1, loss: 2.3 } });
  store.models.add({ ...initial, id: 'r1-1', round: 1, metrics: { loss: 1 } });
  expect(store.models.latest('r1')?.id).toBe('r1-1');
  expect(store.models.latestMeasured('r1')?.id).toBe('r1-0');
  await refused('NOT_FOUND', () => store.models.get('r1-9'));
});
