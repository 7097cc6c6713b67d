/** @module The folder of a site that is enrolled, without a coordinator. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatManifests, systemRandom, writeIdentityFile } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { hex } from '@muster/protocol';
import { onTestFinished } from 'vitest';
import { certificateText } from './enrolment.ts';
import { type SiteFolder, siteFolder } from './folder.ts';

const federation = testFederation({ nowMs: 0 });

/** Of the site `north`, with keys under `passphrase` if there is one; it goes when the test ends. */
export async function enrolledFolder(passphrase?: string): Promise<SiteFolder> {
  const folder = siteFolder(mkdtempSync(join(tmpdir(), 'muster-site-')));
  onTestFinished(() => rmSync(folder.root, { recursive: true, force: true }));
  // Its time is long over, and it still says whose key it is.
  const { identity, certificate } = federation.site('north', { notBeforeMs: 0, notAfterMs: 1 });
  mkdirSync(folder.keys);
  mkdirSync(folder.state);
  await writeIdentityFile(folder.identity, identity, systemRandom, passphrase);
  writeFileSync(folder.certificate, certificateText(certificate), { mode: 0o600 });
  writeFileSync(folder.manifests, formatManifests([federation.signed]));
  const facts = {
    url: 'ws://127.0.0.1:1',
    site: 'north',
    federation: 'test',
    federationId: hex(federation.federationId),
    organisation: 'test',
    certifiedBy: 'coordinator',
    bindToTls: true,
  };
  writeFileSync(folder.enrolment, JSON.stringify(facts), { mode: 0o600 });
  return folder;
}
