/** @module The files of a sample log as somebody finds them: with some of them altered, or gone. */
import { MusterError } from '@muster/errors';
import type { LogSource } from '../verify/log-source.ts';
import type { SampleLog } from './sample-log.ts';

/** `changed`: other bytes in place of a file, undefined for none. */
export function sourceOf(
  log: SampleLog,
  changed: Readonly<Record<string, Uint8Array | undefined>> = {},
): LogSource {
  const files = new Map([...log.files, ...Object.entries(changed)]);
  return {
    name: 'sample',
    async read(path, bytesMax) {
      const bytes = path === 'checkpoint' ? (files.get(path) ?? log.checkpoint()) : files.get(path);
      if (!bytes) throw new MusterError('NOT_FOUND', `no ${path}`);
      return bytes.subarray(0, bytesMax + 1);
    },
    async *list() {
      yield* files.keys();
    },
  };
}

/** The same bytes with one bit turned over. */
export function flipped(bytes: Uint8Array | undefined, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes ?? []);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
