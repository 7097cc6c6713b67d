/** @module What the gauges of /metrics read: everything here that is bounded, as it is now. */
import type { CoordinatorStore } from '@muster/store';
import type { Alarms } from './alarms.ts';
import { stuckRun } from './attention.ts';
import type { CentralEvaluator } from './central-evaluator.ts';
import type { DiskWatch } from './disk.ts';
import type { Places } from './ingest/places.ts';
import type { IngestThread } from './ingest/thread.ts';
import type { Uploads } from './ingest/uploads.ts';
import type { Readings } from './metrics.ts';
import type { Objects } from './objects.ts';
import type { QuarantineKeeper } from './quarantine.ts';
import type { Runs } from './runs.ts';
import type { SiteEndpoint } from './sites/endpoint.ts';
import type { Watchers } from './watchers.ts';

export interface ReadParts {
  readonly store: CoordinatorStore;
  readonly evaluator: CentralEvaluator;
  readonly uploads: Uploads;
  readonly places: Places;
  readonly ingest: IngestThread;
  readonly runs: Runs;
  readonly quarantine: QuarantineKeeper;
  readonly disk: DiskWatch;
  readonly alarms: Alarms;
  readonly watchers: Watchers;
  readonly objects: Objects;
}

/** `sessions` are those of the endpoint, `connections` those to the port: undefined until they are open. */
export function takeReadings(
  { store, evaluator, uploads, places, ingest, runs, quarantine, disk, alarms, watchers, objects }: ReadParts,
  sessions: SiteEndpoint['stats'] | undefined,
  connections: number | undefined,
): Readings {
  const { kept, slots } = uploads.stats;
  const { receiving, waiting } = places.stats;
  const { active, queued } = inRows(() => runs.stats, { active: Number.NaN, queued: Number.NaN });
  const refused = inRows(() => quarantine.totals, { records: Number.NaN, bytes: Number.NaN });
  return {
    connections: connections ?? 0,
    sessions: sessions?.sessions ?? 0,
    pendingHandshakes: sessions?.pending ?? 0,
    enrolling: sessions?.enrolling ?? 0,
    uploadsKept: kept,
    uploadsReceiving: receiving,
    uploadsWaiting: waiting,
    uploadSlots: slots,
    ingestJobs: ingest.queued,
    evaluatorJobs: evaluator.queued,
    queuedMessages: sessions?.queued ?? 0,
    socketBytes: sessions?.socketBytes ?? 0,
    bulkFrames: sessions?.frames ?? 0,
    chunkBuffers: objects.stats.buffers,
    readsWaiting: objects.stats.waiting,
    requestsOpen: sessions?.requests ?? 0,
    requestsHandled: sessions?.handling ?? 0,
    transfersIn: sessions?.inbound ?? 0,
    transfersOut: sessions?.outbound ?? 0,
    watchers: watchers.count,
    runInputs: runs.active?.waiting ?? 0,
    runsActive: active,
    runsQueued: queued,
    runsWaitingForPerson: stuckRun(runs) ? 1 : 0,
    sitesSuspended: inRows(() => store.sites.countSuspended(), Number.NaN),
    quarantineBytes: refused.bytes,
    quarantineRecords: refused.records,
    diskFreeBytes: disk.freeBytes,
    alarms: alarms.raised.length,
  };
}

/** Of a database that cannot be read nothing is known, and the alarm that says so is shown all the same. */
function inRows<T>(read: () => T, unknown: T): T {
  try {
    return read();
  } catch {
    return unknown;
  }
}
