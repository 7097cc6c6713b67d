/**
 * @module The session handshake (secure-aggregation.md, section 6): three messages, each side proves its key over everything said
 * so far, and both derive the keys of a SealedChannel. Step machines over bytes: no socket, clock or randomness of their own.
 *
 *   A→C ClientHello {versions, purpose, federation, ephA, nonceA, time}
 *   C→A ServerHello {version, ephC, nonceC, time, certificate, Ed25519("hs/c", th)}
 *   A→C sealed ClientProof {certificate, Ed25519("hs/a", th, signature of C)}
 *
 * th = SHA-256 of all prior bytes ‖ channel binding. The keys are bound to th as the salt of HKDF.
 */
import { createHash, hkdfSync } from 'node:crypto';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import {
  type Certificate,
  type ClientHello,
  decodeHandshake,
  decodeMessage,
  encodeHandshake,
  encodeMessage,
  HANDSHAKE_BYTES_MAX,
  PROTOCOL_VERSIONS,
  type ServerHello,
} from '@muster/protocol';
import { type VerifiedCertificate, verifyCoordinator, verifySite } from './certificate.ts';
import { type Identity, type KeyPair, makeKeyPair, sharedSecret } from './keys.ts';
import type { Manifest } from './manifest.ts';
import type { RandomBytes } from './random.ts';
import { SealedChannel } from './sealed-channel.ts';
import { sign, verify } from './signature.ts';

/**
 * Clocks may differ by one hour; beyond, a session is refused with the difference. A handshake is fresh by its nonces and ephemeral keys,
 * whatever the time: the bound only keeps the lives of certificates meaningful, and a clock that is minutes off is put on record.
 */
export const SKEW_MS_MAX = 60 * 60 * 1000;

const PURPOSES = { session: 1, enrolment: 2 } as const;
type Purpose = keyof typeof PURPOSES;

interface Ambient {
  readonly nowMs: number;
  readonly random: RandomBytes;
  /** TLS exporter bytes when TLS ends in this process; empty over plain ws. Both sides must see the same. */
  readonly channelBinding: Uint8Array;
}

/**
 * What an agent brings. In a `session` both sides prove their certificates, by the manifest that each has. At `enrolment` the agent has neither,
 * or its manifest does not name this coordinator: it learns who answers, and asks for manifests before it believes that.
 */
export type ClientOptions = Ambient &
  (
    | {
        readonly purpose: 'session';
        readonly manifest: Pick<Manifest, 'federationId' | 'coordinatorKeys'>;
        readonly identity: Identity;
        readonly certificate: Certificate;
      }
    | { readonly purpose: 'enrolment' }
  );

/** A handshake that went well, on the agent's side. */
export interface ClientResult {
  /** The sealed proof, to be sent as it is. */
  readonly proof: Uint8Array;
  readonly channel: SealedChannel;
  /** At enrolment it has proved its key, and nobody has vouched for that yet: see `assertCoordinator`. */
  readonly coordinator: VerifiedCertificate;
  /** The coordinator's clock minus ours, ms. */
  readonly clockSkewMs: number;
}

/** The agent's side. `receive` takes the coordinator's answer and may be called once. */
export function startClientHandshake(options: ClientOptions): {
  readonly hello: Uint8Array;
  receive(answer: Uint8Array): ClientResult;
} {
  const ephemeral = makeKeyPair('x25519', options.random);
  const hello = encodeHandshake({
    kind: 'clientHello',
    value: {
      versionMin: PROTOCOL_VERSIONS.min,
      versionMax: PROTOCOL_VERSIONS.max,
      purpose: PURPOSES[options.purpose],
      federationId: options.purpose === 'session' ? options.manifest.federationId : new Uint8Array(),
      ephemeralKey: ephemeral.publicKey,
      nonce: options.random(32),
      timeMs: options.nowMs,
    },
  });
  return { hello, receive: (answer) => finishClient(options, ephemeral, hello, answer) };
}

function finishClient(
  options: ClientOptions,
  ephemeral: KeyPair,
  hello: Uint8Array,
  answer: Uint8Array,
): ClientResult {
  const body = decodeHandshake(answer, HANDSHAKE_BYTES_MAX);
  if (body?.kind === 'refusal') {
    const { code, message, timeMs } = body.value;
    throw new MusterError(isErrorCode(code) ? code : 'INTERNAL', `the coordinator refused: ${message}`, {
      // Anybody on the way may have said so: the coordinator has proved nothing yet.
      detail: { coordinatorTimeMs: timeMs, ownTimeMs: options.nowMs, unproved: true },
    });
  }
  if (body?.kind !== 'serverHello')
    throw new MusterError('MALFORMED', 'the coordinator answered with something else');
  const server = body.value;
  if (server.version < PROTOCOL_VERSIONS.min || server.version > PROTOCOL_VERSIONS.max)
    throw new MusterError('VERSION_MISMATCH', `the coordinator chose version ${server.version}`);
  const clockSkewMs = checkSkew(server.timeMs, options.nowMs);
  const coordinator = coordinatorOf(options, server);
  const transcript = transcriptHash(hello, server, options.channelBinding);
  if (!verify('hs/c', [transcript], coordinator.signingKey, server.signature))
    throw new MusterError('COORDINATOR_MISMATCH', 'the peer does not hold the key of its certificate');
  const channel = new SealedChannel('agent', sessionKeys(ephemeral, server.ephemeralKey, transcript));
  const proof =
    options.purpose === 'session'
      ? {
          certificate: options.certificate,
          signature: sign('hs/a', [transcript, server.signature], options.identity.signing),
        }
      : { certificate: null, signature: new Uint8Array() };
  return {
    proof: channel.seal('control', encodeMessage('ClientProof', proof)),
    channel,
    coordinator,
    clockSkewMs,
  };
}

function coordinatorOf(options: ClientOptions, { certificate }: ServerHello): VerifiedCertificate {
  const manifest = options.purpose === 'session' ? options.manifest : undefined;
  try {
    return verifyCoordinator(certificate, manifest, { nowMs: options.nowMs, skewMs: SKEW_MS_MAX });
  } catch (cause) {
    const { code, message } = asMusterError(cause);
    if (code === 'CERTIFICATE_EXPIRED') throw cause;
    throw new MusterError('COORDINATOR_MISMATCH', `this is no coordinator of the federation: ${message}`, {
      cause,
    });
  }
}

/** What the coordinator brings to every handshake. */
export interface ServerOptions extends Ambient {
  readonly identity: Identity;
  readonly certificate: Certificate;
  /** The newest manifest of the federation. */
  readonly manifest: () => Manifest;
}

/** Who is at the other end, as proved. */
export interface Peer {
  readonly purpose: Purpose;
  /** The site's, checked; undefined at enrolment. */
  readonly certificate: VerifiedCertificate | undefined;
  /** The agent's clock minus ours, ms. */
  readonly clockSkewMs: number;
}

/** One handshake; each method is called once, in this order, and throws what is wrong with what came. */
export interface ServerHandshake {
  /** Takes ClientHello; the answer goes back as it is. */
  receiveHello(bytes: Uint8Array): Uint8Array;
  /** Takes the sealed proof; the session is open. */
  receiveProof(bytes: Uint8Array): {
    readonly channel: SealedChannel;
    readonly peer: Peer;
    /** The site's certificate as it came; null at enrolment. */
    readonly shown: Certificate | null;
  };
  /** Once the peer has proved that it holds the keys of this session: what it is refused for, it can be told as by who we are. */
  readonly channel: SealedChannel | undefined;
}

/** The coordinator's side. What an operator has revoked is not its matter: the caller looks the returned certificate up. */
export function startServerHandshake(options: ServerOptions): ServerHandshake {
  let pending:
    | {
        client: ClientHello;
        purpose: Purpose;
        transcript: Uint8Array;
        signature: Uint8Array;
        channel: SealedChannel;
        skewMs: number;
      }
    | undefined;
  let opened: SealedChannel | undefined;
  return {
    get channel() {
      return opened;
    },
    receiveHello(bytes) {
      if (pending) throw new MusterError('UNEXPECTED_MESSAGE', 'a second hello');
      const body = decodeHandshake(bytes, HANDSHAKE_BYTES_MAX);
      if (body?.kind !== 'clientHello') throw new MusterError('MALFORMED', 'the first message is no hello');
      const client = body.value;
      const version = Math.min(client.versionMax, PROTOCOL_VERSIONS.max);
      if (version < client.versionMin || version < PROTOCOL_VERSIONS.min) {
        throw new MusterError('VERSION_MISMATCH', 'no protocol version is known to both sides', {
          detail: { ours: PROTOCOL_VERSIONS.max, theirs: client.versionMax },
        });
      }
      const purpose: Purpose | undefined =
        client.purpose === PURPOSES.session
          ? 'session'
          : client.purpose === PURPOSES.enrolment
            ? 'enrolment'
            : undefined;
      if (!purpose) throw new MusterError('MALFORMED', 'a hello without a purpose');
      const skewMs = checkSkew(client.timeMs, options.nowMs);
      const { federationId } = options.manifest();
      if (purpose === 'session' && Buffer.compare(client.federationId, federationId) !== 0)
        throw new MusterError('FEDERATION_MISMATCH', 'the agent belongs to another federation');
      const ephemeral = makeKeyPair('x25519', options.random);
      const unsigned = {
        version,
        ephemeralKey: ephemeral.publicKey,
        nonce: options.random(32),
        timeMs: options.nowMs,
        certificate: options.certificate,
      };
      const transcript = transcriptHash(bytes, unsigned, options.channelBinding);
      const signature = sign('hs/c', [transcript], options.identity.signing);
      const channel = new SealedChannel(
        'coordinator',
        sessionKeys(ephemeral, client.ephemeralKey, transcript),
      );
      pending = { client, purpose, transcript, signature, channel, skewMs };
      return encodeHandshake({ kind: 'serverHello', value: { ...unsigned, signature } });
    },
    receiveProof(bytes) {
      if (!pending) throw new MusterError('UNEXPECTED_MESSAGE', 'a proof before a hello');
      const { purpose, transcript, signature, channel, skewMs } = pending;
      const { plaintext } = channel.open(bytes);
      opened = channel;
      const proof = decodeMessage('ClientProof', plaintext, HANDSHAKE_BYTES_MAX);
      if (purpose === 'enrolment')
        return { channel, peer: { purpose, certificate: undefined, clockSkewMs: skewMs }, shown: null };
      const certificate = verifySite(proof.certificate, options.manifest(), {
        nowMs: options.nowMs,
        skewMs: SKEW_MS_MAX,
      });
      if (!verify('hs/a', [transcript, signature], certificate.signingKey, proof.signature))
        throw new MusterError('SIGNATURE_INVALID', 'the agent does not hold the key of its certificate');
      return { channel, peer: { purpose, certificate, clockSkewMs: skewMs }, shown: proof.certificate };
    },
  };
}

/** The answer to a hello that cannot be accepted; says why, and what our clock shows. */
export function refusal(error: MusterError, nowMs: number): Uint8Array {
  return encodeHandshake({
    kind: 'refusal',
    value: { code: error.code, message: error.message.slice(0, 512), timeMs: nowMs },
  });
}

/** Theirs minus ours, ms. Throws CLOCK_SKEW beyond SKEW_MS_MAX. */
function checkSkew(theirsMs: number, oursMs: number): number {
  const skewMs = theirsMs - oursMs;
  if (!(Math.abs(skewMs) <= SKEW_MS_MAX)) {
    throw new MusterError(
      'CLOCK_SKEW',
      `the clocks of agent and coordinator differ by ${Math.round(skewMs / 1000)} s`,
      {
        detail: { skewMs: Number.isFinite(skewMs) ? Math.round(skewMs) : null },
      },
    );
  }
  return skewMs;
}

/** th: every byte of both hellos but the signature itself, and what TLS says the connection is. */
function transcriptHash(
  clientHello: Uint8Array,
  server: Omit<ServerHello, 'signature'>,
  channelBinding: Uint8Array,
): Uint8Array {
  const unsigned = encodeMessage('ServerHello', { ...server, signature: new Uint8Array(64) });
  const hash = createHash('sha256');
  for (const part of [clientHello, unsigned, channelBinding]) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    hash.update(length).update(part);
  }
  return hash.digest();
}

function sessionKeys(own: KeyPair, peer: Uint8Array, transcript: Uint8Array) {
  const secret = sharedSecret(own, peer);
  const key = (label: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, transcript, `fl/session/v1\0${label}\0`, 32));
  return { agent: key('a2c'), coordinator: key('c2a') };
}
