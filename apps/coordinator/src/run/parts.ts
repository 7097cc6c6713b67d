/** @module What a run works with. */
import type { RandomBytes } from '@muster/identity';
import type { SealSettings } from '@muster/rounds';
import type { CoordinatorStore } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from '../alarms.ts';
import type { Trail } from '../audit/trail.ts';
import type { CentralEvaluator } from '../central-evaluator.ts';
import type { Fleet } from '../fleet.ts';
import type { Ingest } from '../ingest/thread.ts';
import type { Uploads } from '../ingest/uploads.ts';
import type { Logger } from '../logger.ts';
import type { ManifestKeeper } from '../manifest-keeper.ts';
import type { SiteMessages } from '../site-messages.ts';
import type { Watchers } from '../watchers.ts';
import type { SecureTrust } from './secure-trust.ts';

export interface RunParts {
  readonly store: CoordinatorStore;
  readonly manifests: Pick<ManifestKeeper, 'newest'>;
  readonly clock: Clock;
  /** For draws of cohorts, and names of runs. */
  readonly random: RandomBytes;
  readonly fleet: Fleet;
  readonly uploads: Uploads;
  readonly messages: SiteMessages;
  readonly evaluator: Pick<CentralEvaluator, 'initialModel' | 'inspect' | 'evaluate'>;
  readonly ingest: Ingest;
  readonly watchers: Watchers;
  readonly alarms: Alarms;
  readonly seal: SealSettings;
  readonly trail: Trail;
  /** Of secure aggregation. */
  readonly trust: SecureTrust;
  readonly log: Logger;
}
