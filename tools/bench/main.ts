/**
 * @module `npm run bench`: runs all benchmarks, or the one that is named. `npm run -s bench -- NAME --json FILE` writes
 * `{name, machine, date, figures}`; with several benchmarks a list of those.
 */
import { writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { agents } from './agents.ts';
import { auditAppend } from './audit-append.ts';
import { auditOverhead } from './audit-overhead.ts';
import { auditVerify } from './audit-verify.ts';
import type { Benchmark } from './benchmark.ts';
import { fold } from './fold.ts';
import { ingest } from './ingest.ts';
import { masks } from './masks.ts';
import { memory } from './memory.ts';
import { mnist } from './mnist.ts';
import { recovery } from './recovery.ts';
import { rest } from './rest.ts';
import { round } from './round.ts';
import { secaggCrypto } from './secagg-crypto.ts';
import { secaggRound } from './secagg-round.ts';
import { secaggScale } from './secagg-scale.ts';
import { stall } from './stall.ts';
import { storm } from './storm.ts';

const ALL: readonly Benchmark[] = [
  fold,
  round,
  memory,
  stall,
  ingest,
  recovery,
  agents,
  storm,
  rest,
  auditAppend,
  auditOverhead,
  auditVerify,
  masks,
  secaggCrypto,
  secaggRound,
  secaggScale,
  mnist,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean' } },
});
const chosen = positionals.length === 0 ? ALL : ALL.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !ALL.some((each) => each.name === name));

if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no benchmark ${unknown.join(', ')}`);
  console.log(
    `usage: npm run -s bench -- [NAME ...] [--json FILE]\nbenchmarks: ${ALL.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.version}`;
  const results = [];
  console.log(machine);
  for (const benchmark of chosen) {
    console.log(`\n${benchmark.name}`);
    const figures = await benchmark.run((line) => console.log(`  ${line}`));
    const width = Math.max(...Object.keys(figures).map((name) => name.length));
    for (const [name, value] of Object.entries(figures))
      console.log(`  ${name.padEnd(width)}  ${shown(value)}`);
    results.push({ name: benchmark.name, machine, date: new Date().toISOString(), figures });
  }
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
}

function shown(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return Array.isArray(value) ? value.map(shown).join(', ') : String(value);
}
