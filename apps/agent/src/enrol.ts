/** @module `muster agent enrol`: keys made here, certified by the coordinator against a one-time token. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
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
  requestEnrolment,
  SKEW_MS_MAX,
  systemRandom,
  writeIdentityFile,
} from '@muster/identity';
import { encodeMessage } from '@muster/protocol';
import { connectOnce, SESSION_SETTINGS, type SessionHandlers } from '@muster/transport';
import { systemClock } from './clock.ts';
import type { EnrolmentFacts } from './enrolment-facts.ts';
import { exists, type SiteFolder, siteFolder } from './folder.ts';
import { starterConfig } from './starter-config.ts';

export interface EnrolOptions {
  readonly token: string;
  readonly url: string;
  readonly dir: string;
  readonly ca?: string;
  readonly passphraseFile?: string;
  /** False where a proxy ends TLS in front of the coordinator. */
  readonly bindToTls?: boolean;
}

export interface EnrolResult {
  readonly site: string;
  readonly federation: string;
  /** Hex; compare it with what the operator reads out. */
  readonly fingerprint: string;
  readonly folder: string;
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
 * token that may be spent: then the operator makes another. Throws TOKEN_*, CONFLICT, COORDINATOR_MISMATCH, UNAVAILABLE, TLS_REQUIRED.
 */
export async function enrol(options: EnrolOptions): Promise<EnrolResult> {
  const token = parseToken(options.token);
  const folder = siteFolder(options.dir);
  if (await exists(folder.enrolment))
    throw new MusterError(
      'CONFLICT',
      `${folder.root} is enrolled already; to enrol anew, move its keys folder away first`,
    );
  await mkdir(folder.keys, { recursive: true, mode: 0o700 });
  const secret = await readPassphrase(options.passphraseFile, process.env);
  const certificateAuthority = options.ca === undefined ? undefined : await readFile(options.ca, 'utf8');
  const bindToTls = options.bindToTls ?? true;
  const { session } = await connectOnce({
    url: options.url,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    bindToTls,
    identity: { purpose: 'enrolment', fingerprint: token.fingerprint, random: systemRandom },
    clock: systemClock,
    settings: SESSION_SETTINGS,
    handshakeMs: HANDSHAKE_MS,
    handlers: SILENT,
  });
  try {
    const identity = await ownKeys(folder, secret);
    const request = requestEnrolment({ name: '', hostLabel: hostname().slice(0, 128) }, identity, token);
    const answer = await session.request({ kind: 'enrolmentRequest', value: request });
    if (answer.kind !== 'enrolmentReply' || !answer.value.certificate)
      throw new MusterError('UNEXPECTED_MESSAGE', 'the coordinator sent no certificate');
    const { site } = acceptEnrolment(answer.value, identity, token, systemClock.wallMs(), SKEW_MS_MAX);
    const facts: EnrolmentFacts = {
      url: options.url,
      site: site.name,
      federation: answer.value.federationName,
      federationId: hex(site.federationId),
      organisationKey: hex(site.issuerKey),
      bindToTls,
    };
    // Of a try that broke off before its last write: it is of a token that is spent, and nothing was done with it.
    await rm(folder.certificate, { force: true });
    await createPrivateFile(
      folder.certificate,
      Buffer.from(encodeMessage('Certificate', answer.value.certificate)).toString('base64'),
    );
    await rm(folder.authority, { force: true });
    if (certificateAuthority !== undefined) await createPrivateFile(folder.authority, certificateAuthority);
    await createPrivateFile(folder.enrolment, `${JSON.stringify(facts, null, 2)}\n`);
    const configCreated = !(await exists(folder.config));
    if (configCreated) await createPrivateFile(folder.config, starterConfig(site.name));
    return {
      site: site.name,
      federation: facts.federation,
      fingerprint: hex(fingerprintOf(site.issuerKey)),
      folder: folder.root,
      configCreated,
    };
  } finally {
    session.close(new MusterError('UNAVAILABLE', 'enrolment is done'));
  }
}

/**
 * The site's keys: made now, after the coordinator has proved itself, or those of a try that broke off. With a passphrase they are always
 * made anew: a try without one may have left them open.
 */
async function ownKeys(folder: SiteFolder, secret: string | undefined): Promise<Identity> {
  if (secret !== undefined) await rm(folder.identity, { force: true });
  if (!(await exists(folder.identity))) {
    const made = {
      signing: makeKeyPair('ed25519', systemRandom),
      sealing: makeKeyPair('x25519', systemRandom),
    };
    await writeIdentityFile(folder.identity, made, systemRandom, secret);
  }
  return readIdentityFile(folder.identity, secret);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
