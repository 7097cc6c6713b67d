import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOf, muster, startDaemon } from '../../tools/processes/processes.ts';
import { enrolVirtual, VirtualAgent } from '../../tools/virtual/virtual-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-backup-'));
const home = join(folder, 'coordinator');
type Daemon = Awaited<ReturnType<typeof startDaemon>>;
let coordinator: Daemon;
const urlOf = ({ ready }: Daemon): string => String(ready.url);

const TASK = `task: tiny
purpose: test
model: { architecture: logistic }
data: { dataset: bench, kind: image, height: 4, width: 4, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 } }
rounds: { max: 5, cohort: 1, quorum: 1, deadlineS: 20 }
strategy: { name: fedadam }
`;

const json = async (...args: string[]) => {
  const { code, stdout } = await muster([...args, '--json']);
  return { code, value: stdout === '' ? {} : JSON.parse(stdout) };
};
const problems = (value: { findings: { severity: string; what: string; problem: string }[] }) =>
  value.findings.filter(({ severity }) => severity === 'broken');

async function train(dir: string, url: string, name: string): Promise<string> {
  const api = apiOf(dir, url);
  const { token } = await api.invite(name);
  const agent = new VirtualAgent(await enrolVirtual(url.replace('http', 'ws'), token), {
    dataset: 'bench',
    kind: 'image',
    fetchModel: true,
    makeUpdate: (offer, bytes) => ({
      bytes: new Uint8Array(
        Float32Array.from({ length: bytes / 4 }, (_, at) => Math.sin(at + (offer.ref?.round ?? 0))).buffer,
      ),
      weight: 5,
    }),
  });
  await agent.connect();
  const { id } = await api.startRun(TASK, 'task.yaml');
  for await (const event of api.events(id, { follow: true })) void event;
  agent.close();
  await api.revoke(name, 'it has left: nobody waits for its cosignature');
  expect((await api.run(id)).status).toBe('completed');
  return id;
}

/** The record of an update that was refused for what is in it. */
async function refuse(url: string, name: string): Promise<string> {
  const api = apiOf(home, url);
  const { token } = await api.invite(name);
  const agent = new VirtualAgent(await enrolVirtual(url.replace('http', 'ws'), token), {
    dataset: 'bench',
    kind: 'image',
    fetchModel: true,
    makeUpdate: (_offer, bytes) => ({
      bytes: new Uint8Array(new Float32Array(bytes / 4).fill(Number.NaN).buffer),
      weight: 5,
    }),
  });
  await agent.connect();
  const { id } = await api.startRun(TASK, 'task.yaml');
  await expect.poll(async () => (await api.quarantine(id)).length, { timeout: 20_000 }).not.toBe(0);
  const [held] = await api.quarantine(id);
  await api.cancelRun(id);
  agent.close();
  await api.revoke(name, 'it has left: nobody waits for its cosignature');
  return held?.id ?? '';
}

beforeAll(async () => {
  await muster(['coordinator', 'init', '--dir', home, '--port', '0']);
  appendFileSync(join(home, 'coordinator.yaml'), 'log: warn\n');
  coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', home]);
});
afterAll(async () => {
  await coordinator.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a coordinator', () => {
  it('is backed up while it runs, checked, restored, and goes on from there', async () => {
    const run = await train(home, urlOf(coordinator), 'north');
    expect(await json('coordinator', 'check', '--dir', home)).toMatchObject({ code: 0 });
    const backup = join(folder, 'backup');
    const made = await json('coordinator', 'backup', '--dir', home, '--to', backup);
    expect(made).toMatchObject({ code: 0, value: { blobs: 9 } }); // a plan, six models, two slots of the strategy
    expect(statSync(backup).mode & 0o077).toBe(0);
    expect(statSync(join(backup, 'keys', 'organisation.json')).mode & 0o077).toBe(0);
    expect((await json('coordinator', 'backup', '--dir', home, '--to', backup)).code).toBe(1);
    expect(await json('coordinator', 'check', '--dir', backup)).toMatchObject({
      code: 0,
      value: { findings: [] },
    });

    // What happens after it is not in it.
    await train(home, urlOf(coordinator), 'south');
    const again = join(folder, 'again');
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', again)).code).toBe(0);
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', again)).code).toBe(1);
    const restored = await startDaemon('restored', ['coordinator', 'start', '--dir', again]);
    try {
      const api = apiOf(again, urlOf(restored));
      expect((await api.runs()).map(({ id }) => id)).toEqual([run]);
      expect((await api.sites()).map(({ name }) => name)).toEqual(['north']);
      const models = await api.models(run);
      expect(models).toHaveLength(6);
      expect((await api.weights(models[0]?.id ?? '')).locked).toBe(false);
      await train(again, urlOf(restored), 'west');
    } finally {
      await restored.stop();
    }
  });

  it('takes refused updates along, with their bytes, and finds those that were altered', async () => {
    const held = await refuse(urlOf(coordinator), 'odd');
    const backup = join(folder, 'with-refused');
    expect(await json('coordinator', 'backup', '--dir', home, '--to', backup)).toMatchObject({
      code: 0,
      value: { refused: 1 },
    });
    const whole = { code: 0, value: { findings: [] } };
    expect(await json('coordinator', 'check', '--dir', backup)).toMatchObject(whole);
    const again = join(folder, 'again-refused');
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', again)).code).toBe(0);
    expect(await json('coordinator', 'check', '--dir', again)).toMatchObject(whole);
    const restored = await startDaemon('restored', ['coordinator', 'start', '--dir', again]);
    try {
      expect(await apiOf(again, urlOf(restored)).quarantined(held)).toMatchObject({
        kept: true,
        state: 'held',
      });
    } finally {
      await restored.stop();
    }
    const quarantine = join(backup, 'data', 'quarantine');
    appendFileSync(join(quarantine, readdirSync(quarantine)[0] ?? ''), 'x');
    const checked = await json('coordinator', 'check', '--dir', backup);
    expect(problems(checked.value)).toMatchObject([{ what: 'quarantine', of: held }]);
    const there = join(folder, 'not-there');
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', there)).code).toBe(1);
    // Nor is there a copy of what has gone, once it is decided that it may.
    await apiOf(home, urlOf(coordinator)).drop(held);
    expect(await json('coordinator', 'backup', '--dir', home, '--to', there)).toMatchObject({
      code: 0,
      value: { refused: 0 },
    });
    rmSync(there, { recursive: true });
  });

  it('is not restored from what was altered, and says what of it is broken', async () => {
    const backup = join(folder, 'altered');
    expect((await json('coordinator', 'backup', '--dir', home, '--to', backup)).code).toBe(0);
    const blobs = join(backup, 'data', 'blobs', 'sha256');
    const prefix = readdirSync(blobs).find((name) => readdirSync(join(blobs, name)).length > 0) ?? '';
    const blob = join(blobs, prefix, readdirSync(join(blobs, prefix))[0] ?? '');
    const bytes = readFileSync(blob);
    writeFileSync(blob, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]));
    const checked = await json('coordinator', 'check', '--dir', backup);
    expect(checked.code).toBe(1);
    expect(problems(checked.value)).toMatchObject([{ what: 'blob' }]);
    const there = join(folder, 'there');
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', there)).code).toBe(1);
    writeFileSync(blob, bytes);
    appendFileSync(join(backup, 'coordinator.yaml'), '# changed\n');
    expect((await json('coordinator', 'restore', '--from', backup, '--dir', there)).code).toBe(1);
    expect(readdirSync(folder)).not.toContain('there');
    expect((await json('coordinator', 'restore', '--from', home, '--dir', there)).code).toBe(1);
  });

  it('shares its data with no second process', async () => {
    const second = await muster(['coordinator', 'start', '--dir', home]);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toContain('STORAGE_BUSY');
  });
});
