/** @module Which errors are of a disk: they pass when there is room again, and the work is tried again. */
import type { MusterError } from './muster-error.ts';

export function isOfDisk({ code }: Pick<MusterError, 'code'>): boolean {
  return code === 'STORAGE_FULL' || code === 'STORAGE_FAILED';
}
