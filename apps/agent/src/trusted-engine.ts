/** @module Whether the training engine of this machine may contribute: its numeric self-check, run once and remembered. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asMusterError } from '@muster/errors';
import type { EngineFigures, LearningChild } from '@muster/learning';
import type { EngineReport } from '@muster/protocol';
import { z } from 'zod';
import { parseJsonText } from './json-text.ts';

const CHECK_MS = 60_000;

const remembered = z.object({
  key: z.string(),
  report: z.object({
    requested: z.string(),
    selected: z.string(),
    version: z.string(),
    selfCheckMaxRelErr: z.number(),
    selfCheckPassed: z.literal(true),
    overrides: z.array(z.string()),
    rejected: z.string(),
  }),
});

/**
 * Runs the self-check, or remembers it, in `cacheFile`, when nothing has changed that it depends on. Only an engine that passed is
 * remembered.
 */
export async function checkEngine(
  child: LearningChild,
  requested: string,
  cacheFile: string | undefined,
): Promise<{ readonly report: EngineReport; readonly remembered: boolean }> {
  const key = [await codeHash(), requested, process.version, process.arch, cpus()[0]?.model ?? ''].join(
    ' | ',
  );
  const cached = cacheFile === undefined ? '' : await readFile(cacheFile, 'utf8').catch(() => '');
  const known = parseJsonText(cached, remembered);
  if (known?.key === key) return { report: known.report, remembered: true };
  const report = await runCheck(child, requested);
  if (report.selfCheckPassed && cacheFile !== undefined)
    await writeFile(cacheFile, JSON.stringify({ key, report }), { mode: 0o600 });
  return { report, remembered: false };
}

async function runCheck(child: LearningChild, requested: string): Promise<EngineReport> {
  try {
    const figures: EngineFigures = await child.run('selfCheck', {}, { timeoutMs: CHECK_MS });
    return {
      requested,
      selected: figures.engine,
      version: figures.version.slice(0, 64),
      selfCheckMaxRelErr: figures.maxRelativeError,
      selfCheckPassed: figures.passed,
      overrides: figures.overrides.slice(0, 64).map((name) => name.slice(0, 64)),
      rejected: figures.passed ? '' : 'the numeric self-check failed',
    };
  } catch (thrown) {
    const { code } = asMusterError(thrown);
    return {
      requested,
      selected: '',
      version: '',
      selfCheckMaxRelErr: Number.NaN,
      selfCheckPassed: false,
      overrides: [],
      rejected: code,
    };
  }
}

/** SHA-256 of the engine's own code, kernels included: a version number that nobody raised would vouch for code that nobody checked. */
async function codeHash(): Promise<string> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@muster/learning')));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    );
  return hash.digest('hex');
}
