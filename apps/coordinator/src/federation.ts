/** @module Which federation a data folder is of: the database says, and configuration and keys must agree with it. */
import { MusterError } from '@muster/errors';
import { hex } from '@muster/protocol';
import type { CoordinatorStore } from '@muster/store';

export interface FederationFacts {
  readonly id: Uint8Array;
  readonly name: string;
  /** Host in the origins of the logs of the federation: a name that stays, whatever the coordinator's address. */
  readonly auditHost: string;
}

/** What coordinator.yaml and the key file claim, and where they stand. */
export interface FederationClaim {
  readonly configFile: string;
  readonly name: string;
  readonly dataFolder: string;
  readonly keyFile: string;
  readonly organisationKey: Uint8Array;
}

/**
 * Sites know a federation by its name and trust it by its key: both are set by `init`, for good. So a name or a key that differs is
 * a folder mixed up, and no wish. Throws STORAGE_CORRUPT for a database without a federation, CONFIG_INVALID for one of another.
 */
export function openFederation(store: CoordinatorStore, claim: FederationClaim): FederationFacts {
  const { configFile, dataFolder, keyFile } = claim;
  const fact = (name: 'id' | 'name' | 'organisationKey' | 'auditHost'): string => {
    const value = store.federation.get(name);
    if (value === undefined)
      throw new MusterError(
        'STORAGE_CORRUPT',
        `the database in ${dataFolder} has no federation: point data in ${configFile} at the folder that has one, or make a folder anew by \`muster coordinator init\``,
      );
    return value;
  };
  const [id, name, organisationKey] = [fact('id'), fact('name'), fact('organisationKey')];
  if (claim.name !== name)
    throw new MusterError(
      'CONFIG_INVALID',
      `${configFile}: federation is "${claim.name}", but the database in ${dataFolder} is of "${name}": a federation keeps its name, so write that one, or point data at the folder of "${claim.name}"`,
    );
  if (hex(claim.organisationKey) !== organisationKey)
    throw new MusterError(
      'CONFIG_INVALID',
      `${keyFile} is not the key of "${name}", to which the database in ${dataFolder} belongs: restore the keys that were made with it`,
    );
  return { id: Buffer.from(id, 'hex'), name, auditHost: fact('auditHost') };
}
