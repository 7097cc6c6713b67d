/** @module `node tools/docs/main.ts [--check]`: writes the pages that are made from the code, or says which are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { muster, workspace } from '../processes/processes.ts';

const file = join(workspace, 'docs', 'errors.md');
const { stdout } = await muster(['docs', 'errors']);
if (!process.argv.includes('--check')) writeFileSync(file, stdout);
else if (readFileSync(file, 'utf8') !== stdout) {
  console.error('docs/errors.md is stale: run node tools/docs/main.ts');
  process.exitCode = 1;
}
