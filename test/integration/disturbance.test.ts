import { setTimeout as pause } from 'node:timers/promises';
import { asMusterError, MusterError } from '@muster/errors';
import { systemRandom } from '@muster/identity';
import { type Evaluation, type Offer, type RoundRef, refOf } from '@muster/protocol';
import { connectOnce, SESSION_SETTINGS, systemClock } from '@muster/transport';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, codeOf, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = (options: { name?: string; rounds?: string; evaluation?: string } = {}): string =>
  tinyTask(`max: 1, cohort: 2, quorum: 2, deadlineS: 20, ${options.rounds ?? ''}`, {
    holdout: 0.1,
    more: `evaluation: { ${options.evaluation ?? ''} }`,
    ...(options.name === undefined ? {} : { name: options.name }),
  });
const zeros = (_offer: Offer, bytes: number) => ({ bytes: new Uint8Array(bytes), weight: 10 });
describe('a request id', () => {
  it('starts one run, however many ask at once, and is refused to whoever meant another task', async () => {
    const { api } = await coordinator();
    const asked = await Promise.allSettled(
      ['one', 'one', 'two', 'one'].map((name) => api.startRun(task({ name }), 'tiny.yaml', 'once')),
    );
    const runs = await api.runs();
    expect(runs).toHaveLength(1);
    const [{ id, task: name } = { id: '', task: '' }] = runs;
    expect(
      asked.map((each) => (each.status === 'fulfilled' ? each.value.id : asMusterError(each.reason).code)),
    ).toEqual(['one', 'one', 'two', 'one'].map((each) => (each === name ? id : 'CONFLICT')));
    expect((await api.startRun(task({ name }), 'tiny.yaml', 'once')).id).toBe(id);
  });
});

describe('a run that is cancelled as it begins', () => {
  it('does not stand in the way of the next', async () => {
    const { api, finish, join } = await coordinator();
    await join('a', { makeUpdate: zeros });
    await join('b', { makeUpdate: zeros });
    for (let turn = 0; turn < 3; turn += 1) {
      const { id } = await api.startRun(task(), 'tiny.yaml');
      await api.cancelRun(id);
      expect((await api.run(id)).status).toBe('cancelled');
    }
    expect((await finish(task())).status).toBe('completed');
  });

  it('leaves no site busy, however late it accepts', async () => {
    const { api, finish, join } = await coordinator();
    const late = async () => {
      await pause(600);
    };
    await join('a', { makeUpdate: zeros, beforeAnswer: late });
    await join('b', { makeUpdate: zeros, beforeAnswer: late });
    const { id } = await api.startRun(task(), 'tiny.yaml');
    await pause(200);
    await api.cancelRun(id);
    await pause(800);
    expect((await finish(task())).status).toBe('completed');
  });
});

describe('names', () => {
  it('of tasks are as long as a run named by them can travel', async () => {
    const { api, finish, join } = await coordinator();
    await join('a', { makeUpdate: zeros });
    await join('b', { makeUpdate: zeros });
    expect((await finish(task({ name: 'x'.repeat(55) }))).status).toBe('completed');
    expect(await codeOf(api.startRun(task({ name: 'x'.repeat(56) }), 'tiny.yaml'))).toBe('TASK_INVALID');
  });
});

describe('what a site says of its evaluation', () => {
  /** A run in which both sites are asked for one; \`answer\` makes what a says. */
  async function evaluated(answer: (ref: RoundRef) => { ref: RoundRef; told: Evaluation | undefined }) {
    const federation = await coordinator();
    const answers: string[] = [];
    for (const name of ['a', 'b'])
      await federation.join(name, {
        makeUpdate: zeros,
        onEvaluation: async (offer, agent) => {
          const ref = refOf(offer.ref);
          const said = name === 'a' ? answer(ref) : { ref, told: evaluation };
          const failed = () =>
            agent.session.request({ kind: 'failure', value: { ref, code: 'DATA_UNREADABLE', reason: '' } });
          const code = await codeOf(
            said.told ? agent.evaluated(said.ref, offer.modelHash, said.told) : failed(),
          );
          answers.push(code);
          // Of an answer that was not taken, the second is; whoever has signed what is not so has no other word.
          if (code === 'AUDIT_EVENT_INVALID') await failed();
          else if (code) await agent.evaluated(ref, offer.modelHash, evaluation);
        },
      });
    const started = performance.now();
    const run = await federation.finish(task({ evaluation: 'federated: { everyRounds: 1 }' }));
    return { run, answers, seconds: (performance.now() - started) / 1000, api: federation.api };
  }
  const evaluation = { examples: 4, lossSum: 2, classes: 2, confusion: [1, 1, 1, 1] };

  it.each([
    ['other classes', 'INVALID_ARGUMENT', { classes: 1, confusion: [4] }],
    ['a loss below zero', 'INVALID_ARGUMENT', { lossSum: -1.7e308 }],
    ['a loss beyond measure', 'INVALID_ARGUMENT', { lossSum: 1.7e308 }],
    ['counts that do not add up', 'INVALID_ARGUMENT', { examples: 5 }],
    ['no examples', 'WEIGHT_OUT_OF_RANGE', { examples: 0, lossSum: 0, confusion: [0, 0, 0, 0] }],
    [
      'more examples than weigh in a round',
      'WEIGHT_OUT_OF_RANGE',
      { examples: 1e12, confusion: [0, 1e12, 0, 0] },
    ],
  ])('is not taken for %s', async (_what, code, wrong) => {
    const { run, answers, api } = await evaluated((ref) => ({
      ref,
      told: { ...evaluation, ...wrong },
    }));
    expect(answers.sort()).toEqual(['', code]);
    expect(run.status).toBe('completed');
    expect(run.history[0]?.bySite.a).toMatchObject({ examples: 4, accuracy: 0.5 });
    expect((await api.models(run.id)).length).toBe(2);
  });

  it('is not taken into the log, nor anywhere, for a round that nobody offered', async () => {
    const { run, answers } = await evaluated((ref) => ({ ref: { ...ref, round: 777 }, told: evaluation }));
    expect(answers.sort()).toEqual(['', 'AUDIT_EVENT_INVALID']);
    expect([run.status, run.history[0]?.bySite.a]).toEqual(['completed', undefined]);
  });

  it('is what is known of a model that no public test set judges, and its download is counted', async () => {
    const federation = await coordinator();
    for (const name of ['a', 'b'])
      await federation.join(name, {
        makeUpdate: zeros,
        onEvaluation: async ({ ref, modelHash }, agent) => {
          const hash = Buffer.from(modelHash).toString('hex');
          await agent.session.pull(hash, { write: () => {}, abort: () => {} }, { sizeBytesMax: 1_000 });
          await agent.evaluated(refOf(ref), modelHash, evaluation);
        },
      });
    const rounds = 'target: { metric: accuracy, atLeast: 0.5 }';
    const run = await federation.finish(task({ rounds, evaluation: 'federated: { everyRounds: 5 }' }));
    const [model] = await federation.api.models(run.id);
    expect(run).toMatchObject({ reason: 'target reached', accuracy: 0.5, loss: 0.5, evaluated: model?.id });
    expect((await federation.api.runs())[0]).toMatchObject({ accuracy: 0.5, evaluated: model?.id });
    expect(model).toMatchObject({ round: 1, accuracy: 0.5, loss: 0.5 });
    const bytes = 4 * 34;
    expect(run.history).toMatchObject([{ bytesDown: 2 * bytes, evaluationBytesDown: 2 * bytes }]);
    const told: unknown[] = [];
    for await (const { kind, data } of federation.api.events(run.id))
      if (kind === 'evaluation') told.push(data.bytesDown);
    expect(told).toEqual([2 * bytes]);
  });

  it('does not decide for the others, however many examples it claims', async () => {
    const federation = await coordinator();
    const answers: string[] = [];
    for (const [name, examples] of [
      ['a', 1e12],
      ['b', 101],
      ['c', 100],
      ['d', 4],
    ] as const)
      await federation.join(name, {
        makeUpdate: zeros,
        onEvaluation: async ({ ref, modelHash }, agent) => {
          const told = { examples, lossSum: 0, classes: 2, confusion: [examples, 0, 0, 0] };
          const said = name === 'd' ? evaluation : told;
          const code = await codeOf(agent.evaluated(refOf(ref), modelHash, said));
          answers.push(`${name} ${code}`);
          // As an agent does whose report is refused.
          if (code) await agent.session.request({ kind: 'failure', value: { ref, code, reason: '' } });
        },
      });
    const run = await federation.finish(
      task({ rounds: 'weightMax: 100', evaluation: 'federated: { everyRounds: 1 }' }).replace(
        'cohort: 2, quorum: 2',
        'cohort: 4, quorum: 4',
      ),
    );
    expect(answers.sort()).toEqual(['a WEIGHT_OUT_OF_RANGE', 'b WEIGHT_OUT_OF_RANGE', 'c ', 'd ']);
    expect(run.history[0]?.federated).toMatchObject({ examples: 104, accuracy: 102 / 104 });
    expect(run.accuracy).toBeCloseTo(102 / 104);
  });

  it('is heard when it has none: nobody waits for it', async () => {
    const { run, seconds } = await evaluated((ref) => ({ ref, told: undefined }));
    expect([run.status, seconds < 10]).toEqual(['completed', true]);
    expect(Object.keys(run.history[0]?.bySite ?? {})).toEqual(['b']);
  });
});

describe('a connection', () => {
  it('that only looks whether the coordinator is there disturbs no other of its site', async () => {
    const federation = await coordinator();
    const identity = await federation.enrol('a');
    let ended = 0;
    const agent = await federation.enter(identity, { makeUpdate: zeros, onClose: () => (ended += 1) });
    const { session } = await connectOnce({
      url: identity.url,
      bindToTls: true,
      identity: {
        purpose: 'session',
        manifest: identity.manifest,
        identity: identity.identity,
        certificate: identity.certificate,
        random: systemRandom,
      },
      clock: systemClock,
      settings: SESSION_SETTINGS,
      handshakeMs: 5_000,
      handlers: {
        onRequest: async () => ({ kind: 'ok', value: {} }),
        onNotice: () => {},
        openObject: async () => undefined,
        onClose: () => {},
      },
    });
    await pause(200);
    session.close(new MusterError('UNAVAILABLE', 'seen'));
    await pause(200);
    expect(ended).toBe(0);
    expect(agent.session.closed).toBe(false);
    expect((await federation.api.sites())[0]?.status).toBe('connected');
  });

  it('of a second agent with the same keys replaces the first, which hears why, and operators see it', async () => {
    const { enrol, enter, api } = await coordinator();
    const identity = await enrol('a');
    const ends: string[] = [];
    const onClose = ({ code }: MusterError) => ends.push(code);
    for (let turn = 0; turn < 4; turn += 1) await enter(identity, { makeUpdate: zeros, onClose });
    await expect.poll(() => ends).toEqual(Array(3).fill('SITE_DUPLICATE'));
    expect(await api.sites()).toMatchObject([{ name: 'a', status: 'connected', contended: 3 }]);
  });

  it('that comes to enrol and does not is ended', async () => {
    const { url } = await coordinator('handshakeS: 0.5\n');
    const { promise: over, resolve } = Promise.withResolvers<string>();
    await connectOnce({
      url: url.replace(/^http/, 'ws'),
      bindToTls: true,
      identity: { purpose: 'enrolment', random: systemRandom },
      clock: systemClock,
      settings: SESSION_SETTINGS,
      handshakeMs: 5_000,
      handlers: {
        onRequest: async () => ({ kind: 'ok', value: {} }),
        onNotice: () => {},
        openObject: async () => undefined,
        onClose: (_reason, _session, said) => resolve(said?.code ?? ''),
      },
    });
    expect(await over).toBe('HANDSHAKE_TIMEOUT');
  });
});

describe('one site that announces its update again and again', () => {
  it('takes one place, and the ledger says what was summed', async () => {
    const federation = await coordinator();
    const { promise: offered, resolve } = Promise.withResolvers<Offer>();
    const greedy = await federation.join('a', {
      makeUpdate: (offer) => {
        resolve(offer);
        return undefined;
      },
    });
    await federation.join('b', { makeUpdate: zeros });
    const finished = federation.finish(task());
    const offer = await offered;
    const bytes = new Uint8Array(4 * 34);
    const never = { sizeBytes: bytes.length, read: () => new Promise<Uint8Array>(() => {}), close: () => {} };
    const first = greedy.report(offer, { bytes, weight: 10 }, never).catch(() => {});
    await pause(100);
    const others = Array.from({ length: 16 }, () =>
      codeOf(greedy.report(offer, { bytes, weight: 10 }, never)),
    );
    expect(new Set(await Promise.all(others))).toEqual(new Set(['OVERLOADED']));
    greedy.close();
    await first;
    await greedy.connect();
    expect((await greedy.report(offer, { bytes, weight: 10 })).kind).toBe('received');
    expect(
      (await greedy.report(offer, { bytes, weight: 999_999 }).catch(() => ({ kind: 'refused' }))).kind,
    ).toBeTruthy();
    const run = await finished;
    expect(run.history[0]?.members.map(({ site, examples }) => [site, examples])).toEqual([
      ['a', 10],
      ['b', 10],
    ]);
  });
});
