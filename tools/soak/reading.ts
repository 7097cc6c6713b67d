/** @module What is read of a process while it works, and whether it stays where it is. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of one process at one time; what cannot be read is left out. */
export type Reading = Readonly<Record<string, number>>;

/** Resident memory in MB (10^6 bytes) and open file handles, by /proc. Undefined when the process is gone. */
export function readProcess(pid: number): Reading | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    return { rssMb: (kilobytes * 1024) / 1e6, handles: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}

/** Timers and other things that keep an event loop busy, of a coordinator's /metrics. */
export async function readLoop(url: string): Promise<Reading> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const value = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  return {
    timers: value(/^nodejs_active_resources\{type="Timeout"\} (\d+)$/m),
    heapMb: value(/^nodejs_heap_size_used_bytes (\d+)$/m) / 1e6,
  };
}

/** How a figure moved from the first to the last third of its readings. */
export interface Drift {
  readonly first: number;
  readonly last: number;
  /** Of the first; 0.05 is 5 %. */
  readonly share: number;
}

/** Compares medians, which one odd reading does not move. Undefined for fewer than nine readings. */
export function driftOf(values: readonly number[]): Drift | undefined {
  if (values.length < 9) return undefined;
  const third = Math.floor(values.length / 3);
  const first = median(values.slice(0, third));
  const last = median(values.slice(-third));
  return { first, last, share: first === 0 ? Math.abs(last) : (last - first) / first };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
