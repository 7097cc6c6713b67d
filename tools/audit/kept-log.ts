/** @module The federation's log as a coordinator keeps it, in a folder of its own: rows, lock, files; without sites and without a server. */
import { join } from 'node:path';
import { Alarms, FederationLog, Fleet, ManifestKeeper } from '@muster/coordinator/parts';
import { systemRandom } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { encodeMessage } from '@muster/protocol';
import {
  AuditFolder,
  type CoordinatorStore,
  openCheckpointLock,
  openCoordinatorStore,
  openVault,
} from '@muster/store';
import { systemClock } from '@muster/transport';
import pino from 'pino';

/** Of every log here, so that a folder can be taken up by another process. */
const SEED = new Uint8Array(32).fill(7);
const FEDERATION = '00112233445566778899aabbccddeeff';

export interface KeptLog extends AsyncDisposable {
  readonly log: FederationLog;
  readonly store: CoordinatorStore;
}

/** Takes up the log in a folder that is there, or begins it, as a coordinator does at its start. Throws what that throws. */
export async function openKeptLog(
  dataFolder: string,
  wallMs: () => number = () => Date.now(),
): Promise<KeptLog> {
  const store = await openCoordinatorStore(dataFolder, Date.now());
  const vault = openVault(join(dataFolder, 'audit-vault.db'), Date.now());
  const lock = openCheckpointLock(join(dataFolder, 'audit-lock.db'), Date.now());
  if (store.manifests.after(0).length === 0)
    store.manifests.add(1, encodeMessage('SignedManifest', testFederation({ nowMs: wallMs() }).signed), 0);
  const quiet = pino({ level: 'silent' });
  // A coordinator lives by its server; its timers alone keep no process alive.
  const alive = setInterval(() => {}, 60_000);
  try {
    const log = await FederationLog.open({
      store,
      manifests: new ManifestKeeper(store),
      vault,
      lock,
      folderOf: (epoch) => new AuditFolder(join(dataFolder, 'audit', `${epoch}`)),
      federationId: FEDERATION,
      host: 'audit.example.org',
      seed: SEED,
      secondSignature: 'none',
      faultyWitnesses: undefined,
      externalWitnesses: [],
      fleet: new Fleet(),
      alarms: new Alarms(systemClock, quiet),
      clock: { ...systemClock, wallMs },
      random: systemRandom,
      log: quiet,
      onRolledBack: (error) => {
        throw error;
      },
    });
    return {
      log,
      store,
      async [Symbol.asyncDispose]() {
        try {
          await log.close();
        } finally {
          clearInterval(alive);
          lock.close();
          vault.close();
          store.close();
        }
      },
    };
  } catch (thrown) {
    clearInterval(alive);
    lock.close();
    vault.close();
    store.close();
    throw thrown;
  }
}
