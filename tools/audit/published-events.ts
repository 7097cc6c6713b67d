/** @module The events that a folder of a log serves, out of its files alone. */
import {
  type AuditEvent,
  decodeBundle,
  parseCheckpoint,
  parseNote,
  readEvent,
  tileAt,
  tilePath,
} from '@muster/audit';
import { LogCopy } from './log-copy.ts';

/** In the order of the log. Throws what the files of a log throw that is none. */
export function publishedEvents(folder: string): readonly AuditEvent[] {
  const files = LogCopy.of(folder);
  const { size } = parseCheckpoint(parseNote(files.at('checkpoint')).text);
  const events: AuditEvent[] = [];
  for (let bundle = tileAt('entries', 0, size); bundle; bundle = tileAt('entries', bundle.index + 1, size))
    for (const entry of decodeBundle(files.at(tilePath(bundle)), bundle.width)) events.push(readEvent(entry));
  return events;
}
