/** @module Which federation a data folder is of: its manifests say, and configuration and keys must agree with them. */
import { MusterError } from '@muster/errors';
import type { CoordinatorStore } from '@muster/store';
import { ManifestKeeper } from './manifest-keeper.ts';

export interface FederationFacts {
  readonly manifests: ManifestKeeper;
  /** Host in the origins of the logs of the federation: a name that stays, whatever the coordinator's address. */
  readonly auditHost: string;
}

/** What coordinator.yaml and the key file claim, and where they stand. */
export interface FederationClaim {
  readonly configFile: string;
  readonly name: string;
  readonly dataFolder: string;
  readonly organisationKeyFile: string;
  /** Undefined where no organisation's key lies with the coordinator. */
  readonly organisationKey: Uint8Array | undefined;
}

/**
 * Sites know a federation by its name and trust it by its manifest. So a name that differs is a folder mixed up, and no wish; and so is a key
 * of an organisation that the manifest does not name. Throws STORAGE_CORRUPT for a database without a federation, CONFIG_INVALID for one of
 * another, and what is wrong with its manifests.
 */
export function openFederation(store: CoordinatorStore, claim: FederationClaim): FederationFacts {
  const { configFile, dataFolder, organisationKeyFile, organisationKey } = claim;
  const auditHost = store.federation.get('auditHost');
  if (auditHost === undefined)
    throw new MusterError(
      'STORAGE_CORRUPT',
      `the database in ${dataFolder} has no federation: point data in ${configFile} at the folder that has one, or make a folder anew by \`muster coordinator init\``,
    );
  const manifests = new ManifestKeeper(store);
  const { federationName: name, organisations, epoch } = manifests.newest;
  if (claim.name !== name)
    throw new MusterError(
      'CONFIG_INVALID',
      `${configFile}: federation is "${claim.name}", but the database in ${dataFolder} is of "${name}": write that one, or point data at the folder of "${claim.name}"`,
    );
  if (organisationKey && !organisations.some(({ key }) => Buffer.compare(key, organisationKey) === 0))
    throw new MusterError(
      'CONFIG_INVALID',
      `${organisationKeyFile} is no organisation's key by manifest ${epoch} of "${name}", to which the database in ${dataFolder} belongs: put the key there that it names, or none`,
    );
  return { manifests, auditHost };
}
