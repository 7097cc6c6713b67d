/** @module Prometheus metrics: what is bounded has a gauge, what comes in is counted by how it ended. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface MessageCounts {
  accepted(kind: string): void;
  rejected(kind: string, code: string): void;
  discarded(kind: string): void;
}

export interface Readings {
  readonly connections: number;
  readonly sessions: number;
  readonly pendingHandshakes: number;
  readonly uploadsKept: number;
  readonly uploadsReceiving: number;
  readonly uploadsWaiting: number;
  readonly uploadSlots: number;
  readonly ingestJobs: number;
  readonly evaluatorJobs: number;
  readonly queuedMessages: number;
  readonly socketBytes: number;
  readonly bulkFrames: number;
  readonly chunkBuffers: number;
  readonly readsWaiting: number;
  readonly requestsOpen: number;
  readonly requestsHandled: number;
  readonly transfersIn: number;
  readonly transfersOut: number;
  readonly enrolling: number;
  readonly watchers: number;
  readonly runInputs: number;
  readonly runsActive: number;
  readonly runsQueued: number;
  readonly runsWaitingForPerson: number;
  readonly sitesSuspended: number;
  readonly quarantineBytes: number;
  readonly quarantineRecords: number;
  readonly diskFreeBytes: number;
  readonly alarms: number;
}

const HELP: Readonly<Record<keyof Readings, string>> = {
  connections: 'Open connections to the port, of agents and of others',
  sessions: 'Connected agents',
  pendingHandshakes: 'Connections in handshake',
  uploadsKept: 'Updates held for the open round',
  uploadsReceiving: 'Updates being received',
  uploadsWaiting: 'Updates that wait for their turn',
  uploadSlots: 'Memory slots with an update in them',
  ingestJobs: 'Jobs of the ingest thread that wait or are being done',
  evaluatorJobs: 'Jobs of the learning process that wait or are being done',
  queuedMessages: 'Control messages waiting for slow sockets',
  socketBytes: 'Bytes handed to sockets and not yet sent',
  bulkFrames: 'Frames with chunks in sockets; beyond limits.bulkFrames a session has one small frame',
  chunkBuffers: 'Chunks of large models in memory before they are in a frame, at most limits.chunkBuffers',
  readsWaiting: 'Reads of chunks that wait for such memory',
  requestsOpen: 'Requests to agents that wait for an answer',
  requestsHandled: 'Requests of agents being handled',
  transfersIn: 'Objects on their way in',
  transfersOut: 'Objects on their way out',
  enrolling: 'Sessions that came to enrol',
  watchers: 'People who read or follow the events of a run',
  runInputs: 'Inputs of the run under way that wait to be heard',
  runsActive: 'Runs under way',
  runsQueued: 'Runs waiting for their turn',
  runsWaitingForPerson: 'Runs that are paused until somebody resumes or cancels them',
  sitesSuspended: 'Sites that no round selects until somebody reinstates them',
  quarantineBytes: 'Bytes of refused updates kept for inspection',
  quarantineRecords: 'Refused updates on record',
  diskFreeBytes: 'Free bytes where the data is',
  alarms: 'Alarms that are raised now',
};

/** Resolution of the histogram of event-loop delays: shorter ones are not told apart. */
const EVENT_LOOP_MS = 5;

export class Metrics implements MessageCounts {
  readonly registry = new Registry();
  readonly #messages: Counter;
  readonly #refused: Counter;

  constructor(read: () => Readings) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: EVENT_LOOP_MS });
    const gauges = Object.entries(HELP).map(([name, help], index) => {
      const gauge: Gauge = new Gauge({
        name: `muster_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
        help,
        registers: [this.registry],
        // The first one reads for all: a scrape looks once.
        ...(index === 0 ? { collect: () => set(read()) } : {}),
      });
      return { name, gauge };
    });
    const set = (readings: Readings): void => {
      for (const { name, gauge } of gauges) {
        const value: unknown = Reflect.get(readings, name);
        if (typeof value === 'number') gauge.set(value);
      }
    };
    this.#messages = new Counter({
      name: 'muster_messages_total',
      help: 'Messages of agents by how they ended: accepted, rejected or discarded',
      labelNames: ['kind', 'end', 'code'],
      registers: [this.registry],
    });
    this.#refused = new Counter({
      name: 'muster_connections_refused_total',
      help: 'Connections that came to nothing, by reason',
      labelNames: ['code'],
      registers: [this.registry],
    });
  }

  accepted(kind: string): void {
    this.#messages.inc({ kind, end: 'accepted', code: '' });
  }
  rejected(kind: string, code: string): void {
    this.#messages.inc({ kind, end: 'rejected', code });
  }
  discarded(kind: string): void {
    this.#messages.inc({ kind, end: 'discarded', code: '' });
  }
  connectionRefused(code: string): void {
    this.#refused.inc({ code });
  }
}
