/** @module What lies where in a site's folder. */
import { join, resolve } from 'node:path';

export interface SiteFolder {
  readonly root: string;
  readonly config: string;
  readonly keys: string;
  readonly identity: string;
  readonly certificate: string;
  /** What enrolment learnt: written last, so a folder that has it is whole. */
  readonly enrolment: string;
  readonly authority: string;
  readonly state: string;
  readonly models: string;
  readonly updates: string;
  readonly engine: string;
}

export function siteFolder(directory: string): SiteFolder {
  const root = resolve(directory);
  const keys = join(root, 'keys');
  const state = join(root, 'state');
  return {
    root,
    config: join(root, 'site.yaml'),
    keys,
    identity: join(keys, 'identity.json'),
    certificate: join(keys, 'site.cert'),
    enrolment: join(keys, 'enrolment.json'),
    authority: join(keys, 'authority.pem'),
    state,
    models: join(state, 'models'),
    updates: join(state, 'updates'),
    engine: join(state, 'engine.json'),
  };
}
