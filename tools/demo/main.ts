/**
 * @module `npm run demo`: one coordinator and five agents as six processes, each agent with its own slice of MNIST, until the global
 * model passes 97 % on the public test images. Exit 0 only if it does.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asMusterError } from '@muster/errors';
import { parse, stringify } from 'yaml';
import { makeMnistSlices } from '../datasets/mnist.ts';
import { parseSplit } from '../datasets/partition.ts';
import { type LocalFederation, startLocalFederation } from '../processes/local-federation.ts';
import { type RunningProcess, workspace } from '../processes/processes.ts';
import { Display } from './display.ts';

const USAGE = `usage: npm run demo -- [options]
  --sites N          agents (5)
  --rounds N         most rounds (30)
  --target SHARE     accuracy at which the run is done (0.97)
  --split RULE       iid | dirichlet:A | shards:N (dirichlet:0.5): how the images are dealt out
  --engine NAME      wasm | cpu (wasm)
  --dir FOLDER       where everything is put; what is there goes (.muster/demo)
  --keep             leave everything running at the end, until Ctrl-C
  --json             print events as JSON Lines`;

const NAMES = [
  'amsterdam',
  'bergen',
  'coimbra',
  'delft',
  'essen',
  'florence',
  'geneva',
  'helsinki',
  'innsbruck',
  'jena',
];

const DEFAULT_FOLDER = join(workspace, '.muster', 'demo');

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '30' },
    target: { type: 'string', default: '0.97' },
    split: { type: 'string', default: 'dirichlet:0.5' },
    engine: { type: 'string', default: 'wasm' },
    dir: { type: 'string', default: DEFAULT_FOLDER },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const folder = resolve(values.dir);
const display = new Display(values.json);
const processes: RunningProcess[] = [];
let interrupted = false;

/** A first signal stops everything in order; the processes have heard it too when it came from the terminal. */
function onSignal(): void {
  if (interrupted) return;
  interrupted = true;
  display.say('stopping');
  void stopAll().then(() => process.exit(130));
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

async function stopAll(): Promise<void> {
  await Promise.all(processes.map((each) => each.stop()));
}

if (values.help) console.log(USAGE);
else {
  try {
    process.exitCode = await demo();
  } catch (thrown) {
    if (!interrupted) {
      display.say(`the demo failed: ${asMusterError(thrown).message}`);
      for (const each of processes)
        if (each.child.exitCode !== null) display.say(`${each.name}:\n${each.log().slice(-2000)}`);
      process.exitCode = 1;
    }
  } finally {
    if (!interrupted) await stopAll();
  }
}

/** What an earlier demo left goes; a folder of anything else stays as it is. */
function emptyFolder(): void {
  const marker = join(folder, '.muster-demo');
  const isOurs = folder === DEFAULT_FOLDER || existsSync(marker);
  if (!isOurs && existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} holds something that is no demo: name an empty folder`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(marker, 'Made by `npm run demo`, which empties this folder when it starts.\n');
}

async function demo(): Promise<number> {
  const count = Number(values.sites);
  if (!(count >= 1 && count <= 50)) throw new Error('--sites is a number from 1 to 50');
  const names = Array.from({ length: count }, (_, index) => NAMES[index] ?? `site-${index + 1}`);
  emptyFolder();
  display.step('dealing out MNIST: 60,000 images');
  const slices = await makeMnistSlices({ folder, sites: names, split: parseSplit(values.split), seed: 7 });
  display.slices(slices.sites);
  const quorum = Math.min(3, count);
  const federation = await startLocalFederation({
    folder,
    name: 'Muster demo',
    sites: names.map((name) => ({ name, folder: join(folder, name), config: siteConfig(quorum) })),
    coordinatorConfig: {
      log: 'info',
      datasets: {
        'mnist-test': {
          type: 'idx',
          images: 'public/t10k-images-idx3-ubyte',
          labels: 'public/t10k-labels-idx1-ubyte',
        },
      },
    },
    onStep: (text) => display.step(text),
    onProcess: (started) => processes.push(started),
  });
  const taskFile = join(folder, 'task.yaml');
  writeFileSync(taskFile, taskText(count, quorum));
  display.step('submitting the task');
  const { id } = await federation.api.startRun(readFileSync(taskFile, 'utf8'), 'task.yaml');
  display.say(
    `run ${id}: ${federation.agents.length + 1} processes, logs and data under ${relative(process.cwd(), folder)}`,
  );
  const started = performance.now();
  for await (const event of federation.api.events(id, { follow: true })) display.event(event);
  const run = await federation.api.run(id);
  const reached = run.status === 'completed' && run.reason === 'target reached';
  display.end(run, (performance.now() - started) / 1000);
  explain(federation, id, run.model ?? `${id}:0`);
  if (values.keep && !interrupted) {
    display.say('everything keeps running; Ctrl-C stops it');
    await new Promise(() => {});
  }
  return reached ? 0 : 1;
}

function siteConfig(minCohort: number): Record<string, unknown> {
  return {
    datasets: {
      digits: { type: 'idx', images: 'data/train-images-idx3-ubyte', labels: 'data/train-labels-idx1-ubyte' },
    },
    policy: {
      version: 1,
      tasks: ['mnist-*'],
      architectures: ['mlp', 'cnn', 'logistic'],
      minCohort,
      maxRounds: 1000,
      metrics: ['examples', 'accuracy', 'loss', 'confusion', 'norm', 'timing', 'progress'],
    },
    engine: values.engine,
    log: 'info',
  };
}

/** examples/mnist/task.yaml with this demo's numbers. */
function taskText(count: number, quorum: number): string {
  const task: unknown = parse(readFileSync(join(workspace, 'examples', 'mnist', 'task.yaml'), 'utf8'));
  if (task === null || typeof task !== 'object' || !('rounds' in task))
    throw new Error('examples/mnist/task.yaml has no rounds');
  const rounds = task.rounds !== null && typeof task.rounds === 'object' ? task.rounds : {};
  return stringify({
    ...task,
    rounds: {
      ...rounds,
      max: Number(values.rounds),
      cohort: count,
      quorum,
      target: { metric: 'accuracy', atLeast: Number(values.target) },
    },
  });
}

function explain({ coordinatorFolder }: LocalFederation, run: string, model: string): void {
  const home = relative(process.cwd(), coordinatorFolder);
  const credential = `--credential ${home}/operator.json`;
  const test = `${home}/public`;
  const start = values.keep
    ? []
    : [`  start it again       npx muster coordinator start --dir ${home}   (in another terminal)`];
  display.say(
    [
      '',
      'What was made',
      `  ${home}   the coordinator: keys, database, models`,
      `  ${relative(process.cwd(), folder)}/SITE   each site: its images, keys, policy and journal`,
      'What to do with it',
      ...start,
      `  inspect the run      npx muster run show ${run} ${credential}`,
      `  predict              npx muster model predict ${model} --images ${test}/t10k-images-idx3-ubyte --labels ${test}/t10k-labels-idx1-ubyte ${credential}`,
      `  what left a site     npx muster agent journal --dir ${relative(process.cwd(), folder)}/amsterdam`,
      '  start over           npm run demo',
    ].join('\n'),
  );
}
