/** @module Runs `muster` under another Node: plain JavaScript for Node 18 and up, whose processes cannot replace themselves. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Hands signals on and the exit code back. A daemon learns by MUSTER_LAUNCHER who started it: it ends with us, however we end. */
export function launch(node, args) {
  const child = spawn(node, [fileURLToPath(new URL('./muster.mjs', import.meta.url)), ...args], {
    stdio: 'inherit',
    env: { ...process.env, MUSTER_LAUNCHER: String(process.pid) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 130 : 1);
  });
}
