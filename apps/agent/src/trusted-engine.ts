/** @module Whether the training engine of this machine may contribute: its numeric self-check, run once and remembered. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { asMusterError } from '@muster/errors';
import type { EngineFigures, LearningChild } from '@muster/learning';
import type { EngineReport } from '@muster/protocol';

const VERSION = 'tfjs-4.22.0/kernels-1';

/** Runs the self-check, or remembers it when nothing has changed that it depends on. */
export async function checkEngine(
  child: LearningChild,
  requested: string,
  cacheFile: string,
): Promise<EngineReport> {
  const key = [VERSION, requested, process.version, cpus()[0]?.model ?? '', process.arch].join(' | ');
  const known = await readFile(cacheFile, 'utf8').then(JSON.parse, () => undefined);
  if (known?.key === key && known.report?.selfCheckPassed === true) return known.report;
  const report = await runCheck(child, requested);
  if (report.selfCheckPassed) await writeFile(cacheFile, JSON.stringify({ key, report }), { mode: 0o600 });
  return report;
}

async function runCheck(child: LearningChild, requested: string): Promise<EngineReport> {
  try {
    const figures: EngineFigures = await child.run('selfCheck', {}, { timeoutMs: 60_000 });
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
