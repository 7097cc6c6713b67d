/**
 * @module A full collection of garbage in a Node process that knows nothing of it, by the inspector that SIGUSR1 opens. Without one, the
 * memory of a process tells how long ago V8 last found it worth while, more than what the process holds.
 */
import { WebSocket } from 'ws';
import type { RunningProcess } from '../../processes/processes.ts';

/** For the Node that is to be collected: the inspector takes a free port of loopback. */
export const COLLECTABLE = ['--inspect-port=127.0.0.1:0'];
/** What Node says of the inspector on standard error. */
export const INSPECTOR_LINES = /^(?:Debugger listening on|For help, see|Debugger attached|Debugger ending)/;

const OPEN_MS = 10_000;

/** Collects all garbage. False where the process cannot be asked. */
export async function collectGarbage(running: RunningProcess): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const url = await inspectorOf(running);
  if (url === undefined) return false;
  const socket = new WebSocket(url);
  try {
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const answered = new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('close', reject);
    });
    socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
    await answered;
    return true;
  } finally {
    socket.removeAllListeners('close');
    socket.terminate(); // an inspector does not hurry to close, and its socket would be counted
  }
}

/** Where the inspector listens; it is opened at first. */
async function inspectorOf({ child, log }: RunningProcess): Promise<string | undefined> {
  const known = (): string | undefined => /Debugger listening on (ws:\S+)/.exec(log())?.[1];
  if (known() === undefined && !child.kill('SIGUSR1')) return undefined;
  const endMs = performance.now() + OPEN_MS;
  while (known() === undefined && performance.now() < endMs)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return known();
}
