/** @module `muster audit export`: verified entries in the formats of other programs, into a file or to standard output. */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import { refuseToOverwrite } from '../audit-files.ts';
import { type ReadOptions, shownEntry } from '../entries.ts';
import { readSitePolicy } from '../site-policy.ts';
import { type TellOptions, type Told, tell } from '../told.ts';
import { keeperAt } from '../vault-place.ts';
import { openVerifiedLog, type VerifiedLog } from '../verified-log.ts';
import { csvTable } from './csv.ts';
import type { ExportFormat } from './export-row.ts';
import { jsonLines } from './jsonl.ts';
import { ocsfLines } from './ocsf.ts';
import { ropaRegister } from './ropa.ts';

export interface ExportOptions extends ReadOptions, TellOptions {
  readonly format: 'jsonl' | 'csv' | 'ropa' | 'ocsf';
  /** Standard output without it. */
  readonly out?: string;
  readonly from?: number;
  /** The last one. */
  readonly to?: number;
  readonly policyFile?: string;
  /** Folder of the site or the coordinator that hands it out. */
  readonly dir?: string;
  readonly for: 'operator' | 'site' | 'officer' | 'regulator' | 'subject' | 'public';
}

export interface ExportResult extends Told {
  /** Null for standard output. */
  readonly file: string | null;
  readonly origin: string;
  readonly entries: number;
  /** SHA-256 of what was written, as the log has it. */
  readonly content: string;
}

/** Rejects with CONFLICT for a file that is there, INVALID_ARGUMENT, and where an entry is not the one that was signed: then no file is left. */
export async function exportLog(
  where: string,
  options: ExportOptions,
  write: (text: string) => Promise<void>,
): Promise<ExportResult> {
  const { from = 0, to = Number.MAX_SAFE_INTEGER - 1, out } = options;
  if (from > to) throw new MusterError('INVALID_ARGUMENT', '--from is beyond --to');
  if (out !== undefined) await refuseToOverwrite(out);
  const format = await formatOf(options);
  const log = await openVerifiedLog(where, options);
  const last = Math.max(from, options.to ?? 0);
  if (last > 0 && last >= log.size)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `entry ${last} is beyond the end: ${log.origin} has ${log.size} entries, the last one is ${log.size - 1}`,
    );
  const made = hashed(lines(log, format, [from, to + 1]));
  const told = (content: string): Promise<Told> => {
    const data = { what: 'log', format: options.format, recipient: options.for, content } as const;
    const keeper = options.dir === undefined ? undefined : keeperAt(options.dir);
    return tell(keeper, { name: 'data.exported', data }, options);
  };
  const entries = Math.max(0, Math.min(to + 1, log.size) - from);
  const { origin } = log;
  if (out === undefined) {
    for await (const text of made.texts) await write(text);
    const content = made.digest();
    return { file: null, origin, entries, content, ...(await told(content)) };
  }
  return await intoFile(out, made.texts, async () => {
    const content = made.digest();
    return { file: out, origin, entries, content, ...(await told(content)) };
  });
}

async function formatOf({ format, out, policyFile }: ExportOptions): Promise<ExportFormat> {
  switch (format) {
    case 'jsonl':
      return jsonLines();
    case 'csv':
      return csvTable();
    case 'ocsf':
      return ocsfLines();
    case 'ropa':
      return ropaRegister({
        as: out?.endsWith('.md') ? 'markdown' : 'csv',
        policy: await readSitePolicy(policyFile),
        nowMs: Date.now(),
      });
  }
}

async function* lines(
  log: VerifiedLog,
  format: ExportFormat,
  [from, to]: readonly [number, number],
): AsyncGenerator<string> {
  yield format.begin(log);
  for await (const entry of log.entries(from, to)) yield format.entry(shownEntry(entry));
  yield format.end();
}

function hashed(texts: AsyncIterable<string>) {
  const hash = createHash('sha256');
  const through = async function* (): AsyncGenerator<string> {
    for await (const text of texts) {
      if (text === '') continue;
      hash.update(text);
      yield text;
    }
  };
  return { texts: through(), digest: () => `sha256:${hash.digest('hex')}` };
}

/** The whole file or none; `before` it is there, whoever is to be told is told. */
async function intoFile<T>(path: string, texts: AsyncIterable<string>, before: () => Promise<T>): Promise<T> {
  const half = join(dirname(path), `.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await using file = await open(half, 'wx', 0o600).catch((cause: unknown) => {
      throw new MusterError('STORAGE_FAILED', `${path} cannot be written`, { cause });
    });
    for await (const text of texts) await file.write(text);
    await file.sync();
    const done = await before();
    await rename(half, path);
    return done;
  } catch (thrown) {
    await rm(half, { force: true });
    throw thrown;
  }
}
