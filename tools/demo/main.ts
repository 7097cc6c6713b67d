/**
 * @module `npm run demo`: one coordinator and five agents as six processes, each agent with its own slice of MNIST, until the global
 * model passes 97 % on the public test images. Exit 0 only if it does, 5 if it does not.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { asMusterError } from '@muster/errors';
import { parse, stringify } from 'yaml';
import { makeMnistSlices } from '../datasets/mnist.ts';
import { type LocalFederation, startLocalFederation } from '../processes/local-federation.ts';
import { type RunningProcess, workspace } from '../processes/processes.ts';
import { Display } from './display.ts';
import { emptyFolder } from './folder.ts';
import { type DemoOptions, parseOptions, quoted, USAGE } from './options.ts';

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

/** Whose signatures on the audit log count. */
const POLICY_FILE = 'audit-policy.txt';

const options = optionsOf(process.argv.slice(2));
const display = new Display(options?.json === true);
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

/** The coordinator first: its last checkpoint is cosigned by agents that are there. */
async function stopAll(): Promise<void> {
  const [coordinator, ...agents] = processes;
  await coordinator?.stop();
  await Promise.all(agents.map((each) => each.stop()));
}

if (options) {
  try {
    process.exitCode = await demo(options);
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

/** Undefined when there is nothing to do but what is said here. */
function optionsOf(args: readonly string[]): DemoOptions | undefined {
  try {
    const parsed = parseOptions(args);
    if (!parsed) console.log(USAGE);
    return parsed;
  } catch (thrown) {
    console.error(`${asMusterError(thrown).message}\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function demo(asked: DemoOptions): Promise<number> {
  const { sites: count, folder, split } = asked;
  const names = Array.from({ length: count }, (_, index) => NAMES[index] ?? `site-${index + 1}`);
  emptyFolder(folder);
  display.step('dealing out MNIST: 60,000 images');
  const slices = await makeMnistSlices({ folder, sites: names, split, seed: 7 });
  display.slices(slices.sites);
  const quorum = Math.min(3, count);
  const federation = await startLocalFederation({
    folder,
    name: 'Muster demo',
    sites: names.map((name) => ({
      name,
      folder: join(folder, name),
      config: siteConfig(asked),
      policy: policyOf(asked, quorum),
    })),
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
  writeFileSync(taskFile, taskText(asked, quorum));
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
  writeFileSync(join(folder, POLICY_FILE), await federation.api.auditPolicy());
  explain(asked, federation, id, run.model ?? `${id}:0`);
  if (asked.keep && !interrupted) {
    display.say('everything keeps running; Ctrl-C stops it');
    await new Promise(() => {});
  }
  if (run.status !== 'completed') return 1;
  return reached ? 0 : 5;
}

function siteConfig({ engine }: DemoOptions): Record<string, unknown> {
  return {
    datasets: {
      digits: { type: 'idx', images: 'data/train-images-idx3-ubyte', labels: 'data/train-labels-idx1-ubyte' },
    },
    engine,
    log: 'info',
  };
}

function policyOf({ secure }: DemoOptions, minCohort: number): Record<string, unknown> {
  return {
    purposes: { demonstration: ['not-personal'] },
    tasks: ['mnist-*'],
    architectures: ['mlp', 'cnn', 'logistic'],
    minCohort,
    maxRounds: 1000,
    ...(secure ? { secureAggregation: 'malicious' } : {}),
  };
}

/** examples/mnist/task.yaml with this demo's numbers. */
function taskText({ sites, rounds: max, target, secure }: DemoOptions, quorum: number): string {
  const task: unknown = parse(readFileSync(join(workspace, 'examples', 'mnist', 'task.yaml'), 'utf8'));
  if (task === null || typeof task !== 'object' || !('rounds' in task))
    throw new Error('examples/mnist/task.yaml has no rounds');
  const rounds = task.rounds !== null && typeof task.rounds === 'object' ? task.rounds : {};
  return stringify({
    ...task,
    rounds: {
      ...rounds,
      max,
      cohort: sites,
      quorum,
      target: { metric: 'accuracy', atLeast: target },
    },
    ...(secure ? { secureAggregation: { profile: 'malicious' } } : {}),
  });
}

function explain(
  { folder, keep, given }: DemoOptions,
  { coordinatorFolder, agents }: LocalFederation,
  run: string,
  model: string,
): void {
  const here = (path: string): string => quoted(relative(process.cwd(), path) || '.');
  const home = here(coordinatorFolder);
  const credential = `--credential ${here(join(coordinatorFolder, 'operator.json'))}`;
  const images = here(join(coordinatorFolder, 'public', 't10k-images-idx3-ubyte'));
  const labels = here(join(coordinatorFolder, 'public', 't10k-labels-idx1-ubyte'));
  const site = here(join(folder, agents[0]?.name ?? ''));
  const log = here(join(coordinatorFolder, 'data', 'audit', '1'));
  const siteLog = here(join(folder, agents[0]?.name ?? '', 'state', 'audit', '1'));
  const policy = here(join(folder, POLICY_FILE));
  const again = given.length === 0 ? '' : ` -- ${given.map(quoted).join(' ')}`;
  const start = keep
    ? []
    : [`  start it again       npx muster coordinator start --dir ${home}   (in another terminal)`];
  display.say(
    [
      '',
      'What was made',
      `  ${home}   the coordinator: keys, database, models`,
      `  ${here(folder)}/SITE   each site: its images, keys, signed policy and journal`,
      'What to do with it',
      ...start,
      `  inspect the run      npx muster run show ${run} ${credential}`,
      `  predict              npx muster model predict ${model} --images ${images} --labels ${labels} ${credential}`,
      `  what left a site     npx muster agent journal --dir ${site}`,
      `  verify it all        npx muster audit verify ${log} --policy ${policy} --full --site ${siteLog}`,
      `  for people           npx muster audit report ${log} --policy ${policy} --site ${siteLog} --out ${here(join(folder, 'report.html'))}`,
      `  start over           npm run demo${again}`,
    ].join('\n'),
  );
}
