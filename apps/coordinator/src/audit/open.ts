/** @module The federation's log as the coordinator opens it at its start, or does without it. */
import { join } from 'node:path';
import { PartyKeys } from '@muster/audit';
import { type Identity, seedOf, systemRandom } from '@muster/identity';
import type { RoundRef } from '@muster/protocol';
import { AuditFolder, openCheckpointLock, openVault } from '@muster/store';
import type { CoordinatorConfig } from '../config.ts';
import { AccessLog } from './access-log.ts';
import { ExternalWitness } from './external-witnesses.ts';
import { FederationLog } from './federation-log.ts';
import type { FederationLogParts } from './federation-log-parts.ts';
import { ForkFiles } from './fork-files.ts';
import { People } from './people.ts';
import { SiteLogs } from './site-logs.ts';
import { Trail } from './trail.ts';
import { VaultKeeper } from './vault-keeper.ts';

interface TrailInput
  extends Omit<
    FederationLogParts,
    | 'seed'
    | 'random'
    | 'secondSignature'
    | 'faultyWitnesses'
    | 'externalWitnesses'
    | 'vault'
    | 'lock'
    | 'folderOf'
  > {
  readonly dataFolder: string;
  readonly config: CoordinatorConfig['audit'];
  readonly identity: Identity;
  /** What is to be done at the end, the last first. */
  readonly closing: (() => void | Promise<void>)[];
}

export interface OpenedTrail {
  readonly trail: Trail;
  /** Undefined where no log is kept. */
  readonly vault: VaultKeeper | undefined;
}

/** Throws AUDIT_ROLLED_BACK, and what the store does. */
export async function openTrail({
  config,
  identity,
  closing,
  dataFolder,
  ...parts
}: TrailInput): Promise<OpenedTrail> {
  const { store, clock } = parts;
  const wallMs = (): number => clock.wallMs();
  const cohortOfAttempt = (ref: RoundRef): readonly string[] =>
    store.members.ofAttempt(ref).map(({ site }) => site);
  const known = { parties: store.parties, cohortOfAttempt, wallMs };
  if (config.log === 'off')
    return {
      trail: new Trail({ log: undefined, people: undefined, siteLogs: undefined, ...known }),
      vault: undefined,
    };
  const vault = openVault(join(dataFolder, 'audit-vault.db'), Math.round(clock.wallMs()));
  closing.push(() => vault.close());
  const lock = openCheckpointLock(join(dataFolder, 'audit-lock.db'), Math.round(clock.wallMs()));
  closing.push(() => lock.close());
  const log = await FederationLog.open({
    ...parts,
    vault,
    lock,
    folderOf: (epoch) => new AuditFolder(join(dataFolder, 'audit', `${epoch}`)),
    seed: seedOf(identity.signing),
    random: systemRandom,
    secondSignature: config.secondSignature,
    faultyWitnesses: config.faultyWitnesses,
    externalWitnesses: config.witnesses.map((each) => new ExternalWitness(each, { log: parts.log, fetch })),
  });
  closing.push(() => log.close());
  const { federationId, host } = parts;
  const forks = new ForkFiles(join(dataFolder, 'evidence'), parts.log);
  const siteLogs = new SiteLogs({
    federationLog: log,
    store,
    federationId,
    host,
    key: new PartyKeys({ federation: federationId, role: 'coordinator' }, seedOf(identity.signing)).witness,
    clock,
    log: parts.log,
    forked: await forks.origins(),
    keep: (name, text) => forks.keep(name, text),
  });
  const nameOf = (operator: string) => store.operators.list().find(({ id }) => id === operator)?.name;
  const people = new People({ vault, nameOf, wallMs });
  const access = new AccessLog({ log, people, clock, logger: parts.log });
  const trail = new Trail({ log, people, access, siteLogs, ...known });
  trail.ran('started');
  const { retention } = config;
  return {
    trail,
    vault: new VaultKeeper({ log, vault, people, store, retention, clock, logger: parts.log }),
  };
}
