#!/usr/bin/env node
/** @module Starts `muster` under a Node that runs TypeScript; re-executes itself when the machine's Node is older. */
import { spawn } from 'node:child_process';
import module from 'node:module';
import { join } from 'node:path';
import { findNode, runsTypeScript, workspaceRoot } from './node24.mjs';

if (runsTypeScript(process.version)) {
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
