/** @module A coordinator in this process and virtual agents, for tests that look at both. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCoordinator, startCoordinator } from '@muster/coordinator';
import { asMusterError } from '@muster/errors';
import { expect } from 'vitest';
import { apiOf } from '../../tools/processes/processes.ts';
import {
  enrolVirtual,
  VirtualAgent,
  type VirtualBehaviour,
  type VirtualIdentity,
} from '../../tools/virtual/virtual-agent.ts';

const closing: (() => unknown)[] = [];

/** For afterEach: ends what the test began, last first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

type Behaviour = Partial<VirtualBehaviour> & Pick<VirtualBehaviour, 'makeUpdate'>;

/** Has the end of the test do this, before what was begun earlier is ended. */
export function atEnd(close: () => unknown): void {
  closing.push(close);
}

/** `config` is added to coordinator.yaml. */
export async function coordinator(config = '', options: Parameters<typeof startCoordinator>[1] = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-integration-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const { url } = await initCoordinator({ dir: folder, federation: 'test', host: '127.0.0.1', port: 0 });
  expect(url).toContain('127.0.0.1');
  appendFileSync(join(folder, 'coordinator.yaml'), `log: silent\n${config}`);
  const running = await startCoordinator(folder, options);
  closing.push(() => running.close());
  const api = apiOf(folder, running.url);
  const enrol = async (name: string): Promise<VirtualIdentity> => {
    const { token } = await api.invite(name);
    return enrolVirtual(running.url.replace(/^http/, 'ws'), token);
  };
  const enter = async (identity: VirtualIdentity, behaviour: Behaviour): Promise<VirtualAgent> => {
    const agent = new VirtualAgent(identity, {
      dataset: 'bench',
      kind: 'image',
      fetchModel: true,
      ...behaviour,
    });
    await agent.connect();
    closing.push(() => agent.close());
    return agent;
  };
  return {
    folder,
    api,
    url: running.url,
    fatal: running.fatal,
    enrol,
    enter,
    join: async (name: string, behaviour: Behaviour): Promise<VirtualAgent> =>
      enter(await enrol(name), behaviour),
    async finish(text: string) {
      const { id } = await api.startRun(text, 'tiny.yaml');
      for await (const event of api.events(id, { follow: true })) void event;
      return api.run(id);
    },
  };
}

/** A task whose model has a few dozen parameters and trains nothing: `rounds` as task.yaml has them, `more` are further lines of it. */
export function tinyTask(
  rounds: string,
  { name = 'tiny', strategy = 'fedavg', holdout = 0, more = '' } = {},
): string {
  return `task: ${name}
purpose: test
model: { architecture: logistic }
data: { dataset: bench, kind: image, height: 4, width: 4, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 }, holdout: ${holdout} }
training: { optimizer: { name: sgd, learningRate: 0.1 }, seed: 3 }
rounds: { ${rounds} }
strategy: { name: ${strategy} }
${more}
`;
}

/** The code of what a promise fails with; '' when it does not. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );
}
