/** @module What the federation's log is made of: rows and lock, keys, the witnesses, and the clock. */
import type { CheckpointLock, LogFolder, SecretKeeper } from '@muster/audit';
import type { MusterError } from '@muster/errors';
import type { CoordinatorStore } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from '../alarms.ts';
import type { CoordinatorConfig } from '../config.ts';
import type { Fleet } from '../fleet.ts';
import type { Logger } from '../logger.ts';
import type { ManifestKeeper } from '../manifest-keeper.ts';
import type { ExternalWitness } from './external-witnesses.ts';

export interface FederationLogParts {
  readonly store: CoordinatorStore;
  readonly manifests: Pick<ManifestKeeper, 'newest' | 'after'>;
  /** Apart from the store: no backup holds it. */
  readonly lock: CheckpointLock;
  /** Where the log of an epoch is served from. */
  readonly folderOf: (epoch: number) => LogFolder;
  readonly vault: SecretKeeper;
  /** Hex. */
  readonly federationId: string;
  /** Part of the origin. */
  readonly host: string;
  /** Of the coordinator's identity. */
  readonly seed: Uint8Array;
  readonly secondSignature: CoordinatorConfig['audit']['secondSignature'];
  /** Witnesses that may be in league with the coordinator; undefined: a quarter of them. */
  readonly faultyWitnesses: number | undefined;
  /** Witnesses that are no sites. */
  readonly externalWitnesses: readonly ExternalWitness[];
  readonly fleet: Fleet;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: Logger;
  /** The log that we hold is not the newest that was signed: this process may sign nothing any more. */
  readonly onRolledBack: (error: MusterError) => void;
}
