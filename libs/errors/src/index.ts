/** @module The one error type of Muster and the one table of its codes. */

export { isOfDisk } from './disk-fault.ts';
export { asMusterError, type ErrorDetail, MusterError } from './muster-error.ts';
export { networkFault } from './network-fault.ts';
export { ERRORS, type ErrorCode, type ErrorEntry, isErrorCode } from './table.ts';
