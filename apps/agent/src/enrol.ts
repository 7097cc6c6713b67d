/** @module `muster agent enrol`: keys made here, certified by the coordinator against a one-time token. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { publicKeysOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import {
  acceptEnrolment,
  createPrivateFile,
  fingerprintOf,
  type Identity,
  makeKeyPair,
  parseToken,
  readIdentityFile,
  readPassphrase,
  replacePrivateFile,
  requestEnrolment,
  SKEW_MS_MAX,
  seedOf,
  systemRandom,
  type Token,
  writeIdentityFile,
} from '@muster/identity';
import { readAuthority } from '@muster/identity/tls-files';
import { hex } from '@muster/protocol';
import { openSiteStore } from '@muster/store/site';
import {
  type Clock,
  connectOnce,
  SESSION_SETTINGS,
  type SessionHandlers,
  systemClock,
} from '@muster/transport';
import { certificateText } from './enrolment.ts';
import { type EnrolmentFacts, readFacts } from './enrolment-facts.ts';
import { type SiteFolder, siteFolder } from './folder.ts';
import { starterConfig, starterPolicy } from './starter-config.ts';

export interface EnrolOptions {
  readonly token: string;
  /** Needed the first time. */
  readonly url?: string;
  readonly dir: string;
  readonly ca?: string;
  readonly passphraseFile?: string;
  /** False where a proxy ends TLS in front of the coordinator. */
  readonly bindToTls?: boolean;
  /** The folder is enrolled: its certificate is replaced, by a token for the same site; all that is not said here stays as it was. */
  readonly again?: boolean;
}

export interface EnrolResult {
  readonly site: string;
  readonly federation: string;
  /** Hex; compare it with what the operator reads out. */
  readonly fingerprint: string;
  readonly folder: string;
  /** False for those that were there already. */
  readonly keysCreated: boolean;
  readonly configCreated: boolean;
}

const HANDSHAKE_MS = 15_000;

const SILENT: SessionHandlers = {
  onRequest: async () => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is asked of a site that enrols');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

/**
 * Order of durable writes: keys, certificate, enrolment.json. A crash before the last leaves keys that the next try takes up, and a
 * token that may be spent: then the operator makes another. Throws TOKEN_*, CONFLICT, COORDINATOR_MISMATCH, FEDERATION_MISMATCH,
 * UNAVAILABLE, HOST_UNKNOWN, TLS_UNTRUSTED, TLS_REQUIRED, INVALID_ARGUMENT, PASSPHRASE_*, and STORAGE_BUSY when the agent of an enrolled folder runs.
 */
export async function enrol(options: EnrolOptions, clock: Clock = systemClock): Promise<EnrolResult> {
  const token = parseToken(options.token);
  const folder = siteFolder(options.dir);
  const before = await enrolledBefore(folder, options.again === true, token);
  const url = options.url ?? before?.url;
  if (url === undefined) throw new MusterError('INVALID_ARGUMENT', 'the URL of the coordinator is needed');
  // An agent that runs could write its certificate, renewed by the old enrolment, over the one that comes now.
  await using _agentIsAway = before && (await openSiteStore(folder.state, Math.round(clock.wallMs())));
  const secret = await readPassphrase(options.passphraseFile, process.env);
  const certificateAuthority = await authorityOf(folder, options.ca, before !== undefined);
  const bindToTls = options.bindToTls ?? before?.bindToTls ?? true;
  const { session } = await connectOnce({
    url,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    bindToTls,
    identity: { purpose: 'enrolment', fingerprint: token.fingerprint, random: systemRandom },
    clock,
    settings: SESSION_SETTINGS,
    handshakeMs: HANDSHAKE_MS,
    handlers: SILENT,
  });
  try {
    await mkdir(folder.keys, { recursive: true, mode: 0o700 });
    const identity = before ? await readIdentityFile(folder.identity, secret) : await ownKeys(folder, secret);
    const claim = {
      name: before?.site ?? '',
      hostLabel: hostname().slice(0, 128),
      ...publicKeysOf(seedOf(identity.signing)),
    };
    const answer = await session.request({
      kind: 'enrolmentRequest',
      value: requestEnrolment(claim, identity, token),
    });
    if (answer.kind !== 'enrolmentReply' || !answer.value.certificate)
      throw new MusterError('UNEXPECTED_MESSAGE', 'the coordinator sent no certificate');
    const { site } = acceptEnrolment(answer.value, identity, token, clock.wallMs(), SKEW_MS_MAX);
    const facts: EnrolmentFacts = {
      url,
      site: site.name,
      federation: answer.value.federationName,
      federationId: hex(site.federationId),
      organisationKey: hex(site.issuerKey),
      bindToTls,
    };
    if (before && (facts.site !== before.site || facts.federationId !== before.federationId))
      throw new MusterError(
        'CERTIFICATE_INVALID',
        `the certificate that came back is for "${facts.site}", and this folder is of "${before.site}"`,
      );
    await replacePrivateFile(folder.certificate, certificateText(answer.value.certificate));
    // Of a try that broke off before its last write there may be another one.
    if (certificateAuthority === undefined) await rm(folder.authority, { force: true });
    else await replacePrivateFile(folder.authority, certificateAuthority);
    await replacePrivateFile(folder.enrolment, `${JSON.stringify(facts, null, 2)}\n`);
    const configCreated = !existsSync(folder.config);
    if (configCreated) await createPrivateFile(folder.config, starterConfig(site.name));
    // Not signed: no person has decided anything yet.
    if (!existsSync(folder.policy)) await createPrivateFile(folder.policy, starterPolicy());
    return {
      site: site.name,
      federation: facts.federation,
      fingerprint: hex(fingerprintOf(site.issuerKey)),
      folder: folder.root,
      keysCreated: before === undefined,
      configCreated,
    };
  } finally {
    session.close(new MusterError('UNAVAILABLE', 'enrolment is done'));
  }
}

/** What an enrolled folder knows; undefined for a new one. Throws CONFLICT and FEDERATION_MISMATCH for a folder and a token that do not fit. */
async function enrolledBefore(
  folder: SiteFolder,
  again: boolean,
  token: Token,
): Promise<EnrolmentFacts | undefined> {
  if (!again) {
    if (existsSync(folder.enrolment))
      throw new MusterError(
        'CONFLICT',
        `${folder.root} is enrolled already; --again gives it a new certificate, for other keys move its keys folder away first`,
      );
    return undefined;
  }
  const facts = await readFacts(folder);
  if (!Buffer.from(fingerprintOf(Buffer.from(facts.organisationKey, 'hex'))).equals(token.fingerprint))
    throw new MusterError(
      'FEDERATION_MISMATCH',
      `the token is of another federation than "${facts.federation}", to which ${folder.root} belongs`,
    );
  return facts;
}

/** PEM of a private authority: the one that is named now, else the one that is known. Throws INVALID_ARGUMENT for a file that is none. */
async function authorityOf(
  folder: SiteFolder,
  named: string | undefined,
  enrolled: boolean,
): Promise<string | undefined> {
  if (named !== undefined) return readAuthority(named);
  return enrolled && existsSync(folder.authority) ? readFile(folder.authority, 'utf8') : undefined;
}

/**
 * The site's keys: made now, after the coordinator has proved itself, or those of a try that broke off. With a passphrase they are always
 * made anew: a try without one may have left them open.
 */
async function ownKeys(folder: SiteFolder, secret: string | undefined): Promise<Identity> {
  if (secret !== undefined) await rm(folder.identity, { force: true });
  if (!existsSync(folder.identity)) {
    const made = {
      signing: makeKeyPair('ed25519', systemRandom),
      sealing: makeKeyPair('x25519', systemRandom),
    };
    await writeIdentityFile(folder.identity, made, systemRandom, secret);
  }
  return readIdentityFile(folder.identity, secret);
}
