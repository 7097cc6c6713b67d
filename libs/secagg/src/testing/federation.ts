/** @module A federation in memory, for tests and measurements: organisations that certify sites, real keys, a directory that judges certificates. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Certificate } from '@muster/protocol';
import type { SiteDirectory, SiteStanding } from '../site-directory.ts';

export interface SigningPair {
  readonly privateKey: KeyObject;
  /** Raw. */
  readonly publicKey: Uint8Array;
}

export interface CertifiedSite {
  readonly siteId: Uint8Array;
  readonly organisation: string;
  readonly keys: SigningPair;
  readonly certificate: Certificate;
  readonly certHash: Uint8Array;
}

const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export function digest(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** An Ed25519 pair from a name: the same name, the same pair. */
export function pairOf(name: string): SigningPair {
  const der = Buffer.concat([PRIVATE_HEAD, digest('pair', name)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: new Uint8Array(spki.subarray(12)) };
}

export class TestFederation {
  readonly coordinator = pairOf('coordinator');
  readonly manifestHash = digest('manifest');
  readonly federationId = digest('federation').slice(0, 16);
  readonly #organisations = new Map<string, { readonly keys: SigningPair; readonly sitesMax: number }>();
  readonly #revoked = new Set<string>();

  /** Organisation `i` may have `sitesMax` sites. */
  constructor(organisations: number, sitesMax: number) {
    for (let i = 0; i < organisations; i++) {
      const name = `organisation ${i}`;
      this.#organisations.set(name, { keys: pairOf(name), sitesMax });
    }
  }

  /** Site `i` of organisation `i` modulo their number; its id is that of its name. */
  site(i: number): CertifiedSite {
    const names = [...this.#organisations.keys()];
    const organisation = names[i % names.length] ?? '';
    return this.certify(`site ${i}`, organisation, this.#organisations.get(organisation)?.keys);
  }

  /** A certificate by any key, that of the organisation or another. */
  certify(
    name: string,
    organisation: string,
    issuer: SigningPair = pairOf('nobody'),
    keys: SigningPair = pairOf(name),
  ): CertifiedSite {
    const siteId = digest(name).slice(0, 16);
    const body = Buffer.concat([siteId, keys.publicKey, Buffer.from(organisation)]);
    const signature = new Uint8Array(sign(null, body, issuer.privateKey));
    const certificate = { body: new Uint8Array(body), signature };
    return { siteId, organisation, keys, certificate, certHash: certificateHash(certificate) };
  }

  /** A certificate of the organisation of `other` for another name and the very same key. */
  twin(name: string, other: CertifiedSite): CertifiedSite {
    const issuer = this.#organisations.get(other.organisation)?.keys;
    return this.certify(name, other.organisation, issuer, other.keys);
  }

  revoke({ certHash }: CertifiedSite): void {
    this.#revoked.add(Buffer.from(certHash).toString('hex'));
  }

  /** A directory of its own: it knows certificates by their hash once it has seen them. */
  directory(): SiteDirectory {
    const seen = new Map<string, SiteStanding>();
    return {
      find: (siteId, certHash, certificate) => {
        const hash = Buffer.from(certHash).toString('hex');
        if (this.#revoked.has(hash)) return { ok: false, reason: 'the certificate is revoked' };
        const name = `${Buffer.from(siteId).toString('hex')} ${hash}`;
        const known = seen.get(name);
        if (known !== undefined) return known;
        if (certificate === null) return { ok: false, reason: 'the certificate is unknown' };
        const standing = this.#judge(siteId, certHash, certificate);
        if (standing.ok) seen.set(name, standing);
        return standing;
      },
    };
  }

  #judge(siteId: Uint8Array, certHash: Uint8Array, certificate: Certificate): SiteStanding {
    const { body, signature } = certificate;
    const no = (reason: string): SiteStanding => ({ ok: false, reason });
    if (Buffer.compare(certificateHash(certificate), certHash) !== 0)
      return no('a certificate of another hash');
    const organisation = Buffer.from(body.subarray(48)).toString();
    const issuer = this.#organisations.get(organisation);
    if (!issuer) return no('no organisation of the manifest');
    const key = createPublicKey(issuer.keys.privateKey);
    if (!verify(null, body, key, signature)) return no('the certificate is not signed by its organisation');
    if (Buffer.compare(body.subarray(0, 16), siteId) !== 0) return no('a certificate of another site');
    return {
      ok: true,
      signingKey: new Uint8Array(body.subarray(16, 48)),
      organisation,
      sitesMax: issuer.sitesMax,
    };
  }
}

function certificateHash({ body, signature }: Certificate): Uint8Array {
  return digest(body, signature);
}
