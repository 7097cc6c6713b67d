/** @module `muster agent status`: how this site stands with its coordinator, and what its agent has not ended yet. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asMusterError, ERRORS, isErrorCode } from '@muster/errors';
import { readUnsettled } from '@muster/store';
import { systemClock } from '@muster/transport';
import { z } from 'zod';
import { readFacts } from './enrolment-facts.ts';
import { enrolledFolder, type SiteFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';
import { type LogTrouble, readLogTrouble } from './log-view.ts';
import { readPending } from './pending.ts';
import { expiryInWords, viewIn } from './policy-view.ts';
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
  /** Why the site has no part in the federation's audit log; null when nothing is the matter. */
  readonly logTrouble: (LogTrouble & { readonly action: string }) | null;
  /** Of the policy that an agent would start with now. */
  readonly policy: {
    readonly state: string;
    /** Why it allows nothing; '' when it does. */
    readonly problem: string;
  };
  /** Plans about which a person has not decided yet. */
  readonly plansPending: number;
  readonly lastRound: RoundEntry | null;
}

/** Beside the daemon, or without one. Throws NOT_FOUND, KEY_FILE_INVALID, STORAGE_*. */
export async function readStatus(directory: string): Promise<SiteStatus> {
  const folder = enrolledFolder(directory);
  const { site, federation, url } = await readFacts(folder);
  const text = await readFile(folder.standing, 'utf8').catch(() => '');
  const told = parseJsonText(text, standingSchema);
  const trouble = await readLogTrouble(folder);
  const database = join(folder.state, 'site.db');
  const unsettled = existsSync(database) ? readUnsettled(database) : [];
  return {
    site,
    federation,
    coordinator: url,
    standing: told ? { ...told, action: actionOn(told.code) } : null,
    logTrouble: trouble && { ...trouble, action: actionOn(trouble.code) },
    policy: await policyState(folder),
    plansPending: readPending(directory).length,
    ...unfinishedOf(unsettled),
    lastRound: readRounds(directory, 1)[0] ?? null,
  };
}

function actionOn(code: string): string {
  return isErrorCode(code) ? ERRORS[code].action : '';
}

async function policyState(folder: SiteFolder): Promise<SiteStatus['policy']> {
  try {
    const { policy, signature, problem, daysLeft } = await viewIn(folder, systemClock.wallMs());
    const ends = daysLeft === null ? '' : expiryInWords(policy, daysLeft);
    const signed = signature ? `signed by ${signature.by} at ${signature.at}` : '';
    const state = [`version ${policy.version}`, signed, ends].filter(Boolean).join(', ');
    return { state, problem: problem ? `${problem.code}: ${problem.message}` : '' };
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return { state: '', problem: `${code}: ${message}` };
  }
}
