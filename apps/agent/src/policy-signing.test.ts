import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePublished } from '@muster/policy';
import { describe, expect, it } from 'vitest';
import { enrolledFolder } from './enrolled-folder.fixture.ts';
import type { SiteFolder } from './folder.ts';
import { readSignedPolicy } from './policy-file.ts';
import { signPolicy } from './policy-signing.ts';
import { viewPolicy } from './policy-view.ts';
import { starterPolicy } from './starter-config.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const clock = { wallMs: () => NOW };
const sign = (folder: SiteFolder, by = 'Ada Lovelace') => signPolicy(folder.root, { by }, clock);

async function withPolicy(text = starterPolicy()): Promise<SiteFolder> {
  const folder = await enrolledFolder();
  writeFileSync(folder.policy, text);
  return folder;
}

/** The file with one text in place of another. */
function edit(folder: SiteFolder, from: string, to: string): void {
  writeFileSync(folder.policy, readFileSync(folder.policy, 'utf8').replace(from, to));
}

describe('a signed policy', () => {
  it('is the one that lies there, by a person at a time, which the federation does not get to see', async () => {
    const folder = await withPolicy(`${starterPolicy()}# Ada has seen it\n`);
    expect(await sign(folder)).toMatchObject({ version: 1, by: 'Ada Lovelace' });
    const signed = await readSignedPolicy(folder);
    expect(signed).toMatchObject({ by: 'Ada Lovelace', at: '2026-11-21T12:00:00.000Z' });
    const text = new TextDecoder().decode(signed.published);
    expect(parsePublished(text)).toMatchObject({ site: 'north', policy: { version: 1, tasks: [] } });
    expect(text).not.toContain('Ada');
  });

  it('is not signed before somebody did, nor when a letter of it was changed since, be it in a comment', async () => {
    const folder = await withPolicy();
    const unsigned = {
      code: 'POLICY_UNSIGNED',
      message: expect.stringContaining('muster agent policy sign'),
    };
    await expect(readSignedPolicy(folder)).rejects.toMatchObject(unsigned);
    await sign(folder);
    const whole = readFileSync(folder.policy, 'utf8');
    for (const [from, to] of [
      ['minCohort: 3', 'minCohort: 1'],
      ['# After', '# after'],
      ['', '\n'],
    ] as const) {
      edit(folder, from, to);
      await expect(readSignedPolicy(folder)).rejects.toMatchObject(unsigned);
      writeFileSync(folder.policy, whole);
    }
    await readSignedPolicy(folder);
  });

  it('is not signed by another name, time, version or key than the signature says', async () => {
    const folder = await withPolicy();
    await sign(folder);
    const said = JSON.parse(readFileSync(folder.policySignature, 'utf8'));
    for (const change of [{ by: 'Bob' }, { at: '2026-11-22T12:00:00.000Z' }, { version: 2 }]) {
      writeFileSync(folder.policySignature, JSON.stringify({ ...said, ...change }));
      await expect(readSignedPolicy(folder)).rejects.toMatchObject({ code: 'POLICY_UNSIGNED' });
    }
    const other = await withPolicy();
    await sign(other);
    copyFileSync(other.policySignature, folder.policySignature);
    await expect(readSignedPolicy(folder)).rejects.toMatchObject({ code: 'POLICY_UNSIGNED' });
    for (const damaged of ['', '{}', JSON.stringify({ ...said, more: 1 })]) {
      writeFileSync(folder.policySignature, damaged);
      await expect(readSignedPolicy(folder)).rejects.toThrow('is damaged');
    }
    await sign(folder); // a damaged one is replaced
    await readSignedPolicy(folder);
  });

  it('that says something else is signed only with a higher version; one that says the same, with any', async () => {
    const folder = await withPolicy();
    await sign(folder);
    appendFileSync(folder.policy, '# a remark\n');
    await sign(folder, 'Bob');
    edit(folder, 'minCohort: 3', 'minCohort: 2');
    await expect(sign(folder)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('raise it to 2'),
    });
    edit(folder, 'version: 1', 'version: 2');
    expect(await sign(folder)).toMatchObject({ version: 2 });
    edit(folder, 'version: 2', 'version: 1');
    await expect(sign(folder)).rejects.toThrow('raise it to 3');
  });

  it('takes the passphrase of the keys, a name, and a file that is in order', async () => {
    const folder = await enrolledFolder('correct horse');
    writeFileSync(folder.policy, starterPolicy());
    await expect(sign(folder)).rejects.toMatchObject({ code: 'PASSPHRASE_REQUIRED' });
    const passphraseFile = join(folder.root, 'passphrase');
    writeFileSync(passphraseFile, 'correct horse\n', { mode: 0o600 });
    const by = (name: string) => signPolicy(folder.root, { by: name, passphraseFile }, clock);
    await expect(by('  ')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await by('Ada');
    await readSignedPolicy(folder); // which takes no passphrase
    edit(folder, 'minCohort: 3', 'minCohort: none');
    await expect(by('Ada')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/policy\.yaml:\d+:\d+: minCohort: is the text 'none'/),
    });
  });
});

describe('a policy that is looked at', () => {
  it('shows what is the matter with it: not signed, or over', async () => {
    const folder = await withPolicy();
    expect(await viewPolicy(folder.root, clock)).toMatchObject({
      signature: null,
      problem: { code: 'POLICY_UNSIGNED' },
      daysLeft: null,
    });
    await sign(folder);
    expect(await viewPolicy(folder.root, clock)).toMatchObject({
      signature: { by: 'Ada Lovelace' },
      problem: null,
    });
    edit(folder, 'version: 1', 'version: 2\nexpires: 2026-11-20');
    await sign(folder);
    expect(await viewPolicy(folder.root, clock)).toMatchObject({
      daysLeft: 0,
      problem: { code: 'POLICY_EXPIRED' },
    });
  });
});
