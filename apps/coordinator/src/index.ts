/** @module The coordinator: made by `initCoordinator`, run by `startCoordinator`. */

export { backupCoordinator, checkCoordinator, restoreCoordinator } from './backup.ts';
export { makeCard } from './card.ts';
export { startCoordinator } from './coordinator.ts';
export { COORDINATOR_FAULT_POINTS } from './fault-point.ts';
export { installInFolder, readFolderManifests } from './folder-manifests.ts';
export { initCoordinator } from './init.ts';
