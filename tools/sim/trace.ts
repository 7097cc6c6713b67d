/** @module What happened, in the order of virtual time: for the people who read why a seed fails. */
import pino from 'pino';
import { EPOCH_MS, type VirtualTime } from './clock.ts';

export class Trace {
  readonly #time: VirtualTime;
  readonly #lines: string[] | undefined;

  /** Without `keep` nothing is written down, and nothing is spent on it. */
  constructor(time: VirtualTime, keep: boolean) {
    this.#time = time;
    this.#lines = keep ? [] : undefined;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  say(host: string, text: string): void {
    this.#lines?.push(`${(this.#time.nowMs / 1000).toFixed(3).padStart(9)} s  ${host.padEnd(12)} ${text}`);
  }

  /** The log of a host's own code, as lines of the trace. */
  loggerOf(host: string): pino.Logger {
    if (!this.#lines) return silent;
    return pino(
      { level: 'debug', base: null, timestamp: () => `,"time":${EPOCH_MS + this.#time.nowMs}` },
      { write: (line: string) => this.say(host, textOf(line)) },
    );
  }
}

const silent = pino({ level: 'silent' });

/** The message of a line of pino, and its fields. */
function textOf(line: string): string {
  const { msg, level, time, err, ...fields } = JSON.parse(line);
  const named = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const cause = err === undefined ? [] : [`err=${JSON.stringify(err.stack ?? err.message)}`];
  return [msg, ...named, ...cause].join(' ');
}
