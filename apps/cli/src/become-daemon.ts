/** @module Replaces this process by the agent's daemon, which loads nothing but what it needs: same pid, same streams. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Briefing } from '@muster/agent';

/**
 * A daemon that is small at rest: a young generation of 1 MiB, and no compilers of hot JavaScript, of which it has none: ciphers, hashes
 * and copies are native code. That is 69 MB in place of 78 (`npm run bench -- rest`). Options given to Node win.
 */
const NODE_OPTIONS = [
  '--max-semi-space-size=1',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--disable-warning=ExperimentalWarning',
];

const entry = fileURLToPath(new URL('../bin/agent-daemon.mjs', import.meta.url));

/** Returns only where it cannot be done: on Windows. */
export async function becomeDaemon(briefing: Briefing, options: { json?: boolean }): Promise<void> {
  if (typeof process.execve !== 'function' || process.platform === 'win32') return;
  const { writeBriefing } = await import('@muster/agent');
  const node = [...NODE_OPTIONS, ...process.execArgv, entry];
  const path = await writeBriefing(briefing);
  // Its code is compiled and kept on disk by a process that goes; the daemon would else hold the compiler of TypeScript from its first start on.
  if (!briefing.startedBefore) await promisify(execFile)(process.execPath, node);
  process.execve(
    process.execPath,
    [process.execPath, ...node, path, ...(options.json ? ['--json'] : [])],
    process.env,
  );
}
