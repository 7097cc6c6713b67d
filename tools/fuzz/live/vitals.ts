/** @module How a process is: whether it lives, the memory that it holds, and its sockets; from the system, not from its own words. */

import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Vitals {
  readonly alive: boolean;
  readonly pid: number;
  /** Resident memory, bytes. */
  readonly rssBytes: number;
  /** Open sockets; undefined where the system does not tell. */
  readonly sockets: number | undefined;
}

export function vitalsOf(child: ChildProcess): Vitals {
  const pid = child.pid ?? 0;
  const alive = child.exitCode === null && child.signalCode === null;
  if (!alive) return { alive, pid, rssBytes: 0, sockets: undefined };
  return { alive, pid, rssBytes: rssOf(pid), sockets: socketsOf(pid) };
}

function rssOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kibibytes = existsSync(status)
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]
    : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]).stdout.toString('utf8');
  return Number(kibibytes) * 1024;
}

function socketsOf(pid: number): number | undefined {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

/**
 * The least memory seen in `samples` looks, `everyMs` apart: what a process comes back to between collections is what it holds, the rest is
 * garbage that nobody has needed the room of yet.
 */
export async function restingRss(child: ChildProcess, samples: number, everyMs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < samples; index += 1) {
    least = Math.min(least, vitalsOf(child).rssBytes);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return least;
}
