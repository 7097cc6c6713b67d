import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import {
  formatCard,
  formatManifests,
  type KeyPair,
  type Manifest,
  makeKeyPair,
  signManifest,
  systemRandom,
} from '@muster/identity';
import { afterAll, describe, expect, it } from 'vitest';
import { type Changes, firstManifest, nextManifest } from './draft.ts';
import { findManifests, isWhole } from './manifest-source.ts';
import { isSigned, manifestText, missingText, viewOf } from './manifest-text.ts';
import { withSignature } from './signing.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-draft-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const file = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const key = (): KeyPair => makeKeyPair('ed25519', systemRandom);
const [north, south, east, other] = [key(), key(), key(), key()] as const;
const card = (name: string, { publicKey }: KeyPair, role: 'organisation' | 'coordinator' = 'organisation') =>
  file(`${name}.card.json`, formatCard({ role, name: role === 'organisation' ? name : '', key: publicKey }));
card('north', north);
card('south', south);
card('coordinator', makeKeyPair('ed25519', systemRandom), 'coordinator');
const hash = (digit: string): string => digit.repeat(64);

const YAML = `federation: Heart study
coordinator: coordinator.card.json
organisations:
  - { card: north.card.json, sites: 3 }
  - { card: south.card.json }
limits: { minCohort: 4, corrupt: 0.025 }
models: [${hash('b')}, ${hash('a')}]
`;
const first = () => firstManifest(file('federation.yaml', YAML), 1_000);
const next = async (changes: Changes, before?: Manifest): Promise<Manifest> =>
  nextManifest(before ?? (await first()), changes, 2_000);
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'made',
    (thrown: unknown) => `${asMusterError(thrown).code} ${asMusterError(thrown).message}`,
  );

describe('the first manifest', () => {
  it('says what federation.yaml says, with the keys of the cards', async () => {
    const manifest = await first();
    expect(manifest).toMatchObject({
      federationName: 'Heart study',
      epoch: 1,
      organisations: [
        { name: 'north', sitesMax: 3 },
        { name: 'south', sitesMax: 10 },
      ],
      signaturesMin: 2,
      cohortMin: 4,
      groupMin: 8,
      corruptPerMilleMax: 25,
      dropoutPerMilleMax: 100,
    });
    expect(manifest.organisations.map(({ key }) => Buffer.from(key))).toEqual([
      Buffer.from(north.publicKey),
      Buffer.from(south.publicKey),
    ]);
    expect(manifest.modelHashes.map((each) => each[0])).toEqual([0xaa, 0xbb]);
  });

  it('is not made of what is wrong, which is named by its place', async () => {
    const made = (text: string) => refusal(firstManifest(file('wrong.yaml', text), 1_000));
    expect(await made(YAML.replace('federation:', 'federaton:'))).toMatch(
      /^CONFIG_INVALID .*wrong.yaml:.*federaton: is not known here/s,
    );
    expect(await made(YAML.replace('sites: 3', 'sites: 0'))).toMatch(/wrong.yaml:4:.*sites/);
    expect(await made(YAML.replace('north.card', 'none.card'))).toMatch(/^INVALID_ARGUMENT .*cannot be read/);
    expect(await made(YAML.replace('north.card', 'coordinator.card'))).toMatch(
      /is the card of a coordinator/,
    );
    expect(await made(YAML.replace('south.card', 'north.card'))).toMatch(
      /^MANIFEST_INVALID .*two organisations/,
    );
    expect(await made(`${YAML}signatures: 3\n`)).toMatch(/^MANIFEST_INVALID .*3 of 2/);
    expect(await refusal(firstManifest(at('nowhere.yaml'), 1_000))).toMatch(
      /^CONFIG_INVALID .*cannot be read/,
    );
  });
});

describe('the next manifest', () => {
  it('changes what is said, and tells it in words', async () => {
    const before = await first();
    const changes = {
      organisation: [card('east', east), card('north', other)],
      sites: ['south=20'],
      coordinator: card('c2', makeKeyPair('ed25519', systemRandom), 'coordinator'),
      signatures: 3,
      minCohort: 6,
      dropout: 0.2,
      model: ['any'],
      revoke: [hash('c')],
    };
    const after = await next(changes, before);
    const chain = [
      { manifest: before.bytes, signatures: [signManifest(before, north), signManifest(before, south)] },
      { manifest: after.bytes, signatures: [] },
    ];
    const found = await findManifests([file('next.json', formatManifests(chain))], {});
    const { changes: told } = viewOf(found);
    expect(told.map((line) => line.replaceAll(/[0-9a-f]{32,}/g, 'HEX'))).toEqual([
      'east joins (HEX), with up to 10 sites',
      'north has another key (HEX); certificates by its former one stay good',
      'south may have 20 sites in place of 10',
      'the coordinator: HEX in place of HEX',
      'signatures under the next manifest: 3 in place of 2',
      'fewest sites in a sum: 6 in place of 4',
      'sites that may be lost: 20 % in place of 10 %',
      'the certificate HEX is revoked',
      'the model HEX may not be trained any more',
      'the model HEX may not be trained any more',
    ]);
    expect(manifestText(viewOf(found))).toContain('Changes      east joins');
    card('north', north);
  });

  it('lets an organisation leave, and ends what a former key has signed', async () => {
    const before = await first();
    const rotated = await next({ organisation: [card('north', other)] }, before);
    expect(Buffer.from(rotated.organisations[0]?.formerKey ?? [])).toEqual(Buffer.from(north.publicKey));
    const cut = await next({ cut: ['north'] }, rotated);
    expect(cut.organisations[0]?.formerKey).toHaveLength(0);
    const stolen = await next({ organisation: [at('north.card.json')], cut: ['north'] }, before);
    expect(stolen.organisations[0]?.formerKey).toHaveLength(0);
    const left = await next({ leave: ['south'], signatures: 1 }, before);
    expect(left.organisations.map(({ name }) => name)).toEqual(['north']);
    card('north', north);
  });

  it('is not made of nothing, nor of names that are none', async () => {
    expect(await refusal(next({}))).toMatch(/nothing would be another/);
    expect(await refusal(next({ minCohort: 4 }))).toMatch(/nothing would be another/);
    expect(await refusal(next({ leave: ['west'] }))).toMatch(
      /"west" is no organisation of the federation: north, south/,
    );
    expect(await refusal(next({ sites: ['north'] }))).toMatch(/NAME=N is expected/);
    expect(await refusal(next({ revoke: ['abc'] }))).toMatch(/abc is no SHA-256/);
    expect(await refusal(next({ leave: ['south'] }))).toMatch(/^MANIFEST_INVALID .*2 of 1/);
    expect(await refusal(next({ coordinator: at('south.card.json') }))).toMatch(
      /is the card of an organisation/,
    );
  });
});

describe('copies that were signed apart', () => {
  it('are one manifest with the signatures of all, which says who is missing until nobody is', async () => {
    const manifest = await first();
    const unsigned = [{ manifest: manifest.bytes, signatures: [] }];
    const draft = await findManifests([file('draft.json', formatManifests(unsigned))], {});
    expect([isWhole(draft), missingText(viewOf(draft))]).toEqual([false, 'north, south']);
    const a = withSignature(draft, north);
    expect([a.organisation, a.isNew, withSignature({ ...draft, chain: a.chain }, north).isNew]).toEqual([
      'north',
      true,
      false,
    ]);
    const b = withSignature(draft, south);
    const files = [file('a.json', formatManifests(a.chain)), file('b.json', formatManifests(b.chain))];
    const both = await findManifests(files, {});
    expect([isWhole(both), isSigned(viewOf(both)), missingText(viewOf(both))]).toEqual([
      true,
      true,
      'nobody',
    ]);
    expect(() => withSignature(draft, other)).toThrow(/of no organisation of "Heart study"/);
    const another = file('c.json', formatManifests([{ manifest: (await first()).bytes, signatures: [] }]));
    expect(await refusal(findManifests([at('a.json'), another], {}))).toMatch(/not copies of one manifest/);
    expect(await refusal(findManifests([file('none.json', formatManifests([]))], {}))).toMatch(
      /no manifest in it/,
    );
  });
});
