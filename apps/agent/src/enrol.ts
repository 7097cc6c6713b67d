/** @module `muster agent enrol`: keys made here, certified by the coordinator against a one-time token, or elsewhere by the site's organisation. */
import { mkdir, rm } from 'node:fs/promises';
import { asMusterError, MusterError } from '@muster/errors';
import {
  acceptCertificate,
  acceptChain,
  anchoredManifest,
  hasFingerprint,
  parseToken,
  readBundle,
  readCertificate,
  readIdentityFile,
  readPassphrase,
  requestEnrolment,
  SKEW_MS_MAX,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import { openSiteStore } from '@muster/store/site';
import { type Clock, connectOnce, SESSION_SETTINGS, systemClock } from '@muster/transport';
import {
  authorityOf,
  claimOf,
  type EnrolledBefore,
  type EnrolResult,
  enrolledBefore,
  keepEnrolment,
  ownKeys,
} from './enrolled-files.ts';
import { siteFolder } from './folder.ts';
import { introduce } from './introduction.ts';
import { sessionIdentity } from './session-options.ts';

interface HowToReach {
  /** Needed the first time. */
  readonly url?: string;
  readonly dir: string;
  readonly ca?: string;
  readonly passphraseFile?: string;
  /** False where a proxy ends TLS in front of the coordinator. */
  readonly bindToTls?: boolean;
  /** The folder is enrolled: its certificate is replaced, by one for the same site; all that is not said here stays as it was. */
  readonly again?: boolean;
}

export interface EnrolOptions extends HowToReach {
  readonly token: string;
}

export interface CertifiedOptions extends HowToReach {
  /** File of the certificate that the organisation has made. */
  readonly certificate: string;
}

const HANDSHAKE_MS = 15_000;

/**
 * A crash before the last write leaves keys that the next try takes up, and a token that may be spent: then the operator makes another.
 * Throws TOKEN_*, CONFLICT, COORDINATOR_MISMATCH, FEDERATION_MISMATCH, ORGANISATION_*, MANIFEST_*, UNAVAILABLE, HOST_UNKNOWN, TLS_UNTRUSTED,
 * TLS_REQUIRED, INVALID_ARGUMENT, PASSPHRASE_*, and STORAGE_BUSY when the agent of an enrolled folder runs.
 */
export async function enrol(options: EnrolOptions, clock: Clock = systemClock): Promise<EnrolResult> {
  const token = parseToken(options.token);
  const isIssuer = hasFingerprint(token.fingerprint);
  const folder = siteFolder(options.dir);
  const before = await enrolledBefore(folder, options.again === true);
  // An agent that runs could write its certificate, renewed by the old enrolment, over the one that comes now.
  await using _agentIsAway = before && (await openSiteStore(folder.state, Math.round(clock.wallMs())));
  const secret = await readPassphrase(options.passphraseFile, process.env);
  const reach = await reachOf(options, before, clock);
  const { session, manifest, later } = await introduce(reach, before ?? { isAnchor: isIssuer });
  let made: string | undefined;
  try {
    made = await mkdir(folder.keys, { recursive: true, mode: 0o700 });
    if (!manifest.organisations.some(({ key }) => isIssuer(key)))
      throw new MusterError(
        'FEDERATION_MISMATCH',
        `the token is of another federation than "${manifest.federationName}", to which ${folder.root} belongs`,
      );
    const identity = before ? await readIdentityFile(folder.identity, secret) : await ownKeys(folder, secret);
    const claim = claimOf(identity, before?.facts.site ?? '');
    const answer = await session.request({
      kind: 'enrolmentRequest',
      value: requestEnrolment(claim, identity, token),
    });
    if (answer.kind !== 'enrolmentReply' || !answer.value.certificate)
      throw new MusterError('UNEXPECTED_MESSAGE', 'the coordinator sent no certificate');
    const { certificate } = answer.value;
    const at = { nowMs: clock.wallMs(), skewMs: SKEW_MS_MAX, isIssuer };
    return await keepEnrolment(folder, {
      ...reach,
      certificate,
      site: acceptCertificate(certificate, { identity, claim }, manifest, at),
      manifests: [...(before?.manifests ?? []), ...later],
      manifest,
      certifiedBy: 'coordinator',
      before,
    });
  } catch (thrown) {
    // Of a token that is no good nothing is left that looks like a site; after any other fault the next try takes the keys up.
    if (made !== undefined && asMusterError(thrown).code.startsWith('TOKEN_'))
      await rm(made, { recursive: true, force: true });
    throw thrown;
  } finally {
    session.close(new MusterError('UNAVAILABLE', 'enrolment is done'));
  }
}

/**
 * As `enrol`, with a certificate that the organisation has made for the keys of this folder: the coordinator takes the site up by that, and signs
 * nothing.
 */
export async function enrolCertified(
  options: CertifiedOptions,
  clock: Clock = systemClock,
): Promise<EnrolResult> {
  const folder = siteFolder(options.dir);
  const before = await enrolledBefore(folder, options.again === true);
  await using _agentIsAway = before && (await openSiteStore(folder.state, Math.round(clock.wallMs())));
  const secret = await readPassphrase(options.passphraseFile, process.env);
  const { certificate, manifests: brought } = await readBundle(options.certificate);
  const identity = await readIdentityFile(folder.identity, secret);
  const claim = claimOf(identity, '');
  const at = { nowMs: clock.wallMs(), skewMs: SKEW_MS_MAX };
  const known = before ? withLater(before, brought) : ofOrganisation(brought, certificate);
  acceptCertificate(certificate, { identity, claim }, known.manifest, at);
  const reach = await reachOf(options, before, clock);
  const { session, manifest, later } = await introduce(reach, known);
  session.close(new MusterError('UNAVAILABLE', 'the manifests are known'));
  const site = acceptCertificate(certificate, { identity, claim }, manifest, at);
  const taken = await connectOnce({
    ...reach,
    identity: sessionIdentity({ identity }, { certificate, manifest }),
    handlers: {
      onRequest: async () => {
        throw new MusterError('SITE_BUSY', 'only enrolling');
      },
      onNotice: () => {},
      openObject: async () => undefined,
      onClose: () => {},
    },
  });
  taken.session.close(new MusterError('UNAVAILABLE', 'enrolment is done'));
  return keepEnrolment(folder, {
    ...reach,
    certificate,
    site,
    manifests: [...known.manifests, ...later],
    manifest,
    certifiedBy: 'organisation',
    before,
  });
}

type Pinned = Pick<EnrolledBefore, 'manifests' | 'manifest'>;

/** The manifests that came with a certificate, by the organisation that has issued it. */
function ofOrganisation(brought: Pinned['manifests'], certificate: Certificate): Pinned {
  const { issuerKey } = readCertificate(certificate);
  const manifest = anchoredManifest(brought, (key) => Buffer.compare(key, issuerKey) === 0);
  return { manifests: brought, manifest };
}

/** Those of them that are later than what the site knows, added to that. */
function withLater({ manifests, manifest }: Pinned, brought: Pinned['manifests']): Pinned {
  const later = brought.slice(manifest.epoch);
  return { manifests: [...manifests, ...later], manifest: acceptChain(manifest, later) };
}

async function reachOf(options: HowToReach, before: EnrolledBefore | undefined, clock: Clock) {
  const url = options.url ?? before?.facts.url;
  if (url === undefined) throw new MusterError('INVALID_ARGUMENT', 'the URL of the coordinator is needed');
  const folder = siteFolder(options.dir);
  const certificateAuthority = await authorityOf(folder, options.ca, before !== undefined);
  return {
    url,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    bindToTls: options.bindToTls ?? before?.facts.bindToTls ?? true,
    clock,
    settings: SESSION_SETTINGS,
    handshakeMs: HANDSHAKE_MS,
  };
}
