/** @module The agent as a process: a small supervisor that stays connected, and a training process that lives while there is work. */
import { asMusterError, MusterError } from '@muster/errors';
import { replacePrivateFile, SKEW_MS_MAX, type VerifiedCertificate } from '@muster/identity';
import { LearningChild } from '@muster/learning/learning-child';
import type { Body, EngineReport } from '@muster/protocol';
import { openSiteStore } from '@muster/store/site';
import { AgentConnection, BACKOFF, type Clock, type SessionHandlers, systemClock } from '@muster/transport';
import type { Briefing } from './briefing.ts';
import { certificateText, type Enrolled, readEnrolled, verifyOwn } from './enrolment.ts';
import { type SiteFolder, siteFolder } from './folder.ts';
import { EgressGate, publicError } from './gate.ts';
import { type Logger, makeLogger } from './logger.ts';
import { register } from './registration.ts';
import { CertificateRenewal } from './renewal.ts';
import { RoundWorker } from './round-worker.ts';
import { sessionIdentity, sessionOptions } from './session-options.ts';
import type { SiteConfig } from './site-config.ts';

const HANDSHAKE_MS = 15_000;
const ALIVE_MS = 3_600_000;

export { readBriefing } from './briefing-file.ts';
export type { Briefing };

export interface RunningAgent {
  readonly site: string;
  /** Resolves when a person must act: revoked, expired, of another federation. */
  readonly fatal: Promise<MusterError>;
  /** Ends everything, the training process too; work that was begun is taken up at the next start. */
  close(): Promise<void>;
}

/** Starts the agent of an enrolled folder. Throws KEY_FILE_INVALID, PASSPHRASE_*, CERTIFICATE_*, STORAGE_BUSY. */
export async function startAgent(briefing: Briefing, clock: Clock = systemClock): Promise<RunningAgent> {
  const { config, engine, facts } = briefing;
  const folder = siteFolder(briefing.directory);
  const enrolled = await readEnrolled(folder, facts, briefing.passphraseFile);
  const current = verifyOwn(enrolled, folder.root, clock.wallMs(), SKEW_MS_MAX);
  const log = makeLogger(config.log, facts.site);
  const store = await openSiteStore(folder.state, Math.round(clock.wallMs()));
  const child = new LearningChild({
    engine: config.engine,
    memoryMb: config.training.memoryMb,
    niceness: config.training.niceness,
    lingerMs: config.training.lingerS * 1000,
    onDone: (tensors) => log.debug({ pid: child.pid, tensors }, 'the training process has done a job'),
  });
  try {
    if (!engine.selfCheckPassed)
      log.error({ engine }, 'the training engine failed its self-check: offers will be refused');
    for (const { dataset, code, message, file } of briefing.missing)
      log.error({ dataset, code, file }, message);
    const gate = new EgressGate({ policy: config.policy, journal: store.journal, clock });
    const worker = new RoundWorker({
      folder,
      config,
      federationId: facts.federationId,
      identity: enrolled.identity,
      gate,
      store,
      child,
      engine,
      clock,
      log,
    });
    return run({ folder, enrolled, current, config, gate, worker, child, store, engine, clock, log });
  } catch (thrown) {
    await child.close();
    await store.close();
    throw thrown;
  }
}

interface Parts {
  readonly folder: SiteFolder;
  readonly enrolled: Enrolled;
  readonly current: VerifiedCertificate;
  readonly config: SiteConfig;
  readonly gate: EgressGate;
  readonly worker: RoundWorker;
  readonly child: LearningChild;
  readonly store: AsyncDisposable;
  readonly engine: EngineReport;
  readonly clock: Clock;
  readonly log: Logger;
}

function run({
  folder,
  enrolled,
  current,
  config,
  gate,
  worker,
  child,
  store,
  engine,
  clock,
  log,
}: Parts): RunningAgent {
  const { facts } = enrolled;
  const { promise: fatal, resolve: becameFatal } = Promise.withResolvers<MusterError>();
  /** Of the connection that is up: fires when it is not any more. */
  let over = new AbortController();
  const down = (): void => {
    gate.disconnect();
    over.abort();
  };
  const handlers: SessionHandlers = {
    onRequest: (body) => gate.answer(async () => ({ body: await answerTo(worker, body, log) })),
    onNotice: (body) => {
      if (body.kind === 'outcome') worker.outcome(body.value);
    },
    openObject: async () => undefined, // a site gives nothing on request
    publicError, // its own words may name files
    onFault: (error) => log.error({ err: error }, 'a notice could not be handled'),
    onClose: down,
  };
  let shown = sessionIdentity(enrolled, enrolled.certificate);
  const renewal = new CertificateRenewal({
    gate,
    clock,
    current,
    log,
    keep: (certificate) => replacePrivateFile(folder.certificate, certificateText(certificate)),
    onRenewed: (certificate) => {
      shown = sessionIdentity(enrolled, certificate);
      connection.reconnect(); // a round goes on: its seat is kept, and bytes are not sent twice
    },
  });
  /** What to do, when it is our own certificate whose time is over by our own clock. */
  const expiry = ({ code }: MusterError): MusterError | undefined => {
    if (code !== 'CERTIFICATE_EXPIRED') return undefined;
    try {
      verifyOwn({ facts, certificate: shown.certificate }, folder.root, clock.wallMs(), SKEW_MS_MAX);
      return undefined;
    } catch (thrown) {
      return asMusterError(thrown);
    }
  };
  const failed = (error: MusterError): void => {
    down();
    renewal.stop();
    log.error({ code: error.code }, error.message);
    becameFatal(error);
  };
  // Its sessions are the gate's alone: nothing else here could send.
  const connection: Pick<AgentConnection, 'close' | 'reconnect'> = new AgentConnection({
    ...sessionOptions(enrolled, clock),
    identity: () => shown,
    handshakeMs: HANDSHAKE_MS,
    backoff: BACKOFF,
    handlers,
    onSession: (session, { coordinator, clockSkewMs }) => {
      over = new AbortController();
      worker.knows(coordinator.signingKey);
      gate.connect(session);
      log.info({ clockSkewMs: Math.round(clockSkewMs) }, 'connected');
      void register(gate, config, engine, { signal: over.signal, log }).then((taken) => {
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
    },
    onFatal: (error) => failed(expiry(error) ?? error),
  });
  // Between two connections nothing else would keep the process: our timers do not.
  const alive = setInterval(() => {}, ALIVE_MS);
  return {
    site: facts.site,
    fatal,
    async close() {
      clearInterval(alive);
      renewal.stop();
      const stopped = worker.stop();
      connection.close();
      await child.close();
      await stopped;
      await store[Symbol.asyncDispose]();
    },
  };
}

async function answerTo(worker: RoundWorker, body: Body, log: Logger): Promise<Body> {
  try {
    switch (body.kind) {
      case 'offer':
        return { kind: 'offerAnswer', value: await worker.offer(body.value) };
      case 'evaluationOffer':
        return { kind: 'offerAnswer', value: await worker.evaluationOffer(body.value) };
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
