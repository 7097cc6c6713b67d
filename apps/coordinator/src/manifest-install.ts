/** @module A later manifest comes into force: on record with the log's event of it, and sites that it does not vouch for any more are out. */
import { asMusterError } from '@muster/errors';
import { assertVouched, type Manifest, parseCertificate, readCertificate } from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';
import type { Registrar } from './enrolment.ts';

/** Puts what is later of a chain in force; gives the names of the sites that are out by it. Throws as `acceptManifest`. */
export function installManifests(
  registrar: Registrar,
  chain: readonly SignedManifest[],
  nowMs: number,
): readonly string[] {
  const { manifests, store, trail } = registrar;
  let out: readonly string[] = [];
  manifests.install(chain, { db: store.db, nowMs }, (added) => {
    for (const manifest of added) trail.manifestChanged(manifest);
    const newest = added.at(-1);
    if (newest) out = disown(registrar, newest, nowMs);
  });
  return out;
}

/** Ends the trust in sites for which the manifest does not vouch any more; gives their names. In the transaction that is open, or in one of its own. */
export function disown(
  { store, trail }: Pick<Registrar, 'store' | 'trail'>,
  manifest: Manifest,
  nowMs: number,
): readonly string[] {
  return store.db.atomically(() =>
    store.sites
      .list()
      .filter(({ revokedMs }) => revokedMs === null)
      .flatMap(({ name, certificate, certificateHash: hash }) => {
        try {
          const { issuerKey } = readCertificate(parseCertificate(certificate));
          assertVouched({ name, issuerKey, hash }, manifest);
          return [];
        } catch (thrown) {
          const { code, message } = asMusterError(thrown);
          store.sites.revoke(name, message, nowMs, 'manifest');
          trail.siteDisowned(name, code === 'SITE_REVOKED' ? 'revoked' : 'withdrawn');
          return [name];
        }
      }),
  );
}
