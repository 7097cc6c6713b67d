/** @module What a data set of site.yaml holds, and whether it is what a task declares. */
import {
  checkDataset,
  type DataOverview,
  type DataSchema,
  type DatasetConfig,
  overviewOf,
} from '@muster/data';
import { MusterError } from '@muster/errors';
import type { Finding } from './check-report.ts';

/** Throws DATA_UNREADABLE, and DATA_SCHEMA for the first row that does not match; `schema`: of the task, if there is one. */
export async function datasetFinding(
  dataset: DatasetConfig,
  name: string,
  baseDir: string,
  schema: DataSchema | undefined,
): Promise<Finding> {
  if (schema !== undefined && schema.dataset !== name)
    return { status: 'skipped', finding: `the task uses "${schema.dataset}"` };
  if (schema === undefined) {
    const overview = overviewInWords(await overviewOf(dataset, baseDir));
    return { status: 'ok', finding: `${overview}; pass --task to check them against a schema` };
  }
  const report = await checkDataset(dataset, schema, { baseDir });
  const [first] = report.errors;
  if (first) {
    const more = report.errors.length > 1 ? `, and ${report.errors.length - 1} more faults` : '';
    throw new MusterError(
      first.code,
      `${first.message}${first.siteOnly ? ` [${first.siteOnly}]` : ''}${more}`,
    );
  }
  const counts = report.labelCounts
    .map((count, index) => `${report.classes[index] ?? index}: ${count}`)
    .join(', ');
  const { ignoredColumns, residentBytes, warnings } = report;
  const ignored = ignoredColumns.length > 0 ? [`columns passed over: ${ignoredColumns.join(', ')}`] : [];
  const memory = `${Math.ceil(residentBytes / 1024)} KiB of memory`;
  return {
    finding: [`${report.rows} rows (${counts}), ${memory}`, ...ignored, ...warnings].join('; '),
    status: report.warnings.length > 0 ? 'warning' : 'ok',
  };
}

function overviewInWords(overview: DataOverview): string {
  if (overview.kind === 'table') return `${overview.rows} rows, columns ${overview.columns.join(', ')}`;
  const { rows, height, width, channels, labelCounts } = overview;
  const size = [height, width, ...(channels === 1 ? [] : [channels])].join(' x ');
  return `${rows} images of ${size}, labels 0 to ${labelCounts.length - 1}`;
}
