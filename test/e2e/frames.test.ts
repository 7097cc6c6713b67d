import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@muster/api';
import type { ErrorCode } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, muster, type RunningProcess, startDaemon } from '../../tools/processes/processes.ts';
import { type Meddle, shortened, startMeddlingProxy } from '../../tools/proxy/meddling-proxy.ts';
import { enrolVirtual, VirtualAgent } from '../../tools/virtual/virtual-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-frames-'));
const home = join(folder, 'coordinator');
let coordinator: RunningProcess & { ready: Record<string, unknown> };
let api: ApiClient;
let port = 0;

beforeAll(async () => {
  expect((await muster(['coordinator', 'init', '--dir', home, '--port', '0'])).code).toBe(0);
  appendFileSync(join(home, 'coordinator.yaml'), 'log: debug\n');
  coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
  const url = String(coordinator.ready.url);
  port = Number(new URL(url).port);
  api = apiOf(home, url);
});

afterAll(async () => {
  await coordinator.stop();
  rmSync(folder, { recursive: true, force: true });
});

const TASK = `task: frames
purpose: test
model: { architecture: mlp, hidden: [400] }
data: { dataset: bench, kind: image, height: 28, width: 28, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: 2, cohort: 3, quorum: 3, deadlineS: 30 }
strategy: { name: fedavg }
`;

/** A frame of an update, of which one takes several: control frames are smaller. */
const isBulk = (frame: Buffer): boolean => frame.length > 100_000;

/** Meddles with bulk frame `which` of a connection. */
function atBulk(which: number, change: (frame: Buffer, later: Buffer[]) => readonly Buffer[]): () => Meddle {
  return () => {
    let seen = 0;
    const held: Buffer[] = [];
    return (frame) => {
      if (isBulk(frame)) seen += 1;
      return isBulk(frame) && seen === which ? change(frame, held) : [frame, ...held.splice(0)];
    };
  };
}

const WAYS: readonly (readonly [string, ErrorCode, () => Meddle])[] = [
  [
    'flips one bit of a frame',
    'FRAME_FORGED',
    atBulk(2, (frame) => {
      const flipped = Buffer.from(frame);
      flipped.writeUInt8(flipped.readUInt8(5_000) ^ 0x10, 5_000);
      return [flipped];
    }),
  ],
  ['sends a frame again', 'FRAME_REPLAYED', atBulk(2, (frame) => [frame, Buffer.from(frame)])],
  [
    'changes the order of two frames',
    'FRAME_REPLAYED',
    atBulk(1, (frame, later) => {
      later.push(Buffer.from(frame));
      return [];
    }),
  ],
  ['keeps a frame back', 'FRAME_REPLAYED', atBulk(2, () => [])],
  ['cuts a frame short', 'MALFORMED', atBulk(2, (frame) => [shortened(frame, 100)])],
  [
    'cuts a frame short that is no bulk',
    'MALFORMED',
    () => (frame, index) => (index === 5 ? [shortened(frame, 1)] : [frame]),
  ],
];

describe('somebody in the middle who', () => {
  const cases = (['up', 'down'] as const).flatMap((direction) =>
    WAYS.map(([way, code, meddle]) => ({ direction, way, code, meddle })),
  );
  it.each(cases)(
    '$way ($direction) costs one connection, named by its code, and no update',
    async (trial) => {
      const { direction, way, code, meddle } = trial;
      const direct = `ws://127.0.0.1:${port}`;
      let meddles = true;
      const proxy = await startMeddlingProxy(
        port,
        () => (meddles ? meddle() : (frame) => [frame]),
        direction,
      );
      const agents: VirtualAgent[] = [];
      const ends: string[] = [];
      const names = ['a', 'b', 'c'].map((name) => `${way.replaceAll(' ', '-')}-${direction}-${name}`);
      try {
        for (const name of names) {
          const identity = await enrolVirtual(direct, (await api.invite(name)).token);
          const through = name === names[0] ? `ws://127.0.0.1:${proxy.port}` : direct;
          const agent: VirtualAgent = new VirtualAgent(
            { ...identity, url: through },
            {
              dataset: 'bench',
              kind: 'image',
              fetchModel: true,
              makeUpdate: (_offer, modelBytes) => ({ bytes: new Uint8Array(modelBytes), weight: 10 }),
              onError: () => {}, // the update that was on its way; the offer comes again
              onClose: (reason) => {
                if (!meddles) return;
                ends.push(direction === 'up' ? reason.message : reason.code);
                meddles = false;
                void agent.connect();
              },
            },
          );
          await agent.connect();
          agents.push(agent);
        }
        const { id } = await api.startRun(TASK, 'frames.yaml');
        for await (const event of api.events(id, { follow: true })) void event;
        const run = await api.run(id);
        // Under keys that somebody else may have touched nothing more is sealed: the code comes as a hint, by the close frame.
        const closed = `the connection closed (${code})`;
        expect(ends).toEqual([direction === 'up' ? closed : code]);
        expect(run.status).toBe('completed');
        for (const round of run.history)
          expect(round.members.map(({ outcome }) => outcome)).toEqual(['counted', 'counted', 'counted']);
        expect(coordinator.log()).toContain(direction === 'up' ? `"code":"${code}"` : closed);
      } finally {
        meddles = false;
        for (const agent of agents) agent.close();
        // Nobody waits for the cosignature of a site that has left.
        for (const name of names) await api.revoke(name, 'the trial is over').catch(() => {});
        await proxy.close();
      }
    },
  );
});
