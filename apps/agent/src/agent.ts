/** @module The agent as a process: a small supervisor that stays connected, and a training process that lives while there is work. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MusterError } from '@muster/errors';
import { formatManifests, replacePrivateFile, SKEW_MS_MAX, sign, systemRandom } from '@muster/identity';
import { LearningChild } from '@muster/learning/learning-child';
import { openSiteStore } from '@muster/store/site';
import { type Clock, SESSION_SETTINGS, systemClock, systemUniform } from '@muster/transport';
import { MirrorWatch } from './audit/mirror-watch.ts';
import { SiteAudit } from './audit/site-audit.ts';
import { SiteTrail } from './audit/site-trail.ts';
import { VaultUpkeep } from './audit/vault-upkeep.ts';
import type { Briefing } from './briefing.ts';
import { certificateText, readEnrolled, readPinned, verifyOwn } from './enrolment.ts';
import { siteFolder } from './folder.ts';
import { EgressGate } from './gate.ts';
import { makeLogger } from './logger.ts';
import { ManifestPin } from './manifest-pin.ts';
import { PlanApprovals } from './plan-approvals.ts';
import { readPlan } from './plan-reader.ts';
import { watchExpiry } from './policy-watch.ts';
import { RoundWorker } from './round-worker.ts';
import { sealFile } from './sealed-file.ts';
import { maskFile } from './secure/masked-file.ts';
import { connectSite, type SiteConnection } from './site-connection.ts';
import { OwnStanding } from './standing.ts';
import { whatIsKept } from './unfinished.ts';

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
    let kept: Promise<void> = Promise.resolve();
    /** What is the matter, for `muster agent status`; one write after the other. */
    const keepTrouble = (file: string, trouble: MusterError | null, more: object = {}): void => {
      const at = new Date(Math.round(clock.wallMs())).toISOString();
      const text =
        trouble && `${JSON.stringify({ code: trouble.code, reason: trouble.message, ...more, at })}\n`;
      kept = kept
        .then(() => keepOrRemove(file, text ?? undefined))
        .catch((thrown: unknown) => log.warn({ err: thrown, file }, 'what is the matter could not be kept'));
    };
    let connection: SiteConnection | undefined;
    const pin = new ManifestPin({
      manifest: enrolled.manifest,
      ask: (body) => gate.request({ body }),
      async keep(later) {
        const { manifests } = await readPinned(folder);
        await replacePrivateFile(folder.manifests, formatManifests([...manifests, ...later]));
      },
      changed() {
        audit.manifestChanged();
        connection?.manifestChanged();
      },
      told: (trouble) => keepTrouble(folder.manifestTrouble, trouble),
      log,
    });
    const audit = new SiteAudit({
      federationId: facts.federationId,
      identity: enrolled.identity,
      pin,
      trustedWitnesses: config.audit.witnesses,
      isRequired: config.policy.log === 'required',
      witnessed: store.witnessed,
      trust: store.trust,
      clock,
      log,
      ask: (body) => gate.request({ body }),
      async keep(name, evidence) {
        await mkdir(folder.evidence, { recursive: true, mode: 0o700 });
        await replacePrivateFile(join(folder.evidence, name), evidence);
      },
      told: (trouble, origin) => keepTrouble(folder.logTrouble, trouble, { origin }),
      forkSeen: (fork) => trail.forkSeen(fork),
      staleSeen: (stale) => trail.stale(stale),
      async goneOn(origin, after) {
        await trail.ready();
        store.atomically(() => {
          trail.goneOn(after);
          store.trust.recorded(origin);
        });
      },
    });
    const published = {
      document: briefing.published,
      signature: sign('policy/published', [briefing.published], enrolled.identity.signing),
    };
    const opened: { close(): void }[] = [];
    const approvals = new PlanApprovals({
      policy: config.policy,
      approvals: store.approvals,
      journal: store.journal,
      clock,
      log,
    });
    const gate = new EgressGate({ policy: config.policy, journal: store.journal, clock, approvals });
    const trail = new SiteTrail({
      keys: () => audit.keys(),
      clock,
      random: systemRandom,
      log,
      policy: () => audit.policy(),
      async open() {
        const { AuditFolder, openCheckpointLock, openVault } = await import('@muster/store/site-log');
        const { policyBasis } = await import('@muster/audit/witness');
        const nowMs = Math.round(clock.wallMs());
        const lock = openCheckpointLock(folder.auditLock, nowMs);
        opened.push(lock);
        const vault = openVault(folder.auditVault, nowMs);
        opened.push(vault);
        return {
          rows: store.audit,
          lock,
          vault,
          folderOf: (epoch: number) => new AuditFolder(join(folder.audit, `${epoch}`)),
          basis: policyBasis(config.policy.version, published),
        };
      },
      ask: (body) => gate.request({ body }),
    });
    const upkeep = new VaultUpkeep({
      rows: store.audit,
      async vault() {
        if (!existsSync(folder.auditVault)) return undefined;
        const { readVault } = await import('@muster/store/site-log');
        return readVault(folder.auditVault);
      },
      trail,
      retention: config.audit.retention,
      clock,
      log,
    });
    const worker = new RoundWorker({
      folder,
      config,
      federationId: facts.federationId,
      identity: enrolled.identity,
      gate,
      approvals,
      pin,
      store,
      child,
      readPlan,
      seal: sealFile,
      mask: maskFile,
      random: systemRandom,
      trail,
      audit,
      engine,
      clock,
      uniform: systemUniform,
      log,
    });
    const standing = new OwnStanding({
      clock,
      log,
      keep: (text) => keepOrRemove(folder.standing, text),
    });
    const { promise: fatal, resolve: becameFatal } = Promise.withResolvers<MusterError>();
    const site = connectSite({
      folder: folder.root,
      enrolled,
      current,
      config,
      published,
      engine,
      gate,
      worker,
      audit,
      pin,
      trail,
      clock,
      uniform: systemUniform,
      random: systemRandom,
      settings: SESSION_SETTINGS,
      log,
      standing: (told) => standing.heard(told),
      keep: (certificate) => replacePrivateFile(folder.certificate, certificateText(certificate)),
      onFatal: becameFatal,
    });
    connection = site;
    const stopping = new AbortController();
    approvals.watch(stopping.signal);
    upkeep.watch(stopping.signal);
    const mirror = config.audit.mirror
      ? new MirrorWatch({
          folder: folder.mirror,
          policy: () => audit.trustedPolicy(),
          ask: (body) => gate.request({ body }),
          isConnected: () => gate.connected,
          clock,
          log,
          signal: stopping.signal,
        })
      : undefined;
    watchExpiry(config.policy, { clock, log, signal: stopping.signal });
    // Between two connections nothing else would keep the process: our timers do not.
    const alive = setInterval(() => {}, ALIVE_MS);
    return {
      site: facts.site,
      fatal,
      async close() {
        log.info(whatIsKept(store), 'the agent stops');
        clearInterval(alive);
        stopping.abort();
        const stopped = worker.stop();
        await trail.leave();
        site.close();
        await child.close();
        await stopped;
        await upkeep.settled();
        await mirror?.settled();
        await trail.close();
        for (const each of opened) each.close();
        await standing.settled();
        await kept;
        await approvals.settled();
        await store.close();
        log.info(
          {},
          'the agent has stopped; what is kept is brought, and what is begun taken up, at the next start',
        );
      },
    };
  } catch (thrown) {
    await child.close();
    await store.close();
    throw thrown;
  }
}

function keepOrRemove(file: string, text: string | undefined): Promise<void> {
  return text === undefined ? rm(file, { force: true }) : replacePrivateFile(file, text);
}
