/** @module What the routes work on. */

import type { CoordinatorStore } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from '../alarms.ts';
import type { Trail } from '../audit/trail.ts';
import type { VaultKeeper } from '../audit/vault-keeper.ts';
import type { DiskWatch } from '../disk.ts';
import type { Registrar } from '../enrolment.ts';
import type { Fleet } from '../fleet.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { QuarantineKeeper } from '../quarantine.ts';
import type { Runs } from '../runs.ts';
import type { Watchers } from '../watchers.ts';

export interface ApiParts {
  readonly store: CoordinatorStore;
  readonly fleet: Fleet;
  readonly runs: Runs;
  readonly registrar: Registrar;
  /** Of this coordinator, Ed25519. */
  readonly coordinatorKey: Uint8Array;
  readonly watchers: Watchers;
  readonly metrics: Metrics;
  readonly quarantine: QuarantineKeeper;
  readonly alarms: Alarms;
  readonly disk: DiskWatch;
  readonly clock: Clock;
  readonly trail: Trail;
  /** Undefined where no log is kept. */
  readonly vault: VaultKeeper | undefined;
  readonly log: Logger;
  /** Why the coordinator is not ready to work; empty when it is. */
  notReady(): string;
}
