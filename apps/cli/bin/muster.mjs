#!/usr/bin/env node
/** @module Starts `muster` under a Node that runs TypeScript; re-executes itself when the machine's Node is older. */
import { spawn } from 'node:child_process';
import module from 'node:module';
import { join } from 'node:path';
import { findNode, runsTypeScript, workspaceRoot } from './node24.mjs';

/** The daemon of a site is to stay small: the young generation of its heap is kept at 1 MiB, which costs it nothing it would notice. */
const SMALL_HEAP = '--max-semi-space-size=1';
const [command, verb] = process.argv.slice(2);
const wantsSmallHeap =
  command === 'agent' &&
  verb === 'start' &&
  !process.execArgv.includes(SMALL_HEAP) &&
  typeof process.execve === 'function' &&
  process.platform !== 'win32';

if (runsTypeScript(process.version) && wantsSmallHeap) {
  const quiet = '--disable-warning=ExperimentalWarning';
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, SMALL_HEAP, quiet, ...process.argv.slice(1)],
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
  } else {
    const child = spawn(node, [new URL(import.meta.url).pathname, ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal ? 130 : 1);
    });
  }
}
