/** @module The agent's connection as it lives: up, registered, told what to do, down, up again. Its sessions are the gate's alone. */
import { asMusterError, MusterError } from '@muster/errors';
import { assertCoordinator, type RandomBytes, SKEW_MS_MAX, type VerifiedCertificate } from '@muster/identity';
import type { Body, Certificate, EngineReport, PublishedPolicy, Standing } from '@muster/protocol';
import {
  AgentConnection,
  BACKOFF,
  type Clock,
  type Dial,
  type SessionHandlers,
  type SessionSettings,
  type Uniform,
} from '@muster/transport';
import type { Answer, OwnRecord } from './answer.ts';
import type { SiteAudit } from './audit/site-audit.ts';
import type { SiteTrail } from './audit/site-trail.ts';
import { type Enrolled, verifyOwn } from './enrolment.ts';
import { type EgressGate, publicError } from './gate.ts';
import { introduce } from './introduction.ts';
import type { Logger } from './logger.ts';
import type { ManifestPin } from './manifest-pin.ts';
import { isOfOwnDisk, onDisk } from './own-disk.ts';
import { register } from './registration.ts';
import { CertificateRenewal } from './renewal.ts';
import type { RoundWorker } from './round-worker.ts';
import type { SecureNotice } from './secure/masked-part.ts';
import { sessionIdentity, sessionOptions } from './session-options.ts';
import type { SiteConfig } from './site-config.ts';

/** A round that waits for this site is not kept waiting for long after its coordinator is back. */
const OPEN_WORK_CAP_MS = 5_000;

const HANDSHAKE_MS = 15_000;

export interface SiteConnectionParts {
  /** Of the site; named in what a person is told. */
  readonly folder: string;
  readonly enrolled: Enrolled;
  readonly current: VerifiedCertificate;
  readonly config: SiteConfig;
  /** The policy as the federation gets to see it; null: it does not. */
  readonly published: PublishedPolicy | null;
  readonly engine: EngineReport;
  readonly gate: EgressGate;
  readonly worker: RoundWorker;
  readonly clock: Clock;
  readonly uniform: Uniform;
  readonly random: RandomBytes;
  readonly settings: SessionSettings;
  /** What opens sockets, in place of WebSockets of this machine. */
  readonly dial?: Dial;
  readonly log: Logger;
  readonly audit: Pick<SiteAudit, 'registered' | 'answer' | 'shown' | 'manifestChanged'>;
  readonly pin: Pick<ManifestPin, 'current' | 'shown' | 'take'>;
  readonly trail: Pick<SiteTrail, 'registered'>;
  /** The coordinator's word on how the site stands with it; `null` when nothing is the matter. */
  standing(told: Standing | null): void;
  /** Makes a renewed certificate durable in place of the one before. */
  keep(certificate: Certificate): Promise<void>;
  /** A person must act: revoked, expired, of another federation. */
  onFatal(error: MusterError): void;
}

/** A connection of a site, for whoever hears that the manifest is another one. */
export interface SiteConnection extends Pick<AgentConnection, 'close'> {
  /** By it the site, or the coordinator that it speaks to, may be out. */
  manifestChanged(): void;
}

/** Connects, and again after every break, until it is closed or a person must act. */
export function connectSite(parts: SiteConnectionParts): SiteConnection {
  const { folder, enrolled, current, config, gate, worker, engine, log } = parts;
  const { clock, uniform, random, settings, dial, onFatal, audit, pin } = parts;
  const { facts } = enrolled;
  let certificate = enrolled.certificate;
  /** Of the connection that is up: fires when it is not any more. */
  let over = new AbortController();
  const down = (): void => {
    gate.disconnect();
    over.abort();
  };
  const handlers: SessionHandlers = {
    // What is cosigned says nothing of the site's data, as a heartbeat does not.
    onRequest: async (asked) => {
      if (asked.kind === 'addCheckpoint')
        return { kind: 'witnessAnswer', value: await audit.answer(asked.value.body) };
      if (asked.kind === 'logHeadRequest') return { kind: 'logHead', value: await audit.shown() };
      return answer(parts, asked, over.signal);
    },
    onNotice: (body) => {
      if (body.kind === 'outcome') worker.outcome(body.value);
      if (body.kind === 'standing') parts.standing(body.value);
      if (isSecure(body)) worker.secureNotice(body);
      if (body.kind === 'manifestHead') void pin.shown(body.value).then(() => audit.manifestChanged());
    },
    openObject: async () => undefined, // a site gives nothing on request
    publicError, // its own words may name files
    onFault: (error) => log.error({ err: error }, 'a notice could not be handled'),
    onClose: down,
  };
  const identityNow = () => sessionIdentity(enrolled, { certificate, manifest: pin.current }, random);
  let shown = identityNow();
  const renewal = new CertificateRenewal({
    gate,
    clock,
    current,
    manifest: () => pin.current,
    log,
    keep: parts.keep,
    onRenewed: (renewed) => {
      certificate = renewed;
      shown = identityNow();
      connection.reconnect(); // a round goes on: its seat is kept, and bytes are not sent twice
    },
  });
  /** What is wrong with our own certificate, by our own clock and manifest. */
  const ownFault = (): MusterError | undefined => {
    try {
      verifyOwn({ facts, certificate, manifest: pin.current }, folder, clock.wallMs(), SKEW_MS_MAX);
      return undefined;
    } catch (thrown) {
      return asMusterError(thrown);
    }
  };
  const expiry = ({ code }: MusterError): MusterError | undefined =>
    code === 'CERTIFICATE_EXPIRED' ? ownFault() : undefined;
  const failed = (error: MusterError): void => {
    down();
    renewal.stop();
    log.error({ code: error.code }, error.message);
    onFatal(error);
  };
  /** The coordinator's key is none that the manifest names: there may be a later one, which does. */
  const lookForLater = async (): Promise<void> => {
    const options = { ...sessionOptions(enrolled, clock), settings, uniform, handshakeMs: HANDSHAKE_MS };
    const known = { manifest: pin.current };
    const { session, later } = await introduce({ ...options, ...(dial ? { dial } : {}) }, known, random);
    session.close(new MusterError('UNAVAILABLE', 'the manifests are known'));
    await pin.take(later);
  };
  /** Of the coordinator that we speak to. */
  let peer: VerifiedCertificate | undefined;
  // Its sessions are the gate's alone: nothing else here could send.
  const connection: Pick<AgentConnection, 'close' | 'reconnect'> = new AgentConnection({
    ...sessionOptions(enrolled, clock),
    settings,
    uniform,
    ...(dial ? { dial } : {}),
    identity: () => shown,
    handshakeMs: HANDSHAKE_MS,
    get backoff() {
      return worker.hasOpenWork ? { ...BACKOFF, capMs: OPEN_WORK_CAP_MS } : BACKOFF;
    },
    handlers,
    onSession: (session, { coordinator, clockSkewMs }) => {
      over = new AbortController();
      peer = coordinator;
      worker.knows(
        coordinator,
        verifyOwn({ facts, certificate, manifest: pin.current }, folder, clock.wallMs(), SKEW_MS_MAX),
      );
      gate.connect(session);
      log.info({ clockSkewMs: Math.round(clockSkewMs) }, 'connected');
      void register(gate, config, engine, {
        signal: over.signal,
        published: parts.published,
        clock,
        log,
        registered: async (told) => {
          parts.standing(told.standing);
          if (told.manifest) await pin.shown(told.manifest);
          audit.registered(told);
          parts.trail.registered(told);
        },
      }).then((taken) => {
        if (taken) worker.connected();
      });
      void renewal.look();
    },
    onDown: (error, delayMs) => {
      down();
      const ended = expiry(error);
      // In the clear anybody on the way could say so; but when our own clock says it too, no later try would fare better.
      if (ended) {
        connection.close();
        failed(ended);
        return;
      }
      log.warn({ code: error.code, retryInMs: Math.round(delayMs) }, error.message);
      if (error.code === 'COORDINATOR_MISMATCH')
        lookForLater().catch((thrown: unknown) => {
          const { code, message } = asMusterError(thrown);
          log.warn({ code }, `no later manifest names this coordinator: ${message}`);
        });
    },
    onFatal: (error) => failed(expiry(error) ?? error),
  });
  return {
    manifestChanged() {
      shown = identityNow();
      const fault = ownFault();
      if (fault) {
        connection.close();
        failed(fault);
        return;
      }
      try {
        if (peer && gate.connected) assertCoordinator(peer, pin.current);
      } catch (thrown) {
        log.warn({ code: asMusterError(thrown).code }, asMusterError(thrown).message);
        connection.reconnect();
      }
    },
    close() {
      renewal.stop();
      connection.close();
    },
  };
}

/** What was accepted is on record and in work: where only a disk stands in the way, the word waits for it, and is not taken back. */
async function answer(
  { gate, worker, clock, log }: Pick<SiteConnectionParts, 'gate' | 'worker' | 'clock' | 'log'>,
  asked: Body,
  signal: AbortSignal,
): Promise<Body> {
  let made: Released | undefined;
  try {
    return await gate.answer(async () => {
      made = await answerTo(worker, asked, log);
      return made;
    });
  } catch (thrown) {
    const agreed = made;
    const isAccepted = agreed?.body.kind === 'offerAnswer' && agreed.body.value.accepted;
    if (!isAccepted || !isOfOwnDisk(asMusterError(thrown))) throw thrown;
    return onDisk(() => gate.answer(async () => agreed), { signal, clock, log });
  }
}

/** An answer, and what of it stays here. */
interface Released {
  readonly body: Body;
  readonly own: OwnRecord;
}

function released({ accepted, code, reason, own }: Answer): Released {
  return { body: { kind: 'offerAnswer', value: { accepted, code, reason } }, own };
}

async function answerTo(worker: RoundWorker, body: Body, log: Logger): Promise<Released> {
  try {
    switch (body.kind) {
      case 'offer':
        return released(await worker.offer(body.value));
      case 'evaluationOffer':
        return released(await worker.evaluationOffer(body.value));
      default:
        throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is nothing that is asked of a site`);
    }
  } catch (thrown) {
    const error = asMusterError(thrown);
    log.warn(
      { message: body.kind, code: error.code, ...(error.code === 'INTERNAL' ? { err: thrown } : {}) },
      error.message,
    );
    throw error;
  }
}

function isSecure(body: Body): body is SecureNotice {
  const { kind } = body;
  return kind === 'roster' || kind === 'shareRelay' || kind === 'survivors' || kind === 'consistencySet';
}
