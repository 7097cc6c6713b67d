import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@muster/api';
import { asMusterError } from '@muster/errors';
import { memorySource } from '@muster/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import {
  enrolVirtual,
  type ReportDraft,
  VirtualAgent,
  type VirtualBehaviour,
  type VirtualIdentity,
} from '../../tools/virtual/virtual-agent.ts';
import { startWitnesses } from '../../tools/virtual/witnesses.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-hostile-'));
const home = join(folder, 'coordinator');
let coordinator: RunningProcess & { ready: Record<string, unknown> };
let api: ApiClient;
let url = '';
let wsUrl = '';
const agents: VirtualAgent[] = [];
let witnesses: Awaited<ReturnType<typeof startWitnesses>>;

beforeAll(async () => {
  expect((await muster(['coordinator', 'init', '--dir', home, '--port', '0'])).code).toBe(0);
  appendFileSync(join(home, 'coordinator.yaml'), 'handshakeS: 1\naudit: { faultyWitnesses: 0 }\n');
  coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  url = String(coordinator.ready.url);
  wsUrl = url.replace(/^http/, 'ws');
  api = apiOf(home, url);
  // More than half of the 32 that count at most: a quorum, whoever else enrols.
  witnesses = await startWitnesses(
    await Promise.all(Array.from({ length: 17 }, (_, index) => identityOf(`witness-${index}`))),
  );
});

afterAll(async () => {
  for (const agent of agents) agent.close();
  witnesses.close();
  await coordinator.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function identityOf(name: string): Promise<VirtualIdentity> {
  return enrolVirtual(wsUrl, (await api.invite(name)).token);
}

async function enter(identity: VirtualIdentity, behaviour: Partial<VirtualBehaviour>): Promise<VirtualAgent> {
  const agent = new VirtualAgent(identity, {
    dataset: 'bench',
    kind: 'image',
    fetchModel: true,
    makeUpdate: (_offer, modelBytes) => ({ bytes: honest(modelBytes), weight: 100 }),
    ...behaviour,
  });
  await agent.connect();
  agents.push(agent);
  return agent;
}

function honest(bytes: number): Uint8Array {
  return new Uint8Array(
    Float32Array.from({ length: bytes / 4 }, (_, index) => 0.01 * Math.cos(index)).buffer,
  );
}

function withValue(bytes: number, value: number): Uint8Array {
  const floats = Float32Array.from({ length: bytes / 4 }, () => 0.01);
  floats[floats.length - 1] = value;
  return new Uint8Array(floats.buffer);
}

const TASK = (cohort: number, max: number, deadlineS: number): string => `task: hostile
purpose: test
model: { architecture: logistic }
data: { dataset: bench, kind: image, height: 8, width: 8, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: ${max}, cohort: ${cohort}, quorum: 2, deadlineS: ${deadlineS}, offerS: 2, gatherS: 5 }
secureAggregation: { profile: off }
strategy: { name: fedavg }
`;

async function finish(cohort: number, max: number, deadlineS = 20) {
  const { id } = await api.startRun(TASK(cohort, max, deadlineS), 'hostile.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  return api.run(id);
}

/** Each hostile agent, and the code with which it must be turned away. */
const HOSTILE: readonly (readonly [string, string, Partial<VirtualBehaviour>])[] = [
  ['nan', 'UPDATE_NOT_FINITE', { makeUpdate: (_o, m) => ({ bytes: withValue(m, Number.NaN), weight: 1 }) }],
  [
    'infinity',
    'UPDATE_NOT_FINITE',
    { makeUpdate: (_o, m) => ({ bytes: withValue(m, Number.NEGATIVE_INFINITY), weight: 1 }) },
  ],
  ['huge', 'UPDATE_OUT_OF_RANGE', { makeUpdate: (_o, m) => ({ bytes: withValue(m, 1e30), weight: 1 }) }],
  ['short', 'LENGTH_MISMATCH', { makeUpdate: (_o, m) => ({ bytes: honest(m - 4), weight: 1 }) }],
  ['long', 'LENGTH_MISMATCH', { makeUpdate: (_o, m) => ({ bytes: honest(m + 4), weight: 1 }) }],
  [
    'model',
    'MODEL_MISMATCH',
    { changeReport: (report: ReportDraft) => ({ ...report, modelHash: new Uint8Array(32) }) },
  ],
  [
    'plan',
    'PLAN_MISMATCH',
    { changeReport: (report: ReportDraft) => ({ ...report, planHash: new Uint8Array(32) }) },
  ],
  [
    'layout',
    'LAYOUT_MISMATCH',
    { changeReport: (report: ReportDraft) => ({ ...report, layoutHash: new Uint8Array(32) }) },
  ],
  ['codec', 'CODEC_UNKNOWN', { changeReport: (report: ReportDraft) => ({ ...report, codec: 'f64' }) }],
  ['negative', 'WEIGHT_OUT_OF_RANGE', { changeReport: (report: ReportDraft) => ({ ...report, weight: -1 }) }],
  ['heavy', 'WEIGHT_OUT_OF_RANGE', { changeReport: (report: ReportDraft) => ({ ...report, weight: 1e30 }) }],
  [
    'fraction',
    'WEIGHT_OUT_OF_RANGE',
    { changeReport: (report: ReportDraft) => ({ ...report, weight: 0.5 }) },
  ],
  ['empty', 'WEIGHT_OUT_OF_RANGE', { changeReport: (report: ReportDraft) => ({ ...report, weight: 0 }) }],
];

describe('hostile updates', () => {
  it('are refused with their code, recorded, and the round goes on without them', async () => {
    const heard = new Map<string, string>();
    for (const [name, , behaviour] of HOSTILE) {
      await enter(await identityOf(name), {
        ...behaviour,
        onError: (error) => void (heard.has(name) || heard.set(name, asMusterError(error).code)),
      });
    }
    for (const name of ['honest-1', 'honest-2']) await enter(await identityOf(name), {});
    const run = await finish(HOSTILE.length + 2, 2);
    expect(run.status).toBe('completed');
    for (const round of run.history) {
      expect(round.status).toBe('applied');
      const members = new Map(round.members.map((member) => [member.site, member]));
      for (const name of ['honest-1', 'honest-2']) expect(members.get(name)?.outcome).toBe('counted');
      for (const [name, code] of HOSTILE)
        expect([name, members.get(name)?.outcome, members.get(name)?.code]).toEqual([name, 'rejected', code]);
    }
    expect(Object.fromEntries(heard)).toEqual(
      Object.fromEntries(HOSTILE.map(([name, code]) => [name, code])),
    );
    for (const agent of agents.splice(0)) agent.close();
  });

  it('are refused when they are not signed by their site, or belong to no round of it', async () => {
    const codes: string[] = [];
    const keep = (error: unknown): void => void codes.push(asMusterError(error).code);
    const forger: VirtualAgent = await enter(await identityOf('forger'), {
      makeUpdate: (offer, modelBytes) => {
        const bytes = honest(modelBytes);
        const { ref, planHash, modelHash, layoutHash, codec } = offer;
        const updateHash = createHash('sha256').update(bytes).digest();
        const value = {
          ref,
          planHash,
          modelHash,
          layoutHash,
          codec,
          updateHash,
          size: bytes.length,
          weight: 1,
          figures: null,
          engine: null,
          masked: null,
          signature: new Uint8Array(64),
        };
        forger.session.push({ kind: 'report', value }, memorySource(bytes)).catch(keep);
        return undefined;
      },
    });
    await enter(await identityOf('stranger'), {
      changeReport: (report) => ({ ...report, ref: { ...report.ref, run: 'no-such-run' } }),
      onError: keep,
    });
    await enter(await identityOf('early'), {
      changeReport: (report) => ({ ...report, ref: { ...report.ref, round: 77 } }),
      onError: keep,
    });
    for (const name of ['honest-3', 'honest-4']) await enter(await identityOf(name), {});
    const run = await finish(5, 1, 3);
    expect(run.status).toBe('completed');
    expect(codes.sort()).toEqual(['ROUND_CLOSED', 'RUN_NOT_ACTIVE', 'SIGNATURE_INVALID']);
    for (const agent of agents.splice(0)) agent.close();
  });

  it('are refused when the coordinator cannot open them', async () => {
    let announced = new Uint8Array(32);
    const codes: string[] = [];
    const odd: VirtualAgent = await enter(await identityOf('sealed-elsewhere'), {
      makeUpdate: (offer, modelBytes) => {
        const update = { bytes: honest(modelBytes), weight: 100 };
        const changed = Uint8Array.from(odd.sealed(update).bytes);
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        announced = createHash('sha256').update(changed).digest();
        odd
          .report(offer, update, memorySource(changed))
          .catch((error: unknown) => codes.push(asMusterError(error).code));
        return undefined;
      },
      changeReport: (report) => ({ ...report, updateHash: announced }),
    });

    for (const name of ['honest-5', 'honest-6']) await enter(await identityOf(name), {});
    const run = await finish(3, 1, 20);
    expect(codes).toEqual(['SEAL_BROKEN']);
    expect(run.history[0]?.members.map(({ site, outcome, code }) => [site, outcome, code])).toContainEqual([
      'sealed-elsewhere',
      'rejected',
      'SEAL_BROKEN',
    ]);
    for (const agent of agents.splice(0)) agent.close();
  });

  it('count once, however often they are sent', async () => {
    const answers: string[] = [];
    const twice: VirtualAgent = await enter(await identityOf('twice'), {
      makeUpdate: (offer, modelBytes) => {
        const update = { bytes: honest(modelBytes), weight: 100 };
        void (async () => {
          for (let time = 0; time < 3; time += 1) answers.push((await twice.report(offer, update)).kind);
          const changed = { bytes: withValue(modelBytes, 0.5), weight: 100 };
          await twice
            .report(offer, changed)
            .catch((error: unknown) => answers.push(asMusterError(error).code));
        })();
        return undefined;
      },
    });
    await enter(await identityOf('slow'), {
      makeUpdate: (_offer, modelBytes) => ({ bytes: honest(modelBytes), weight: 100 }),
      changeReport: (report) => report,
    });
    await enter(await identityOf('slower'), {
      makeUpdate: (offer, modelBytes) => {
        setTimeout(() => void agents.at(-1)?.report(offer, { bytes: honest(modelBytes), weight: 100 }), 1000);
        return undefined;
      },
    });
    const run = await finish(3, 1);
    expect(run.history[0]?.members.filter(({ site }) => site === 'twice')).toEqual([
      expect.objectContaining({ outcome: 'counted', examples: 100 }),
    ]);
    await expect.poll(() => answers).toEqual(['received', 'received', 'received', 'DUPLICATE']);
    for (const agent of agents.splice(0)) agent.close();
  });
});

describe('strangers', () => {
  const socket = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const made = new WebSocket(`${wsUrl}/v1/agent`, 'muster.v1', { perMessageDeflate: false });
      made.on('open', () => resolve(made));
      made.on('error', () => {});
      made.once('error', reject);
    });
  const closed = (made: WebSocket): Promise<number> =>
    new Promise((resolve) => made.on('close', (code) => resolve(code)));

  it('disturb nobody: 0xc1, silence, text, 105 MB, noise on the port', async () => {
    for (const name of ['calm-1', 'calm-2']) await enter(await identityOf(name), {});
    const silent = closed(await socket());
    const garbage = await socket();
    const garbageClosed = closed(garbage);
    garbage.send(Buffer.from([0xc1]));
    const text = await socket();
    const textClosed = closed(text);
    text.send('{"hello":1}');
    const huge = await socket();
    const hugeClosed = closed(huge);
    huge.send(Buffer.alloc(105_000_000));
    const noise = connect(Number(new URL(url).port), '127.0.0.1');
    noise.on('error', () => {});
    noise.write(Buffer.from([0x16, 0x03, 0x01, 0xff, 0xff, 0x00, 0xc1]));
    const run = await finish(2, 3);
    expect(run.status).toBe('completed');
    expect(run.history.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect([await garbageClosed, await textClosed, await silent]).toEqual([4403, 4403, 4403]);
    expect([1006, 1009]).toContain(await hugeClosed);
    noise.destroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/muster_connections_refused_total\{code="MALFORMED"\} [2-9]/);
    expect(metrics).toMatch(/muster_connections_refused_total\{code="HANDSHAKE_TIMEOUT"\} [1-9]/);
    for (const agent of agents.splice(0)) agent.close();
  });

  it('get nothing from the API without a credential, and clear errors for nonsense', async () => {
    const secret = JSON.parse(readFileSync(join(home, 'operator.json'), 'utf8')).secret;
    const call = async (path: string, init: RequestInit = {}): Promise<[number, string]> => {
      const response = await fetch(`${url}${path}`, init);
      return [response.status, JSON.parse(await response.text()).code];
    };
    const own = { authorization: `Bearer ${secret}` };
    expect(await call('/v1/runs')).toEqual([401, 'UNAUTHENTICATED']);
    expect(await call('/v1/runs', { headers: { authorization: 'Bearer wrong' } })).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
    expect(await call('/v1/runs/none', { headers: own })).toEqual([404, 'NOT_FOUND']);
    expect(await call('/v1/nothing', { headers: own })).toEqual([404, 'NOT_FOUND']);
    const post = (body: string) =>
      call('/v1/runs', { method: 'POST', headers: { ...own, 'content-type': 'application/json' }, body });
    expect((await post('{'))[0]).toBe(400);
    expect(await post('{"task": 5}')).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await post(JSON.stringify({ task: 'task: x\nmystery: 1' }))).toEqual([400, 'TASK_INVALID']);
    expect((await post(JSON.stringify({ task: 'x'.repeat(2_000_000) })))[0]).toBe(413);
    const openapi = JSON.parse(await (await fetch(`${url}/openapi.json`)).text());
    expect(Object.keys(openapi.paths)).toContain('/v1/runs/{id}/cancel');
    const lines = openapi.paths['/v1/runs/{id}/events'].get.responses['200'].content['application/x-ndjson'];
    expect(lines.schema.$ref).toBe('#/components/schemas/Event');
    const kinds = openapi.components.schemas.Event.oneOf.map(
      ({ properties }: { properties: { kind: { const: string } } }) => properties.kind.const,
    );
    expect(kinds).toEqual(expect.arrayContaining(['run-status', 'round-closed', 'evaluation']));
  });
});

describe('enrolment', () => {
  const enrol = (token: string, dir: string) =>
    muster(['agent', 'enrol', '-', '--url', wsUrl, '--dir', join(folder, dir)], { input: token });

  it('takes a token once, in its time, from its own federation', async () => {
    const { token } = await api.invite('north');
    expect((await enrol(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'typo')).stderr).toMatch(
      /TOKEN_INVALID/,
    );
    expect((await enrol(token, 'north')).code).toBe(0);
    const used = await enrol(token, 'other');
    expect(used.code).toBe(3);
    expect(used.stderr).toContain('TOKEN_USED');
    const { token: brief } = await api.invite('late', 0.0001);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await enrol(brief, 'late')).stderr).toContain('TOKEN_EXPIRED');
    for (const dir of ['typo', 'other', 'late'])
      expect([dir, existsSync(join(folder, dir))]).toEqual([dir, false]);
    const started = await muster(['agent', 'start', '--dir', join(folder, 'late')]);
    expect([started.code, started.stderr]).toEqual([1, expect.stringContaining('there is no site in ')]);
    expect(started.stderr).toContain(`muster agent enrol TOKEN --url wss://… --dir ${join(folder, 'late')}`);
    const again = await enrol((await api.invite('north')).token, 'north');
    expect(again.stderr).toContain('CONFLICT');
    const elsewhere = join(folder, 'elsewhere');
    await muster(['coordinator', 'init', '--dir', elsewhere, '--port', '0']);
    const second = await startDaemon('second', ['coordinator', 'start', '--dir', elsewhere]);
    try {
      const foreign = await apiOf(elsewhere, String(second.ready.url)).invite('north');
      const refused = await enrol(foreign.token, 'foreign');
      expect(refused.stderr).toContain('COORDINATOR_MISMATCH');
      // The certificate of this federation at the other one's door.
      const enrolment = join(folder, 'north', 'keys', 'enrolment.json');
      const facts = JSON.parse(readFileSync(enrolment, 'utf8'));
      const moved = { ...facts, url: String(second.ready.url).replace(/^http/, 'ws') };
      writeFileSync(enrolment, JSON.stringify(moved), { mode: 0o600 });
      const check = await muster(['agent', 'check', '--dir', join(folder, 'north'), '--json']);
      const found = JSON.parse(check.stdout).checks.find(
        ({ name }: { name: string }) => name === 'coordinator',
      );
      expect(found.status).toBe('failed');
      expect(found.finding).toMatch(/FEDERATION_MISMATCH|COORDINATOR_MISMATCH/);
    } finally {
      await second.stop();
    }
  });
});
