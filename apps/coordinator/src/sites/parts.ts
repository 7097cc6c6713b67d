/** @module What the handlers of site sessions work with. */
import type { CoordinatorStore } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from '../alarms.ts';
import type { Registrar } from '../enrolment.ts';
import type { Fleet } from '../fleet.ts';
import type { Places } from '../ingest/places.ts';
import type { Uploads } from '../ingest/uploads.ts';
import type { Logger } from '../logger.ts';
import type { MessageCounts } from '../metrics.ts';
import type { Objects } from '../objects.ts';
import type { QuarantineKeeper } from '../quarantine.ts';
import type { Runs } from '../runs.ts';
import type { SiteMessages } from '../site-messages.ts';
import type { Watchers } from '../watchers.ts';

export interface SiteParts {
  readonly store: CoordinatorStore;
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly runs: Runs;
  readonly uploads: Uploads;
  readonly places: Places;
  readonly quarantine: QuarantineKeeper;
  readonly objects: Objects;
  readonly messages: SiteMessages;
  readonly watchers: Watchers;
  readonly alarms: Alarms;
  readonly registrar: Registrar;
  readonly counts: MessageCounts;
  readonly log: Logger;
  readonly heartbeatMs: number;
  readonly updateBytesMax: number;
}
