import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKernels } from '@muster/vector';
import { afterAll, describe, expect, it } from 'vitest';
import { COORDINATOR_CASES } from './testing/coordinator-cases.ts';
import { MUTANTS, type Mutant } from './testing/mutants.ts';
import { SITE_CASES } from './testing/site-cases.ts';

const kernels = await loadKernels();
const source = import.meta.dirname;
/** Inside the repository, so that what the copies import is found. */
const home = join(source, '..', '..', '..', '.muster');
mkdirSync(home, { recursive: true });
const folder = mkdtempSync(join(home, 'mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A case of the suite, of a copy of the code in which the mutant's check is taken out. */
async function caseOf({ name, file, from, to, caughtBy }: Mutant, number: number) {
  const copy = join(folder, String(number));
  cpSync(source, copy, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  const text = readFileSync(join(copy, file), 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${name}: the check stands ${parts.length - 1} times in ${file}`);
  writeFileSync(join(copy, file), parts.join(to));
  const modules: readonly [typeof COORDINATOR_CASES, typeof SITE_CASES] = [
    (await import(join(copy, 'testing', 'coordinator-cases.ts'))).COORDINATOR_CASES,
    (await import(join(copy, 'testing', 'site-cases.ts'))).SITE_CASES,
  ];
  const found = modules.flat().find((each) => each.name === caughtBy);
  if (!found) throw new Error(`no case ${caughtBy}`);
  return found;
}

describe('the adversary suite', () => {
  it('has cases of different names', () => {
    const names = [...COORDINATOR_CASES, ...SITE_CASES].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(MUTANTS.map((mutant, number) => ({ mutant, number, name: mutant.name })))(
    'finds the mutant: $name',
    async ({ mutant, number }) => {
      const { run } = await caseOf(mutant, number);
      // Not any error: the adversary gets through, and the case says so.
      expect(() => run(kernels)).toThrow(expect.objectContaining({ name: 'AssertionError' }));
    },
  );
});
