/** @module What is wrong with this coordinator now and needs a person: shown by /readyz, /metrics and `muster coordinator status`. */
import type { ErrorCode, MusterError } from '@muster/errors';
import type { Clock } from '@muster/transport';
import type { Logger } from './logger.ts';

/** What is at fault: rows, model files, updates on their way in, the room on the disk that holds them all, the ingest thread. */
export type AlarmName = 'database' | 'blobs' | 'spool' | 'disk' | 'ingest' | 'audit';

export interface Alarm {
  readonly name: AlarmName;
  readonly code: ErrorCode;
  readonly message: string;
  readonly sinceMs: number;
}

export class Alarms {
  readonly #clock: Pick<Clock, 'wallMs'>;
  readonly #log: Pick<Logger, 'error' | 'info'>;
  readonly #raised = new Map<AlarmName, Alarm>();

  constructor(clock: Pick<Clock, 'wallMs'>, log: Pick<Logger, 'error' | 'info'>) {
    this.#clock = clock;
    this.#log = log;
  }

  /** By name. */
  get raised(): readonly Alarm[] {
    return [...this.#raised.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Nothing new is begun while one is raised: no run, no round, no upload. */
  get any(): Alarm | undefined {
    return this.raised[0];
  }

  raise(name: AlarmName, { code, message }: Pick<MusterError, 'code' | 'message'>): void {
    const before = this.#raised.get(name);
    this.#raised.set(name, { name, code, message, sinceMs: before?.sinceMs ?? this.#clock.wallMs() });
    if (before?.code !== code) this.#log.error({ alarm: name, code }, message);
  }

  clear(name: AlarmName): void {
    if (this.#raised.delete(name)) this.#log.info({ alarm: name }, 'the alarm is over');
  }
}
