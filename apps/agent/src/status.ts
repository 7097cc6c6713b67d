/** @module `muster agent status`: how this site stands with its coordinator, and what its agent has not ended yet. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asMusterError, ERRORS, isErrorCode } from '@muster/errors';
import { readCertificate, renewalDueMs } from '@muster/identity';
import { readUnsettled } from '@muster/store';
import { systemClock } from '@muster/transport';
import { z } from 'zod';
import { howToEnrolAgain, readOwnCertificate } from './enrolment.ts';
import { type EnrolmentFacts, readFacts } from './enrolment-facts.ts';
import { enrolledFolder, type SiteFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';
import { type LogTrouble, readLogs } from './log-view.ts';
import { readPending } from './pending.ts';
import { signedInWords } from './policy-signature.ts';
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
  /** What is wrong with the manifest that the coordinator shows; null when nothing is the matter. */
  readonly manifestTrouble: SiteStatus['standing'];
  /** When the certificate ends, and what a person is to do about that: '' when nothing. */
  readonly certificate: { readonly until: string; readonly action: string };
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
  const facts = await readFacts(folder);
  const { site, federation, url } = facts;
  const { trouble } = await readLogs(directory);
  const database = join(folder.state, 'site.db');
  const unsettled = existsSync(database) ? readUnsettled(database) : [];
  return {
    site,
    federation,
    coordinator: url,
    standing: await toldIn(folder.standing),
    manifestTrouble: await toldIn(folder.manifestTrouble),
    certificate: await certificateState(folder, facts),
    logTrouble: trouble && { ...trouble, action: actionOn(trouble.code) },
    policy: await policyState(folder),
    plansPending: readPending(directory).length,
    ...unfinishedOf(unsettled),
    lastRound: readRounds(directory, 1)[0] ?? null,
  };
}

async function toldIn(file: string): Promise<SiteStatus['standing']> {
  const told = parseJsonText(await readFile(file, 'utf8').catch(() => ''), standingSchema);
  return told ? { ...told, action: actionOn(told.code) } : null;
}

/** One that the agent renews by itself is no matter of a person. */
async function certificateState(
  folder: SiteFolder,
  facts: EnrolmentFacts,
): Promise<SiteStatus['certificate']> {
  const certificate = readCertificate(await readOwnCertificate(folder));
  const isDue = systemClock.wallMs() >= renewalDueMs(certificate);
  return {
    until: new Date(certificate.notAfterMs).toISOString(),
    action: isDue && facts.certifiedBy === 'organisation' ? howToEnrolAgain(facts, folder.root) : '',
  };
}

function actionOn(code: string): string {
  return isErrorCode(code) ? ERRORS[code].action : '';
}

async function policyState(folder: SiteFolder): Promise<SiteStatus['policy']> {
  try {
    const { policy, signature, problem, daysLeft } = await viewIn(folder, systemClock.wallMs());
    const ends = daysLeft === null ? '' : expiryInWords(policy, daysLeft);
    const signed = signature ? signedInWords(signature) : '';
    const state = [`version ${policy.version}`, signed, ends].filter(Boolean).join(', ');
    return { state, problem: problem ? `${problem.code}: ${problem.message}` : '' };
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return { state: '', problem: `${code}: ${message}` };
  }
}
