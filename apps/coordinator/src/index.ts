/** @module The coordinator: made by `initCoordinator`, run by `startCoordinator`. */
export { startCoordinator } from './coordinator.ts';
export { initCoordinator } from './init.ts';
