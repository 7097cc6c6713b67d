/** @module The agent as a process: a small supervisor that stays connected, and a training process that lives while there is work. */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { asMusterError, MusterError } from '@muster/errors';
import { SKEW_MS_MAX, systemRandom, verifyCertificate } from '@muster/identity';
import { LearningChild } from '@muster/learning/learning-child';
import type { Body, EngineReport } from '@muster/protocol';
import { openSiteStore } from '@muster/store/site';
import { AgentConnection, SESSION_SETTINGS, type SessionHandlers } from '@muster/transport';
import type { Briefing } from './briefing.ts';
import { systemClock } from './clock.ts';
import { type Enrolled, readEnrolled } from './enrolment.ts';
import { siteFolder } from './folder.ts';
import { EgressGate, publicError } from './gate.ts';
import { type Logger, makeLogger } from './logger.ts';
import { register } from './registration.ts';
import { RoundWorker } from './round-worker.ts';
import type { SiteConfig } from './site-config.ts';

const HANDSHAKE_MS = 15_000;
const ALIVE_MS = 3_600_000;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 600_000;

export type { Briefing };

/** The briefing that `writeBriefing` wrote. */
export function readBriefing(path: string): Briefing {
  return deserialize(readFileSync(path)) as Briefing;
}

export interface RunningAgent {
  readonly site: string;
  /** Resolves when a person must act: revoked, expired, of another federation. */
  readonly fatal: Promise<MusterError>;
  /** Ends everything, the training process too; work that was begun is taken up at the next start. */
  close(): Promise<void>;
}

/** Starts the agent of an enrolled folder. Throws KEY_FILE_INVALID, PASSPHRASE_*, CERTIFICATE_*, STORAGE_BUSY. */
export async function startAgent(briefing: Briefing): Promise<RunningAgent> {
  const { config, engine, facts } = briefing;
  const folder = siteFolder(briefing.directory);
  const enrolled = await readEnrolled(folder, facts, briefing.passphraseFile);
  const { certificate } = enrolled;
  verifyCertificate(certificate, {
    role: 'site',
    issuer: { key: Buffer.from(facts.organisationKey, 'hex') },
    federationId: Buffer.from(facts.federationId, 'hex'),
    nowMs: systemClock.wallMs(),
    skewMs: SKEW_MS_MAX,
  });
  const log = makeLogger(config.log, facts.site);
  const store = await openSiteStore(folder.state, Math.round(systemClock.wallMs()));
  const child = new LearningChild({
    engine: config.engine,
    memoryMb: config.training.memoryMb,
    niceness: config.training.niceness,
    lingerMs: config.training.lingerS * 1000,
  });
  try {
    if (!engine.selfCheckPassed)
      log.error({ engine }, 'the training engine failed its self-check: offers will be refused');
    const gate = new EgressGate({ policy: config.policy, journal: store.journal, clock: systemClock });
    const worker = new RoundWorker({
      folder,
      config,
      datasets: briefing.datasets,
      federationId: facts.federationId,
      identity: enrolled.identity,
      gate,
      store,
      child,
      engine,
      clock: systemClock,
      log,
    });
    return run({ enrolled, config, gate, worker, child, store, engine, log });
  } catch (thrown) {
    await child.close();
    await store.close();
    throw thrown;
  }
}

interface Parts {
  readonly enrolled: Enrolled;
  readonly config: SiteConfig;
  readonly gate: EgressGate;
  readonly worker: RoundWorker;
  readonly child: LearningChild;
  readonly store: AsyncDisposable;
  readonly engine: EngineReport;
  readonly log: Logger;
}

function run({ enrolled, config, gate, worker, child, store, engine, log }: Parts): RunningAgent {
  const { facts, identity, certificate, certificateAuthority } = enrolled;
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
  // Its sessions are the gate's alone: nothing else here could send.
  const connection: Pick<AgentConnection, 'close'> = new AgentConnection({
    url: facts.url,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    bindToTls: facts.bindToTls,
    identity: {
      purpose: 'session',
      federationId: Buffer.from(facts.federationId, 'hex'),
      organisationKey: Buffer.from(facts.organisationKey, 'hex'),
      identity,
      certificate,
      random: systemRandom,
    },
    clock: systemClock,
    settings: SESSION_SETTINGS,
    handshakeMs: HANDSHAKE_MS,
    backoff: { baseMs: BACKOFF_BASE_MS, capMs: BACKOFF_CAP_MS },
    handlers,
    onSession: (session, { coordinator, clockSkewMs }) => {
      over = new AbortController();
      worker.knows(coordinator.signingKey);
      gate.connect(session);
      log.info({ clockSkewMs: Math.round(clockSkewMs) }, 'connected');
      void register(gate, config, engine, { signal: over.signal, log }).then((taken) => {
        if (taken) worker.connected();
      });
    },
    onDown: (error, delayMs) => {
      down();
      log.warn({ code: error.code, retryInMs: Math.round(delayMs) }, error.message);
    },
    onFatal: (error) => {
      down();
      log.error({ code: error.code }, error.message);
      becameFatal(error);
    },
  });
  // Between two connections nothing else would keep the process: our timers do not.
  const alive = setInterval(() => {}, ALIVE_MS);
  return {
    site: facts.site,
    fatal,
    async close() {
      clearInterval(alive);
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
