/** @module Targets: task.yaml, site.yaml, coordinator.yaml, and the plan that a task becomes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { MusterError } from '@muster/errors';
import { formatPublished, parsePublished, policySchema } from '@muster/policy';
import {
  formatIssue,
  freezePlan,
  type Plan,
  parsePlan,
  parseTask,
  type Validated,
  validateYaml,
} from '@muster/task';
import { makeLayout } from '@muster/vector';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { siteConfigSchema } from '../../../apps/agent/src/site-config.ts';
import { coordinatorConfigSchema } from '../../../apps/coordinator/src/config.ts';
import { workspace } from '../../processes/processes.ts';
import { byteMutations, mutateBytes } from '../byte-mutation.ts';
import { type FuzzTarget, fuzzTarget, mustTake, rule } from '../target.ts';
import { mutateTree, treeMutations } from '../tree-mutation.ts';

const example = (...path: string[]): unknown =>
  parse(readFileSync(join(workspace, 'examples', ...path), 'utf8'));

const TASKS = [example('iris', 'task.yaml'), example('mnist', 'task.yaml')];
const POLICIES = [example('iris', 'policy.yaml'), example('mnist', 'policy.yaml')];
const SITES = [example('iris', 'site.yaml'), example('mnist', 'site.yaml')];
const COORDINATORS = [
  { federation: 'Heart study', datasets: { test: { type: 'csv', file: 'a.csv' } } },
  {
    federation: 'x',
    listen: { host: '0.0.0.0', port: 7443 },
    tls: { certificate: 'a', key: 'b' },
    limits: { updateMb: 1, uploads: 2, slots: 3, sessions: 4 },
    heartbeatS: 1,
    log: 'warn',
  },
];

/** What YAML has beyond JSON, and what its readers have fallen over. */
const SNIPPETS = [
  '\t',
  '---\n',
  '...\n',
  '&a [*a]',
  '*a',
  '<<: *a\n',
  '!!binary "AA=="',
  '!!js/function "x"',
  '? [a]\n: b\n',
  '%YAML 1.1\n',
  '|2\n a\n',
  '>-\n  a\n',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\0',
  '- '.repeat(80),
  '{'.repeat(80),
  'a: '.repeat(30),
  '&a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n',
  '# \n',
  '"\\ud800"',
  "'",
  '0o17',
  '1_000',
  '=',
];

type Snippet = readonly [atShare: number, text: string];
const snippet: fc.Arbitrary<Snippet> = fc.tuple(fc.nat(1_000), fc.constantFrom(...SNIPPETS));
const snippets: fc.Arbitrary<readonly Snippet[]> = fc.array(snippet, { maxLength: 3 });
const noSnippets = fc.constant<readonly Snippet[]>([]);

const yamlOf = (trees: readonly unknown[]): fc.Arbitrary<string> =>
  fc
    .record({
      tree: fc.constantFrom(...trees),
      mutations: treeMutations(4),
      style: fc.constantFrom('yaml', 'yaml', 'json', 'flow'),
      broken: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(3) }),
      snippets: fc.oneof({ weight: 3, arbitrary: noSnippets }, { weight: 1, arbitrary: snippets }),
    })
    .map(({ tree, mutations, style, broken, snippets: put }) => {
      const value = mutateTree(tree, mutations);
      const written =
        style === 'json'
          ? (JSON.stringify(value) ?? '')
          : (stringify(value, style === 'flow' ? { collectionStyle: 'flow' } : {}) ?? '');
      const whole = put.reduce((each: string, [at, text]: Snippet) => {
        const place = Math.floor((at * each.length) / 1_000);
        return each.slice(0, place) + text + each.slice(place);
      }, written);
      return mutateBytes(Buffer.from(whole, 'utf8'), broken).toString('utf8');
    });

/** Every fault has a place in the file and a sentence; what is sound is sound again once written. */
function judged<Value>(text: string, result: Validated<Value>): Value | undefined {
  if (result.ok) return result.value;
  const lines = text.split(/\r\n|\n|\r/).length;
  rule(
    result.issues.length > 0 && result.issues.length <= 50,
    'a refusal without a reason, or with too many',
  );
  for (const issue of result.issues) {
    rule(issue.line >= 1 && issue.line <= lines + 1, `line ${issue.line} of ${lines}: ${formatIssue(issue)}`);
    rule(issue.column >= 1, `column ${issue.column}: ${formatIssue(issue)}`);
    rule(issue.message !== '', 'a fault without a word');
  }
  return undefined;
}

const site = fuzzTarget('site.yaml', yamlOf(SITES), (text) =>
  judged(text, validateYaml(text, 'site.yaml', siteConfigSchema)) ? 'accepted' : 'refused',
);

const policy = fuzzTarget('policy.yaml', yamlOf(POLICIES), (text) => {
  const value = judged(text, validateYaml(text, 'policy.yaml', policySchema));
  if (!value) return 'refused';
  const bytes = formatPublished({ site: 'north', signedAt: '2026-11-21T12:00:00.000Z', policy: value });
  const published = mustTake('a policy that cannot be read as it is published', () =>
    parsePublished(new TextDecoder().decode(bytes)),
  );
  rule(isDeepStrictEqual(published.policy, value), 'a policy that is read in two ways');
  return 'accepted';
});

const coordinator = fuzzTarget('coordinator.yaml', yamlOf(COORDINATORS), (text) =>
  judged(text, validateYaml(text, 'coordinator.yaml', coordinatorConfigSchema)) ? 'accepted' : 'refused',
);

const federationId = '0123456789abcdef'.repeat(2);
const layout = makeLayout([{ name: 'w', shape: [2, 3] }]);

const task = fuzzTarget('task.yaml', yamlOf(TASKS), (text) => {
  const value = judged(text, parseTask(text, 'task.yaml'));
  if (!value) return 'refused';
  const again = parseTask(JSON.stringify(value), 'again.yaml');
  // As JSON has it: -0 is 0.
  const isSame = again.ok && JSON.stringify(again.value) === JSON.stringify(value);
  rule(isSame, 'a task that is another one when it is written down');
  const plan = freezePlan({ task: value, layout, federationId });
  mustTake('a plan that cannot be read', () => parsePlan(plan.bytes, plan.hash));
  return 'accepted';
});

const parsed = parseTask(stringify(TASKS[0]), 'task.yaml');
const whole = parsed.ok ? freezePlan({ task: parsed.value, layout, federationId }).bytes : new Uint8Array();

/** What the page of errors promises of a plan, and nothing else. */
function read(bytes: Uint8Array): Plan {
  try {
    return parsePlan(bytes);
  } catch (thrown) {
    rule(thrown instanceof MusterError && thrown.code === 'TASK_INVALID', `a plan ends in ${String(thrown)}`);
    throw thrown;
  }
}

/** A plan reaches a site from a coordinator that it does not trust. */
const plan = fuzzTarget(
  'plans',
  fc.record({
    mutations: treeMutations(3),
    broken: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
  }),
  ({ mutations, broken }) => {
    const tree = mutateTree(JSON.parse(Buffer.from(whole).toString('utf8')), mutations);
    const bytes = mutateBytes(Buffer.from(JSON.stringify(tree) ?? '', 'utf8'), broken);
    const { hash, body } = read(bytes);
    const again = mustTake('a plan that cannot be read again', () => parsePlan(bytes, hash));
    rule(isDeepStrictEqual(again.body, body), 'a plan that is read in two ways');
    return 'accepted';
  },
);

export const configurationTargets: readonly FuzzTarget[] = [task, site, policy, coordinator, plan];
