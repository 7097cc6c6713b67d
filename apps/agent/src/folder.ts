/** @module What lies where in a site's folder. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MusterError } from '@muster/errors';

export interface SiteFolder {
  readonly root: string;
  readonly config: string;
  readonly policy: string;
  /** Who signed the policy, and when. */
  readonly policySignature: string;
  readonly keys: string;
  readonly identity: string;
  readonly certificate: string;
  /** Every manifest of the federation that this site knows: it takes no earlier one than the last. */
  readonly manifests: string;
  /** What enrolment learnt: written last, so a folder that has it is whole. */
  readonly enrolment: string;
  readonly authority: string;
  readonly state: string;
  readonly models: string;
  readonly updates: string;
  readonly engine: string;
  /** What the coordinator said last of this site's standing; not there when nothing was the matter. */
  readonly standing: string;
  /** What is wrong with the manifest that the coordinator shows; not there when nothing is the matter. */
  readonly manifestTrouble: string;
  /** Why this site has no part in the federation's log; not there when nothing is the matter. */
  readonly logTrouble: string;
  /** Of forks of the federation's log. */
  readonly evidence: string;
  /** Files of the site's own log, and the lock on what it has signed. */
  readonly audit: string;
  readonly auditLock: string;
  /** The copy of the federation's log. */
  readonly mirror: string;
  /** What the log only commits to. */
  readonly auditVault: string;
}

export function siteFolder(directory: string): SiteFolder {
  const root = resolve(directory);
  const keys = join(root, 'keys');
  const state = join(root, 'state');
  return {
    root,
    config: join(root, 'site.yaml'),
    policy: join(root, 'policy.yaml'),
    policySignature: join(root, 'policy.yaml.sig'),
    keys,
    identity: join(keys, 'identity.json'),
    certificate: join(keys, 'site.cert'),
    manifests: join(keys, 'manifest.json'),
    enrolment: join(keys, 'enrolment.json'),
    authority: join(keys, 'authority.pem'),
    state,
    models: join(state, 'models'),
    updates: join(state, 'updates'),
    engine: join(state, 'engine.json'),
    standing: join(state, 'standing.json'),
    manifestTrouble: join(state, 'manifest-trouble.json'),
    logTrouble: join(state, 'log-trouble.json'),
    evidence: join(state, 'evidence'),
    audit: join(state, 'audit'),
    auditLock: join(state, 'audit-lock.db'),
    mirror: join(state, 'mirror'),
    auditVault: join(state, 'audit-vault.db'),
  };
}

/** Throws NOT_FOUND for a folder in which no site was enrolled. */
export function enrolledFolder(directory: string): SiteFolder {
  const folder = siteFolder(directory);
  if (existsSync(folder.enrolment)) return folder;
  const what = existsSync(folder.root) ? 'is not the folder of an enrolled site' : 'does not exist';
  throw new MusterError('NOT_FOUND', `${folder.root} ${what}; --dir names the folder of the site`);
}
