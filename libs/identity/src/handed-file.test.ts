import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { requestCertificate } from './enrolment.ts';
import {
  formatBundle,
  formatCard,
  formatManifests,
  formatRequest,
  readBundle,
  readCard,
  readManifests,
  readRequest,
  writeHanded,
} from './handed-file.ts';
import { testFederation } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-handed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'file.json');
const kept = (text: string): string => {
  writeFileSync(path, text);
  return path;
};
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'read',
    (thrown: unknown) => `${asMusterError(thrown).code} ${asMusterError(thrown).message}`,
  );

const federation = testFederation({ nowMs: 5_000 });
const { identity, certificate } = federation.site('north');
const key = Buffer.alloc(32, 7);
const claim = {
  name: 'north',
  hostLabel: 'host',
  producerKey: key,
  witnessKey: key,
  logKey: key,
};
const request = requestCertificate(claim, identity);

describe('a file that is handed over', () => {
  it('is read back as it was written', async () => {
    const card = { role: 'organisation', name: 'North Hospital', key } as const;
    expect(await readCard(kept(formatCard(card)))).toEqual(card);
    expect(await readRequest(kept(formatRequest(request)))).toEqual({
      body: Buffer.from(request.body),
      signature: Buffer.from(request.signature),
    });
    const manifests = [federation.signed];
    const [signed] = await readManifests(kept(formatManifests(manifests)));
    expect(Buffer.from(signed?.manifest ?? [])).toEqual(Buffer.from(federation.signed.manifest));
    const bundle = await readBundle(kept(formatBundle({ certificate, manifests })));
    expect(Buffer.from(bundle.certificate.body)).toEqual(Buffer.from(certificate.body));
    expect(bundle.manifests).toHaveLength(1);
  });

  it('is not taken for one of another kind, and what it is instead is named', async () => {
    const card = formatCard({ role: 'organisation', name: 'n', key });
    expect(await refusal(readManifests(kept(card)))).toMatch(
      /^INVALID_ARGUMENT .*no manifest file: it is a card file/,
    );
    expect(await refusal(readCard(kept(formatManifests([]))))).toMatch(/no card file: it is a manifest file/);
    expect(await refusal(readRequest(kept('{}')))).toMatch(/no request file$/);
  });

  it('is refused when it is damaged, or not there', async () => {
    expect(await refusal(readCard(join(folder, 'none.json')))).toMatch(/^INVALID_ARGUMENT .*cannot be read/);
    for (const text of ['', '[', '[]', 'null', '7'])
      expect(await refusal(readManifests(kept(text)))).toMatch(/^INVALID_ARGUMENT/);
    const damage: readonly [RegExp, string][] = [
      [/"key": "0/, '"key": "z'],
      [/organisation/, 'nobody'],
    ];
    const card = formatCard({ role: 'organisation', name: 'n', key });
    for (const [from, to] of damage)
      expect(await refusal(readCard(kept(card.replace(from, to))))).toMatch(/is damaged/);
    for (const manifests of ['7', '[7]', '["AAAA"]', '[""]'])
      expect(
        await refusal(readManifests(kept(`{"format":"muster-manifest-1","manifests":${manifests}}`))),
      ).toMatch(manifests === '[""]' ? /^read$/ : /is damaged/);
  });
});

it('are read no further than they may be long', async () => {
  const long = kept('');
  truncateSync(long, 10_000_000_000);
  for (const file of [long, '/dev/zero']) expect(await refusal(readBundle(file))).toMatch('INVALID_ARGUMENT');
});

it('take the place of the one of their usual name, and of no file that a person names', async () => {
  const [usual, key] = [join(folder, 'north.request.json'), kept('a key')];
  expect(await writeHanded('one', usual)).toBe(usual);
  await writeHanded('another', usual);
  expect(readFileSync(usual, 'utf8')).toBe('another');
  expect(await refusal(writeHanded('one', usual, key))).toMatch('CONFLICT');
  expect(readFileSync(key, 'utf8')).toBe('a key');
});
