/** @module A model by the hash of its description: what organisations allow by the federation's manifest. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@muster/canonical';
import type { Task } from './task.ts';

/** SHA-256 in hex of the canonical JSON (RFC 8785) of a task's `model`, with its defaults. */
export function modelHash(model: Task['model']): string {
  return createHash('sha256').update(canonicalJson(model)).digest('hex');
}
