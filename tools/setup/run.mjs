/**
 * @module `node tools/setup/run.mjs SCRIPT.ts [ARG ...]`: makes the workspace ready, then runs the script under Node 24.
 * Plain JavaScript for Node 18 and up, and nothing but what Node brings: it must work on a fresh clone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findNode, workspaceRoot } from '../../apps/cli/bin/node24.mjs';

/** Whether node_modules holds just what package-lock.json asks for; npm writes down what it installed. */
function installed() {
  try {
    const wanted = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(
      readFileSync(join(workspaceRoot, 'node_modules', '.package-lock.json'), 'utf8'),
    ).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
      if (present[path]) return present[path].version === entry.version;
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    });
  } catch {
    return false;
  }
}

function npm(args, stderr) {
  const windows = process.platform === 'win32';
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: workspaceRoot,
    stdio: ['ignore', 'ignore', stderr],
    shell: windows,
  });
  return status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (!installed()) {
  console.error('Setting up: installing dependencies (once, about half a minute) ...');
  // Install scripts stay off: every native part that Muster needs comes as a plain file inside a package. `npm ci` is exact, and refuses
  // a lock file in which a registry left out the binary of another platform; `npm install` takes the same versions and does not mind.
  const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm(['ci', ...common], 'ignore') || npm(['install', '--no-save', ...common], 'inherit');
  if (!done)
    fail('npm could not install. Check the network or the npm registry, then run this command again.');
}

const node = findNode();
if (!node) {
  fail(
    `Node 22.18 or newer is needed and no packaged Node fits ${process.platform}-${process.arch}; this is ${process.version}. Install Node 24.`,
  );
}
const env = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${join(workspaceRoot, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
};
const kernels = spawnSync(node, [join(workspaceRoot, 'tools', 'kernels', 'build.ts')], {
  cwd: workspaceRoot,
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (kernels.status !== 0) fail('The numeric kernels did not build; the lines above say why.');

const [script, ...args] = process.argv.slice(2);
if (!script) fail('usage: node tools/setup/run.mjs SCRIPT.ts [ARG ...]');
const child = spawn(node, [join(workspaceRoot, script), ...args], {
  cwd: workspaceRoot,
  env,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 130 : 1);
});
