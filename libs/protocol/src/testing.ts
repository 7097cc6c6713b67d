/** @module What tests of hostile input need: the table of fields and limits from which messages can be made, whole and broken. */
export { type FieldLimit, LIMITS } from './generated/limits.ts';
