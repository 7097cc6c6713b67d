/** @module The folder of a site that is enrolled, without a coordinator. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificate, makeKeyPair, systemRandom, writeIdentityFile } from '@muster/identity';
import { hex } from '@muster/protocol';
import { onTestFinished } from 'vitest';
import { certificateText } from './enrolment.ts';
import { type SiteFolder, siteFolder } from './folder.ts';

const organisation = makeKeyPair('ed25519', systemRandom);
const federationId = systemRandom(16);

/** Of the site `north`, with keys under `passphrase` if there is one; it goes when the test ends. */
export async function enrolledFolder(passphrase?: string): Promise<SiteFolder> {
  const folder = siteFolder(mkdtempSync(join(tmpdir(), 'muster-site-')));
  onTestFinished(() => rmSync(folder.root, { recursive: true, force: true }));
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  mkdirSync(folder.keys);
  mkdirSync(folder.state);
  await writeIdentityFile(folder.identity, identity, systemRandom, passphrase);
  const certificate = issueCertificate(
    {
      role: 'site',
      name: 'north',
      serial: systemRandom(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: 0,
      notAfterMs: 1, // its time is long over, and it still says whose key it is
    },
    organisation,
  );
  writeFileSync(folder.certificate, certificateText(certificate), { mode: 0o600 });
  const facts = {
    url: 'ws://127.0.0.1:1',
    site: 'north',
    federation: 'test',
    federationId: hex(federationId),
    organisationKey: hex(organisation.publicKey),
    bindToTls: true,
  };
  writeFileSync(folder.enrolment, JSON.stringify(facts), { mode: 0o600 });
  return folder;
}
