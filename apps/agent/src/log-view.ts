/** @module `muster agent log`: with which log of the federation this site goes along, and what people say about going on with a later one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { agreeToLog, type LogConsent, readLogStanding } from '@muster/store';
import { type Clock, systemClock } from '@muster/transport';
import { z } from 'zod';
import { consentsFor } from './audit/log-judgement.ts';
import { enrolledFolder, type SiteFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';
import { nameOf, whyOf } from './policy-signing.ts';

const troubleSchema = z.strictObject({
  code: z.string(),
  reason: z.string(),
  /** Of the log that the coordinator shows; '' where it shows none that can be read. */
  origin: z.string(),
  at: z.iso.datetime(),
});

/** Why a site has no part in the federation's log, as its agent saw it last. */
export type LogTrouble = z.infer<typeof troubleSchema>;

export interface LogView {
  /** Logs that this site has cosigned, each with the size that it cosigned last. */
  readonly cosigned: readonly { readonly origin: string; readonly size: number; readonly at: string }[];
  /** Logs that have signed two histories; `evidence` is a file that proves it. */
  readonly forks: readonly { readonly origin: string; readonly evidence: string; readonly at: string }[];
  /** Null when nothing is the matter, and when that was settled since: see `accepted`. */
  readonly trouble: LogTrouble | null;
  /** About the log that the coordinator shows now, where people are to agree: who has, and how many must. */
  readonly consents: {
    readonly origin: string;
    readonly needed: number;
    readonly given: readonly LogConsent[];
  } | null;
  /** Enough people have agreed, and the agent has not been asked to cosign since: it goes on as soon as it is. */
  readonly accepted: boolean;
}

/** Beside the daemon, or without one. Throws NOT_FOUND, STORAGE_*. */
export async function readLogs(directory: string): Promise<LogView> {
  const folder = enrolledFolder(directory);
  const { witnessed, forks, consents } = readLogStanding(databaseOf(folder));
  const trouble = await readLogTrouble(folder);
  const origin = trouble?.code === 'AUDIT_LOG_CHANGED' ? trouble.origin : undefined;
  const needed = consentsFor(origin ?? '', { forked: forks.map((each) => each.origin) });
  const given = consents.filter((each) => each.origin === origin);
  const accepted = origin !== undefined && given.length >= needed;
  return {
    cosigned: witnessed.map((each) => ({ origin: each.origin, size: each.size, at: time(each.atMs) })),
    forks: forks.map((each) => ({
      origin: each.origin,
      evidence: join(folder.evidence, each.evidence),
      at: time(each.atMs),
    })),
    trouble: accepted ? null : trouble,
    consents: origin === undefined ? null : { origin, needed, given },
    accepted,
  };
}

async function readLogTrouble(folder: SiteFolder): Promise<LogTrouble | null> {
  const text = await readFile(folder.logTrouble, 'utf8').catch(() => '');
  return parseJsonText(text, troubleSchema) ?? null;
}

/**
 * A person agrees to go on with the log that the coordinator shows, which is named in full so that nobody agrees by accident to another. It
 * counts from the next offer on. Throws NOT_FOUND where nobody is asked about it, CONFLICT for a person who has agreed, INVALID_ARGUMENT,
 * STORAGE_*.
 */
export async function acceptLog(
  directory: string,
  origin: string,
  said: { readonly by: string; readonly why: string },
  clock: Pick<Clock, 'wallMs'> = systemClock,
): Promise<LogView> {
  const { consents } = await readLogs(directory);
  if (consents?.origin !== origin)
    throw new MusterError('NOT_FOUND', `nobody is asked about a log ${origin}: see muster agent log show`);
  const by = nameOf(said.by);
  const why = whyOf(said.why);
  if (consents.given.some((each) => sameName(each.by, by)))
    throw new MusterError('CONFLICT', `${by} has agreed already; another person must`);
  agreeToLog(databaseOf(enrolledFolder(directory)), { origin, by, why, atMs: Math.round(clock.wallMs()) });
  return await readLogs(directory);
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  return plain(a) === plain(b);
}

function databaseOf({ state }: SiteFolder): string {
  return join(state, 'site.db');
}

function time(atMs: number): string {
  return new Date(atMs).toISOString();
}
