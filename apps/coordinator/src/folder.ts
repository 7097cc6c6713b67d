/** @module What lies where in a coordinator's folder. */
import { isAbsolute, join } from 'node:path';

export interface CoordinatorFolder {
  readonly root: string;
  readonly config: string;
  /** Not there where organisations keep their keys elsewhere. */
  readonly organisationKey: string;
  readonly coordinatorKey: string;
  /** Takes the place of the other once a manifest names it. */
  readonly nextCoordinatorKey: string;
  readonly operatorCredential: string;
}

export function coordinatorFolder(root: string): CoordinatorFolder {
  return {
    root,
    config: join(root, 'coordinator.yaml'),
    organisationKey: join(root, 'keys', 'organisation.json'),
    coordinatorKey: join(root, 'keys', 'coordinator.json'),
    nextCoordinatorKey: join(root, 'keys', 'coordinator.next.json'),
    operatorCredential: join(root, 'operator.json'),
  };
}

/** A path of the configuration, which is relative to the folder of coordinator.yaml. */
export function resolveInFolder(folder: CoordinatorFolder, path: string): string {
  return isAbsolute(path) ? path : join(folder.root, path);
}
