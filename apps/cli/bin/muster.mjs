#!/usr/bin/env node
/** @module Starts `muster` under a Node that runs TypeScript; re-executes itself when the machine's Node is older. */
import module from 'node:module';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { findNode, runsTypeScript, workspaceRoot } from './node24.mjs';

/**
 * Heap of the coordinator. Its buffers are outside of it, and a smaller one keeps less garbage: 250 MB in place of 330 with 50 agents of
 * 10 M parameters (`npm run bench -- memory`). Options given to Node, or in NODE_OPTIONS, win.
 */
const HEAP =
  process.argv.slice(2, 4).join(' ') === 'coordinator start'
    ? { '--max-semi-space-size': 4, '--max-old-space-size': 1024 }
    : {};
const given = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')];
const wanted = Object.entries(HEAP)
  .filter(([option]) => !given.some((each) => each.replaceAll('_', '-').startsWith(option)))
  .map(([option, megabytes]) => `${option}=${megabytes}`);
const canReplace = typeof process.execve === 'function' && process.platform !== 'win32';

if (runsTypeScript(process.version) && canReplace && wanted.length > 0) {
  const quiet = '--disable-warning=ExperimentalWarning';
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, ...wanted, quiet, ...process.argv.slice(1)],
    process.env,
  );
} else if (runsTypeScript(process.version)) {
  // Stripped TypeScript is kept on disk: later starts are quicker, and the daemon at rest never loads the stripper.
  module.enableCompileCache?.(join(workspaceRoot, 'node_modules', '.cache', 'muster'));
  const { main } = await import('../src/main.ts');
  await main(process.argv.slice(2));
} else {
  const node = findNode();
  if (!node) {
    console.error(
      `muster needs Node 22.18 or newer; this is ${process.version}.\nRun \`npm install --ignore-scripts\` in the workspace: it brings Node 24 along.`,
    );
    process.exitCode = 1;
  } else launch(node, process.argv.slice(2));
}
