/** @module What lies where in a coordinator's folder. */
import { isAbsolute, join } from 'node:path';

export interface CoordinatorFolder {
  readonly root: string;
  readonly config: string;
  readonly organisationKey: string;
  readonly coordinatorKey: string;
  readonly certificate: string;
  readonly operatorCredential: string;
}

export function coordinatorFolder(root: string): CoordinatorFolder {
  return {
    root,
    config: join(root, 'coordinator.yaml'),
    organisationKey: join(root, 'keys', 'organisation.json'),
    coordinatorKey: join(root, 'keys', 'coordinator.json'),
    certificate: join(root, 'keys', 'coordinator.cert'),
    operatorCredential: join(root, 'operator.json'),
  };
}

/** A path of the configuration, which is relative to the folder of coordinator.yaml. */
export function resolveInFolder(folder: CoordinatorFolder, path: string): string {
  return isAbsolute(path) ? path : join(folder.root, path);
}
