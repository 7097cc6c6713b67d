import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedPolicyView, SiteView } from '@muster/api';
import { makeKeyPair, sign, systemRandom } from '@muster/identity';
import { formatPublished, type Policy, policySchema } from '@muster/policy';
import { parseTask, type Task, validateYaml } from '@muster/task';
import { describe, expect, it } from 'vitest';
import { holdAgainstSites } from './against-sites.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const example = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../examples/iris', name), 'utf8');
const parsed = parseTask(example('task.yaml'), 'task.yaml');
if (!parsed.ok) throw new Error('the example is not in order');
const task: Task = parsed.value;
const written = validateYaml(example('policy.yaml'), 'policy.yaml', policySchema);
if (!written.ok) throw new Error('the example is not in order');
const policyOf = (change: object = {}): Policy => policySchema.parse({ ...written.value, ...change });

function view(name: string, over: Partial<SiteView> = {}): SiteView {
  return {
    name,
    organisation: 'test',
    status: 'connected',
    enrolledAt: null,
    lastSeenAt: null,
    revokedAt: null,
    revokeReason: null,
    suspendedAt: null,
    suspendReason: null,
    clockSkewMs: null,
    agentVersion: null,
    engine: null,
    datasets: ['flowers'],
    busyWith: null,
    logRefusal: null,
    contended: 0,
    ...over,
  };
}

function publish(site: string, policy: Policy, over: { as?: string } = {}): PublishedPolicyView {
  const key = makeKeyPair('ed25519', systemRandom);
  const document = formatPublished({ site: over.as ?? site, signedAt: '2026-11-21T11:00:00.000Z', policy });
  return {
    site,
    hash: '0'.repeat(64),
    document: new TextDecoder().decode(document),
    signature: Buffer.from(sign('policy/published', [document], key)).toString('base64'),
    signingKey: Buffer.from(key.publicKey).toString('hex'),
    since: '2026-11-21T11:00:00.000Z',
  };
}

describe('a task held against what sites have published', () => {
  it('says of each site what it would do and why, and whether enough would take part', () => {
    const names = ['asks', 'away', 'bare', 'no', 'other-data', 'out', 'yes'];
    const sites = [
      view('asks'),
      view('away', { status: 'offline', datasets: [] }),
      view('bare', { datasets: [] }),
      view('no'),
      view('other-data', { datasets: ['digits'] }),
      view('out', { status: 'suspended', suspendReason: 'updates were refused' }),
      view('yes'),
      view('gone', { status: 'revoked' }),
      view('new', { status: 'invited' }),
    ];
    const strict = policyOf({ tasks: ['other'], datasets: { flowers: { columns: ['species'] } } });
    const policies = [
      publish('asks', policyOf({ approval: 'manual' })),
      publish('away', policyOf()),
      publish('no', strict),
      publish('other-data', policyOf()),
      publish('out', policyOf()),
      publish('yes', policyOf({ metrics: ['examples'] })),
    ];
    const { sites: held, ...sum } = holdAgainstSites(task, sites, policies, NOW);
    expect(held.map(({ site, verdict }) => [site, verdict])).toEqual([
      ['asks', 'asks'],
      ['away', 'takes part'],
      ['bare', 'unknown'],
      ['no', 'refuses'],
      ['other-data', 'refuses'],
      ['out', 'out'],
      ['yes', 'takes part'],
    ]);
    expect(held.map(({ site }) => site)).toEqual(names);
    expect(held[3]?.reasons).toEqual([
      expect.stringContaining('policy.tasks does not allow'),
      expect.stringContaining('policy.datasets.flowers.columns does not allow "sepal_length"'),
    ]);
    expect(held[4]?.reasons).toEqual(['it offers no data set "flowers"']);
    expect(held[6]?.withheld).toEqual(['accuracy', 'loss', 'confusion']);
    expect(sum).toEqual({ willing: 3, quorum: 3, met: true });
    const fewer = policies.filter(({ site }) => site !== 'yes');
    expect(holdAgainstSites(task, sites, fewer, NOW)).toMatchObject({ willing: 2, met: false });
  });

  it('believes no policy that is not signed by the site, nor one of another site', () => {
    const good = publish('north', policyOf());
    const forged = [
      { ...good, document: good.document.replace('"minCohort":3', '"minCohort":1') },
      { ...good, signingKey: publish('south', policyOf()).signingKey },
      { ...good, signature: '' },
      publish('north', policyOf(), { as: 'south' }),
    ];
    for (const each of forged) {
      const { sites } = holdAgainstSites(task, [view('north')], [each], NOW);
      expect(sites).toMatchObject([{ verdict: 'unknown', reasons: [expect.stringContaining('policy')] }]);
    }
  });
});
