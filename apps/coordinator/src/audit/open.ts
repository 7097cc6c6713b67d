/** @module The federation's log as the coordinator opens it at its start, or does without it. */
import { join } from 'node:path';
import { type Identity, seedOf, systemRandom } from '@muster/identity';
import type { RoundRef } from '@muster/protocol';
import { openVault } from '@muster/store';
import type { CoordinatorConfig } from '../config.ts';
import { ExternalWitness } from './external-witnesses.ts';
import { FederationLog, type FederationLogParts } from './federation-log.ts';
import { Trail } from './trail.ts';

interface TrailInput
  extends Omit<FederationLogParts, 'seed' | 'random' | 'faultyWitnesses' | 'externalWitnesses'> {
  readonly config: CoordinatorConfig['audit'];
  readonly identity: Identity;
  /** What is to be done at the end, the last first. */
  readonly closing: (() => void | Promise<void>)[];
}

/** Throws AUDIT_ROLLED_BACK, and what the store does. */
export async function openTrail({ config, identity, closing, ...parts }: TrailInput): Promise<Trail> {
  const { store, dataFolder, clock } = parts;
  const wallMs = (): number => clock.wallMs();
  const cohortOfAttempt = (ref: RoundRef): readonly string[] =>
    store.members.ofAttempt(ref).map(({ site }) => site);
  if (config.log === 'off')
    return new Trail({ log: undefined, vault: undefined, parties: store.parties, cohortOfAttempt, wallMs });
  const vault = openVault(join(dataFolder, 'audit-vault.db'), Math.round(clock.wallMs()));
  closing.push(() => vault.close());
  const log = await FederationLog.open({
    ...parts,
    seed: seedOf(identity.signing),
    random: systemRandom,
    faultyWitnesses: config.faultyWitnesses,
    externalWitnesses: config.witnesses.map((each) => new ExternalWitness(each, { log: parts.log, fetch })),
  });
  closing.push(() => log.close());
  const trail = new Trail({ log, vault, parties: store.parties, cohortOfAttempt, wallMs });
  trail.ran('started');
  return trail;
}
