/**
 * @module The briefing on its way from the process that prepared it to the daemon that it turns into: a file of V8's own format, since
 * figures may be NaN, which JSON does not know. Read without schemas: loading them takes 25 MB that a daemon at rest would hold for nothing.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { MusterError } from '@muster/errors';
import type { Briefing } from './briefing.ts';
import { siteFolder } from './folder.ts';

/** Writes it for the daemon, and resolves with the path. */
export async function writeBriefing(briefing: Briefing): Promise<string> {
  const path = join(siteFolder(briefing.directory).state, 'briefing');
  await writeFile(path, serialize(briefing), { mode: 0o600 });
  return path;
}

/** What `writeBriefing` wrote a moment ago. Throws CONFIG_INVALID for any other file. */
export function readBriefing(path: string): Briefing {
  const found: unknown = deserialize(readFileSync(path));
  if (isBriefing(found)) return found;
  throw new MusterError(
    'CONFIG_INVALID',
    `${path} is no briefing; start the agent with \`muster agent start\``,
  );
}

/** Whether it has the parts of a briefing, which `prepareAgent` has checked one by one. */
function isBriefing(value: unknown): value is Briefing {
  if (value === null || typeof value !== 'object') return false;
  const parts: readonly (keyof Briefing)[] = ['facts', 'config', 'published', 'missing', 'engine'];
  const isMap = (name: string): boolean => {
    const part: unknown = Reflect.get(value, name);
    return part !== null && typeof part === 'object';
  };
  return typeof Reflect.get(value, 'directory') === 'string' && parts.every(isMap);
}
