import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Offer, Outcome } from '@muster/protocol';
import { memorySource, type ObjectSource } from '@muster/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { enrolVirtual, VirtualAgent, type VirtualIdentity } from '../../tools/virtual/virtual-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'));
const home = join(folder, 'coordinator');
const SITES = ['a', 'b', 'c'] as const;
let coordinator: RunningProcess;
let url = '';
const identities = new Map<string, VirtualIdentity>();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const start = async () => startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);

beforeAll(async () => {
  const port = await freePort();
  expect((await muster(['coordinator', 'init', '--dir', home, '--port', String(port)])).code).toBe(0);
  appendFileSync(join(home, 'coordinator.yaml'), 'log: warn\nseal: { afterS: 0.1 }\n');
  coordinator = await start();
  url = `http://127.0.0.1:${port}`;
  const api = apiOf(home, url);
  for (const name of SITES)
    identities.set(name, await enrolVirtual(url.replace('http', 'ws'), (await api.invite(name)).token));
});

afterAll(async () => {
  await coordinator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Below the quorum nothing is sealed; with a quorum of one, the first update is, a moment after it came. */
const taskOf = (quorum: number) => `task: kill
purpose: test
model: { architecture: mlp, hidden: [1000] }
data: { dataset: bench, kind: image, height: 28, width: 28, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: 1, cohort: 3, quorum: ${quorum}, deadlineS: 60 }
strategy: { name: fedavg }
`;

/** A site whose update depends on its name alone, and which notes from where its bytes are read. */
class Site {
  readonly name: string;
  readonly agent: VirtualAgent;
  readonly offsets: number[] = [];
  readonly outcomes: Outcome[] = [];
  #offered = Promise.withResolvers<Offer>();

  constructor(name: string) {
    this.name = name;
    const identity = identities.get(name);
    if (!identity) throw new Error(`${name} is not enrolled`);
    this.agent = new VirtualAgent(identity, {
      dataset: 'bench',
      kind: 'image',
      fetchModel: false,
      makeUpdate: (offer) => {
        this.#offered.resolve(offer);
        return undefined;
      },
      onOutcome: (outcome) => this.outcomes.push(outcome),
    });
  }

  async offer(): Promise<Offer> {
    const offer = await this.#offered.promise;
    this.#offered = Promise.withResolvers();
    return offer;
  }

  /** Brings its update; of a part alone, the bytes after it never come. */
  bring(offer: Offer, part = 1) {
    const values = Float32Array.from({ length: PARAMETERS }, (_, index) =>
      Math.sin(index * this.name.charCodeAt(0)),
    );
    const update = { bytes: new Uint8Array(values.buffer), weight: 10 + this.name.charCodeAt(0) };
    const { bytes } = this.agent.sealed(update);
    const whole = memorySource(bytes);
    const source: ObjectSource = {
      ...whole,
      read: (offset, length) => {
        if (offset + length > part * bytes.length) return new Promise(() => {});
        this.offsets.push(offset);
        return whole.read(offset, length);
      },
    };
    return this.agent.report(offer, update, source);
  }
}
const PARAMETERS = 784 * 1000 + 1000 + 2 * 1000 + 2;

const sitesAgain = () => SITES.map((name) => new Site(name));

async function untilConnected(sites: readonly Site[]): Promise<void> {
  for (const site of sites)
    await expect
      .poll(
        () =>
          site.agent.connect().then(
            () => true,
            () => false,
          ),
        { timeout: 10_000, interval: 200 },
      )
      .toBe(true);
}

async function modelOf(id: string): Promise<string> {
  const api = apiOf(home, url);
  for await (const event of api.events(id, { follow: true })) void event;
  const run = await api.run(id);
  expect(run.status).toBe('completed');
  expect(run.history).toHaveLength(1);
  expect(run.history[0]?.attempt).toBe(1);
  expect(run.history[0]?.bytesUp).toBeGreaterThanOrEqual(SITES.length * PARAMETERS * 4);
  return (await api.model(run.model ?? '')).hash;
}

describe('kill -9 of the coordinator while updates come in', () => {
  it.each([
    ['received', 3],
    ['sealed', 1],
  ] as const)(
    'one is %s: costs no attempt, no whole update and no acknowledged chunk, and changes no bit',
    async (state, quorum) => {
      const task = taskOf(quorum);
      // What it should be.
      const calm = sitesAgain();
      await untilConnected(calm);
      const { id: undisturbed } = await apiOf(home, url).startRun(task, 'task.yaml');
      await Promise.all(calm.map(async (site) => site.bring(await site.offer())));
      const expected = await modelOf(undisturbed);
      for (const site of calm) site.agent.close();

      // One update is whole, one is half there, one has not begun.
      const before = sitesAgain();
      await untilConnected(before);
      const { id } = await apiOf(home, url).startRun(task, 'task.yaml');
      const [whole, half] = before;
      const offers = await Promise.all(before.map((site) => site.offer()));
      if (!whole || !half || !offers[0] || !offers[1]) throw new Error('three sites were expected');
      expect((await whole.bring(offers[0])).kind).toBe('received');
      if (state === 'sealed') await expect.poll(() => whole.outcomes.length, { timeout: 5_000 }).toBe(1);
      expect(whole.outcomes.map(({ outcome }) => outcome)).toEqual(state === 'sealed' ? ['counted'] : []);
      half.bring(offers[1], 0.6).catch(() => {});
      await expect.poll(() => half.offsets.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(7);
      await new Promise((resolve) => setTimeout(resolve, 300)); // the last chunks arrive
      coordinator.child.kill('SIGKILL');
      await new Promise((resolve) => coordinator.child.once('exit', resolve));

      const killedAt = performance.now();
      coordinator = await start();
      const after = sitesAgain();
      await untilConnected(after);
      const again = await Promise.all(
        after.map(async (site) => {
          // Whose update is whole is offered nothing: it is told so when it brings it.
          const offer = site === after[0] ? offers[0] : await site.offer();
          if (!offer) throw new Error('no offer came');
          expect(offer.ref).toEqual(offers[0]?.ref);
          return (await site.bring(offer)).kind;
        }),
      );
      expect(again).toEqual(['received', 'received', 'received']);
      expect(performance.now() - killedAt).toBeLessThan(10_000);
      expect(await modelOf(id)).toBe(expected);
      expect(after[0]?.offsets).toEqual([]);
      const sent = Math.max(...half.offsets) + 262_144;
      expect(after[1]?.offsets[0]).toBe(sent);
      expect(after[2]?.offsets[0]).toBe(0);
      await expect
        .poll(() => after.map(({ outcomes }) => [...new Set(outcomes.map(({ outcome }) => outcome))]), {
          timeout: 5_000,
        })
        .toEqual([['counted'], ['counted'], ['counted']]);
      for (const site of after) site.agent.close();
    },
  );
});
