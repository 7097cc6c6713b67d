/**
 * @module `muster coordinator backup` and `restore`: what a coordinator is, while it runs, as a folder that can be checked and put back. It
 * holds the keys: whoever has it can be the coordinator. Not in it are data sets, TLS files that lie elsewhere, updates on their way in, and what
 * `LEFT_OUT_OF_LOG` says of the audit log.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import {
  type CheckFinding,
  type CheckResult,
  type Copied,
  checkCoordinatorStore,
  copyCoordinatorStore,
  fileFault,
} from '@muster/store';
import { systemClock } from '@muster/transport';
import { z } from 'zod';
import { copyLogs, isOfLogs, LEFT_OUT_OF_LOG } from './audit/log-copy.ts';
import type { CoordinatorConfig } from './config.ts';
import { readConfig } from './config-file.ts';
import { type CoordinatorFolder, coordinatorFolder, resolveInFolder } from './folder.ts';

const MANIFEST = 'backup.json';
const DATA = 'data';
const DATABASE = join(DATA, 'coordinator.db');
const FORMAT = 'muster-backup-1';
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  federation: z.string(),
  /** SHA-256 by path within the folder, of everything but the blobs, which are named by theirs, and refused updates, whose rows name it. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

type Manifest = z.infer<typeof manifestSchema>;

export interface BackedUp extends Copied {
  readonly folder: string;
  /** What the settings name and the folder has not: TLS files that lie elsewhere, data sets. */
  readonly leftOut: readonly string[];
  /** Files of audit logs, and evidence of forks. */
  readonly logFiles: number;
  /** Of the audit log, with why; none where no log is kept. */
  readonly leftOutOfLog: readonly string[];
}

/**
 * Copies the coordinator in `directory` to the new folder `target`; it may run meanwhile. Throws CONFLICT (the target is there),
 * CONFIG_INVALID, STORAGE_*. The manifest is written last: a folder without it is no backup.
 */
export async function backupCoordinator(directory: string, target: string): Promise<BackedUp> {
  const folder = coordinatorFolder(resolve(directory));
  const config = await readConfig(folder);
  const to = resolve(target);
  await makeNew(to);
  try {
    const dataFolder = resolveInFolder(folder, config.data);
    const copied = await copyCoordinatorStore(dataFolder, join(to, DATA), config.retention.modelsPerRun);
    const files: Record<string, string> = {};
    // After the database: the newest checkpoint is no older than what the rows say was signed.
    const logs = (await copyLogs(dataFolder, join(to, DATA))).map((path) => join(DATA, path));
    for (const name of logs) files[name] = await hashOf(join(to, name));
    const { inside, leftOut } = named(folder, config);
    for (const path of [...ownFiles(folder), ...inside]) {
      if (!(await isThere(path))) continue;
      const name = relative(folder.root, path);
      await mkdir(dirname(join(to, name)), { recursive: true, mode: 0o700 });
      await copyFile(path, join(to, name));
      files[name] = await hashOf(join(to, name));
    }
    files[DATABASE] = await hashOf(join(to, DATABASE));
    const madeAt = new Date(systemClock.wallMs()).toISOString();
    await writeDurably(
      join(to, MANIFEST),
      `${JSON.stringify({ format: FORMAT, madeAt, federation: config.federation, files }, null, 2)}\n`,
    );
    return { folder: to, ...copied, leftOut, logFiles: logs.length, leftOutOfLog: leftOutOfLog(config) };
  } catch (thrown) {
    await rm(to, { recursive: true, force: true });
    throw fileFault(thrown, `making the backup ${to}`);
  }
}

/**
 * Makes the folder `directory` of a backup, once everything in it was found to be what was written. Throws CONFLICT (the folder is there),
 * INVALID_ARGUMENT (no backup), STORAGE_CORRUPT; then nothing is left of it.
 */
export async function restoreCoordinator(source: string, directory: string): Promise<BackedUp> {
  const from = resolve(source);
  const to = resolve(directory);
  const manifest = await readManifest(from);
  const [damaged] = await damagedFiles(from, manifest);
  if (damaged) throw damagedBackup(from, `${join(from, damaged.of)} ${damaged.problem}`);
  if (await isThere(to)) throw new MusterError('CONFLICT', `${to} is there already; nothing was changed`);
  // Beside its place, and moved there when it is whole: a restore that broke off is no coordinator.
  const half = join(dirname(to), `.${basename(to)}.restoring`);
  await rm(half, { recursive: true, force: true });
  await makeNew(half);
  try {
    const copied = await copyCoordinatorStore(join(from, DATA), join(half, DATA), 0);
    for (const name of Object.keys(manifest.files)) {
      if (name === DATABASE) continue;
      await mkdir(dirname(join(half, name)), { recursive: true, mode: 0o700 });
      await copyFile(join(from, name), join(half, name));
    }
    await rename(half, to);
    const folder = coordinatorFolder(to);
    const config = await readConfig(folder);
    const { leftOut } = named(folder, config);
    const logFiles = Object.keys(manifest.files).filter((name) => isOfLogs(relative(DATA, name))).length;
    return { folder: to, ...copied, leftOut, logFiles, leftOutOfLog: leftOutOfLog(config) };
  } catch (thrown) {
    await rm(half, { recursive: true, force: true });
    const fault = fileFault(thrown, `restoring ${from}`);
    throw fault.code === 'STORAGE_CORRUPT' ? damagedBackup(from, fault.message) : fault;
  }
}

/** Reads everything in the folder of a coordinator, or of a backup of one, running or not. Throws CONFIG_INVALID, STORAGE_*. */
export async function checkCoordinator(directory: string): Promise<CheckResult> {
  const folder = coordinatorFolder(resolve(directory));
  const isBackup = await isThere(join(folder.root, MANIFEST));
  const files = isBackup ? await damagedFiles(folder.root, await readManifest(folder.root)) : [];
  try {
    const config = await readConfig(folder);
    const { findings, ...read } = await checkCoordinatorStore(
      resolveInFolder(folder, config.data),
      config.retention.modelsPerRun,
    );
    return { ...read, findings: [...files, ...findings] };
  } catch (thrown) {
    // Where the settings or the database themselves are damaged, what is known of the files is the answer.
    if (files.length === 0) throw thrown;
    const problem = `was not read: ${asMusterError(thrown).message}`;
    const unread: CheckFinding = { what: 'database', of: '', severity: 'broken', problem };
    return { rows: 0, blobs: 0, bytes: 0, findings: [...files, unread] };
  }
}

/** Of the files that a manifest names. */
async function damagedFiles(folder: string, { files }: Manifest): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  // One after the other: a log has more files than a process may open.
  for (const [name, hash] of Object.entries(files)) {
    const found = await hashOf(join(folder, name)).catch(() => undefined);
    const problem = found === undefined ? 'cannot be read' : 'is not what was backed up';
    if (found !== hash) findings.push({ what: 'file', of: name, severity: 'broken', problem });
  }
  return findings;
}

function leftOutOfLog({ audit }: CoordinatorConfig): readonly string[] {
  return audit.log === 'off' ? [] : LEFT_OUT_OF_LOG;
}

function damagedBackup(folder: string, problem: string): MusterError {
  return new MusterError(
    'STORAGE_CORRUPT',
    `${problem}: this backup is damaged, and nothing was restored; take another one (all that is damaged: muster coordinator check --dir ${folder})`,
  );
}

function ownFiles(folder: CoordinatorFolder): readonly string[] {
  const { config, organisationKey, coordinatorKey, nextCoordinatorKey, operatorCredential } = folder;
  return [config, organisationKey, coordinatorKey, nextCoordinatorKey, operatorCredential];
}

/** What the settings name by a path: copied where it is of the folder, and small. */
function named(
  folder: CoordinatorFolder,
  { tls, datasets }: CoordinatorConfig,
): { readonly inside: readonly string[]; readonly leftOut: readonly string[] } {
  const paths = tls ? [tls.certificate, tls.key].map((path) => resolveInFolder(folder, path)) : [];
  const isInside = (path: string): boolean => {
    const within = relative(folder.root, path);
    return !isAbsolute(within) && within.split(sep)[0] !== '..';
  };
  return {
    inside: paths.filter(isInside),
    leftOut: [
      ...paths.filter((path) => !isInside(path)),
      ...Object.keys(datasets).map((name) => `data set ${name}`),
    ],
  };
}

async function makeNew(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await mkdir(path, { mode: 0o700 }).catch(async (thrown: unknown) => {
    if ((await isThere(path)) && (await readdir(path)).length === 0) return;
    if (await isThere(path))
      throw new MusterError('CONFLICT', `${path} is there already; nothing was changed`);
    throw fileFault(thrown, `making ${path}`);
  });
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
  } catch (thrown) {
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${folder} is no backup that \`muster coordinator backup\` finished: ${asMusterError(thrown).message}`,
    );
  }
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
