/** @module A stream of lines that is never silent for long: clients and proxies give up one in which nothing comes for minutes. */
import { setTimeout as pause } from 'node:timers/promises';

const SILENT_MS_MAX = 30_000;

/** The same lines, and an empty one, which means nothing, whenever none came for `silentMs`. */
export async function* withSignsOfLife(
  lines: AsyncGenerator<string>,
  silentMs = SILENT_MS_MAX,
): AsyncGenerator<string> {
  try {
    let next = lines.next();
    for (;;) {
      const spoken = new AbortController();
      const silence = pause(silentMs, undefined, { signal: spoken.signal }).catch(() => undefined);
      const line = await Promise.race([next, silence]);
      spoken.abort();
      if (!line) yield '\n';
      else if (line.done) return;
      else {
        yield line.value;
        next = lines.next();
      }
    }
  } finally {
    // It may be waiting for its next line, and ends when whoever reads it has gone.
    void lines.return(undefined);
  }
}
