/** @module The agent as a process: a small supervisor that stays connected, and a training process that lives while there is work. */
import { createHash } from 'node:crypto';
import { arch, platform } from 'node:os';
import { asMusterError, MusterError } from '@muster/errors';
import { SKEW_MS_MAX, systemRandom, verifyCertificate } from '@muster/identity';
import { LearningChild } from '@muster/learning';
import type { Body, DatasetSummary } from '@muster/protocol';
import { openSiteStore } from '@muster/store';
import { AgentConnection, SESSION_SETTINGS, type SessionHandlers } from '@muster/transport';
import { systemClock } from './clock.ts';
import { readEnrolled } from './enrolment.ts';
import { siteFolder } from './folder.ts';
import { EgressGate } from './gate.ts';
import { makeLogger } from './logger.ts';
import { RoundWorker } from './round-worker.ts';
import type { SiteConfig } from './site-config.ts';
import { readSiteConfig } from './site-file.ts';
import { checkEngine } from './trusted-engine.ts';

const AGENT_VERSION = '0.1.0';
const HANDSHAKE_MS = 15_000;
const ALIVE_MS = 3_600_000;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 600_000;

export interface RunningAgent {
  readonly site: string;
  /** Resolves when a person must act: revoked, expired, of another federation. */
  readonly fatal: Promise<MusterError>;
  close(): Promise<void>;
}

/** Starts the agent of an enrolled folder. Throws CONFIG_INVALID, KEY_FILE_INVALID, PASSPHRASE_*, STORAGE_BUSY. */
export async function startAgent(directory: string): Promise<RunningAgent> {
  const folder = siteFolder(directory);
  const enrolled = await readEnrolled(folder);
  const config = await readSiteConfig(folder);
  const { facts, identity, certificate } = enrolled;
  if (config.site !== facts.site)
    throw new MusterError(
      'CONFIG_INVALID',
      `${folder.config}: site is "${config.site}", the certificate is for "${facts.site}"`,
    );
  const federationId = Buffer.from(facts.federationId, 'hex');
  const organisationKey = Buffer.from(facts.organisationKey, 'hex');
  verifyCertificate(certificate, {
    role: 'site',
    issuer: { key: organisationKey },
    federationId,
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
  const engine = await checkEngine(child, config.engine, folder.engine);
  if (!engine.selfCheckPassed)
    log.error({ engine }, 'the training engine failed its self-check: offers will be refused');
  const gate = new EgressGate({ policy: config.policy, journal: store.journal, clock: systemClock });
  const worker = new RoundWorker({
    folder,
    config,
    federationId: facts.federationId,
    identity,
    gate,
    store,
    child,
    engine,
    clock: systemClock,
    log,
  });

  const { promise: fatal, resolve: becameFatal } = Promise.withResolvers<MusterError>();
  const handlers: SessionHandlers = {
    onRequest: (body) => gate.answer(async () => ({ body: await answerTo(worker, body, log) })),
    onNotice: (body) => {
      if (body.kind === 'outcome') worker.outcome(body.value);
    },
    openObject: async () => undefined, // a site gives nothing on request
    onFault: (error) => log.error({ err: error }, 'a notice could not be handled'),
    onClose: () => gate.disconnect(),
  };
  const connection = new AgentConnection({
    url: facts.url,
    ...(enrolled.certificateAuthority === undefined
      ? {}
      : { certificateAuthority: enrolled.certificateAuthority }),
    bindToTls: facts.bindToTls,
    identity: {
      purpose: 'session',
      federationId,
      organisationKey,
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
      gate.connect(session);
      log.info({ clockSkewMs: Math.round(clockSkewMs) }, 'connected');
      gate
        .request({
          body: {
            kind: 'register',
            value: {
              agentVersion: AGENT_VERSION,
              nodeVersion: process.version,
              platform: `${platform()}-${arch()}`,
              engine,
              datasets: summaries(config),
              policyVersion: config.policy.version,
              policyHash: policyHash(config),
            },
          },
        })
        .then(
          () => worker.connected(),
          (thrown: unknown) =>
            log.error({ code: asMusterError(thrown).code }, 'the coordinator does not take our registration'),
        );
      worker.knows(coordinator.signingKey);
    },
    onDown: (error, delayMs) => {
      gate.disconnect();
      log.warn({ code: error.code, retryInMs: Math.round(delayMs) }, error.message);
    },
    onFatal: (error) => {
      gate.disconnect();
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
      worker.cancelAll();
      connection.close();
      await child.close();
      await store.close();
    },
  };
}

async function answerTo(worker: RoundWorker, body: Body, log: ReturnType<typeof makeLogger>): Promise<Body> {
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

function summaries({ datasets, policy }: SiteConfig): DatasetSummary[] {
  return Object.entries(datasets)
    .filter(([name]) => policy.datasets?.includes(name) ?? true)
    .map(([name, dataset]) => {
      const type: unknown =
        dataset !== null && typeof dataset === 'object' ? Reflect.get(dataset, 'type') : undefined;
      return { name, kind: type === 'csv' ? 'table' : 'image' };
    });
}

/** SHA-256 of the policy as JSON with sorted keys: a changed policy shows at the coordinator. */
function policyHash({ policy }: SiteConfig): Uint8Array {
  const sorted = Object.fromEntries(Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(sorted)).digest();
}
