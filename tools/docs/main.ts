/** @module `node tools/docs/main.ts [--check]`: writes the pages that are made from the code, or says which are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteConfigSchema } from '@muster/agent/config';
import { coordinatorConfigSchema } from '@muster/coordinator/config';
import { federationFileSchema } from '@muster/coordinator/federation-file';
import { datasetConfigSchema } from '@muster/data';
import { policyDatasetSchema, policySchema } from '@muster/policy';
import { taskFieldsSchema } from '@muster/task';
import { muster, workspace } from '../processes/processes.ts';
import { settingsPage } from './settings-page.ts';

const read = (file: string): string => readFileSync(join(workspace, file), 'utf8').trimEnd();

const pages: Readonly<Record<string, string>> = {
  'errors.md': (await muster(['docs', 'errors'])).stdout,
  'configuration.md': settingsPage(
    'Configuration',
    [
      'Both files are read and checked at start, and only then: a change counts from the next start on. Every error comes with file, line,',
      'field and what was expected, and unknown fields are refused. A data file that cannot be opened is logged; what is in it is read by',
      '`muster agent check`, and at the coordinator when a run that names it is started.',
      'A task is a file too: [task.yaml](task.md), and so is a policy: [policy.yaml](policy.md). Environment: `MUSTER_CREDENTIAL` (operator credential file), `MUSTER_PASSPHRASE_FILE` (a file',
      'of mode 0600 whose first line is the passphrase of the keys, for `coordinator init`, `coordinator start`, `agent enrol`, `agent check`,',
      '`agent policy sign` and `agent start`; `--passphrase-file` wins), `MUSTER_DEBUG=1` (stack traces of CLI errors).',
    ],
    [
      {
        title: 'coordinator.yaml',
        schema: coordinatorConfigSchema,
        example: 'tools/docs/coordinator.example.yaml',
      },
      { title: 'site.yaml', schema: siteConfigSchema, example: 'examples/iris/site.yaml' },
      { title: 'Data sets', schema: datasetConfigSchema, path: 'datasets.NAME' },
    ],
  ),
  'policy.md': settingsPage(
    'Policy',
    [read('tools/docs/policy-page.md')],
    [
      { title: 'policy.yaml', schema: policySchema, example: 'examples/iris/policy.yaml' },
      { title: 'Data sets of a policy', schema: policyDatasetSchema, path: 'datasets.NAME' },
    ],
  ),
  'federation.md': settingsPage(
    'Federation',
    [read('tools/docs/federation-page.md')],
    [
      {
        title: 'federation.yaml',
        schema: federationFileSchema,
        example: 'tools/docs/federation.example.yaml',
      },
    ],
  ),
  'task.md': settingsPage(
    'Task',
    ['Examples: [images](../examples/mnist/task.yaml), [a table](../examples/iris/task.yaml).'],
    [{ title: 'task.yaml', schema: taskFieldsSchema, example: 'examples/iris/task.yaml' }],
  ),
};

for (const [name, text] of Object.entries(pages)) {
  const file = join(workspace, 'docs', name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`docs/${name} is stale: run node tools/docs/main.ts`);
    process.exitCode = 1;
  }
}
