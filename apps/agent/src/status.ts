/** @module `muster agent status`: how this site stands with its coordinator, and what its agent has not ended yet. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERRORS, isErrorCode } from '@muster/errors';
import { readUnsettled } from '@muster/store';
import { z } from 'zod';
import { readFacts } from './enrolment-facts.ts';
import { enrolledFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';
import { type RoundEntry, readRounds } from './rounds.ts';
import { type Unfinished, unfinishedOf } from './unfinished.ts';

const standingSchema = z.strictObject({ code: z.string(), reason: z.string(), at: z.iso.datetime() });

export interface SiteStatus extends Unfinished {
  readonly site: string;
  readonly federation: string;
  readonly coordinator: string;
  /** As the coordinator told it last; null when nothing was the matter. */
  readonly standing:
    | (z.infer<typeof standingSchema> & {
        /** What a person does about it. */
        readonly action: string;
      })
    | null;
  readonly lastRound: RoundEntry | null;
}

/** Beside the daemon, or without one. Throws NOT_FOUND, KEY_FILE_INVALID, STORAGE_*. */
export async function readStatus(directory: string): Promise<SiteStatus> {
  const folder = enrolledFolder(directory);
  const { site, federation, url } = await readFacts(folder);
  const text = await readFile(folder.standing, 'utf8').catch(() => '');
  const told = parseJsonText(text, standingSchema);
  const database = join(folder.state, 'site.db');
  const unsettled = existsSync(database) ? readUnsettled(database) : [];
  return {
    site,
    federation,
    coordinator: url,
    standing: told ? { ...told, action: isErrorCode(told.code) ? ERRORS[told.code].action : '' } : null,
    ...unfinishedOf(unsettled),
    lastRound: readRounds(directory, 1)[0] ?? null,
  };
}
