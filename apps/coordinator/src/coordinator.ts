/** @module The coordinator as a process: opens what is on disk, puts the parts together, listens, and closes in order. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MusterError } from '@muster/errors';
import { type Identity, loadSeals, readPassphrase, readSigningKeyFile, systemRandom } from '@muster/identity';
import { hex } from '@muster/protocol';
import { openCoordinatorStore, Sweeper } from '@muster/store';
import { type Clock, isLoopback, systemClock } from '@muster/transport';
import { Alarms } from './alarms.ts';
import { Connections } from './api/connections.ts';
import { buildApi } from './api/server.ts';
import { openTrail } from './audit/open.ts';
import { CentralEvaluator } from './central-evaluator.ts';
import type { CoordinatorConfig } from './config.ts';
import { readConfig } from './config-file.ts';
import { DiskWatch, systemDataFolder } from './disk.ts';
import { drain } from './drain.ts';
import type { Registrar } from './enrolment.ts';
import { type FederationFacts, openFederation } from './federation.ts';
import { systemFiles } from './files.ts';
import { Fleet } from './fleet.ts';
import { type CoordinatorFolder, coordinatorFolder, resolveInFolder } from './folder.ts';
import { Places } from './ingest/places.ts';
import { IngestThread } from './ingest/thread.ts';
import { Uploads } from './ingest/uploads.ts';
import { cannotListen, reserve, tlsPair } from './listening.ts';
import { type Logger, makeLogger } from './logger.ts';
import { disown } from './manifest-install.ts';
import { Metrics } from './metrics.ts';
import { Objects } from './objects.ts';
import { ownCertificate, ownIdentity } from './own-identity.ts';
import { QuarantineKeeper } from './quarantine.ts';
import { takeReadings } from './readings.ts';
import { SecureTrust } from './run/secure-trust.ts';
import { Runs } from './runs.ts';
import { SiteMessages } from './site-messages.ts';
import { SiteEndpoint } from './sites/endpoint.ts';
import type { SiteParts } from './sites/parts.ts';
import { Upkeep } from './upkeep.ts';
import { Watchers } from './watchers.ts';

const MEGABYTE = 1024 * 1024;
/** What is being made has its row by then. */
const SWEEP_GRACE_MS = 10 * 60_000;

export interface RunningCoordinator {
  /** Where the API listens. */
  readonly url: string;
  /** Resolves when this process cannot go on: it is to be closed, and started again. What it acknowledged is on disk. */
  readonly fatal: Promise<MusterError>;
  close(): Promise<void>;
}

/**
 * Starts the coordinator of a folder made by `init`; resolves when it listens. Without `passphraseFile` the passphrase of its keys is where
 * MUSTER_PASSPHRASE_FILE says. Throws CONFIG_INVALID, KEY_FILE_INVALID, PASSPHRASE_REQUIRED, PASSPHRASE_WRONG, TLS_REQUIRED, STORAGE_*.
 */
export async function startCoordinator(
  directory: string,
  options: { readonly passphraseFile?: string; readonly clock?: Clock } = {},
): Promise<RunningCoordinator> {
  const clock = options.clock ?? systemClock;
  const folder = coordinatorFolder(resolve(directory));
  const config = await readConfig(folder);
  if (!config.tls && !isLoopback(config.listen.host))
    throw new MusterError(
      'TLS_REQUIRED',
      `listen.host ${config.listen.host} is not this machine alone: name a certificate and a key under tls`,
    );
  const tls = config.tls && tlsPair(folder, config.tls);
  const log = makeLogger(config.log);
  const passphrase = await readPassphrase(options.passphraseFile, process.env);
  const organisationKey = existsSync(folder.organisationKey)
    ? await readSigningKeyFile(folder.organisationKey, passphrase)
    : undefined;
  const dataFolder = resolveInFolder(folder, config.data);
  const store = await openCoordinatorStore(dataFolder, Math.round(clock.wallMs()));
  const closing: (() => void | Promise<void>)[] = [() => store.close()];
  try {
    const federation = openFederation(store, {
      configFile: folder.config,
      name: config.federation,
      dataFolder,
      organisationKeyFile: folder.organisationKey,
      organisationKey: organisationKey?.publicKey,
    });
    return await assemble({
      folder,
      config,
      tls,
      log,
      organisationKey,
      identity: await ownIdentity(folder, federation.manifests.newest, passphrase),
      federation,
      dataFolder,
      store,
      clock,
      closing,
    });
  } catch (thrown) {
    for (const close of closing.reverse()) await close();
    throw thrown;
  }
}

interface Opened {
  readonly folder: CoordinatorFolder;
  readonly config: CoordinatorConfig;
  readonly tls: ReturnType<typeof tlsPair> | undefined;
  readonly log: Logger;
  readonly organisationKey: Registrar['organisationKey'];
  readonly identity: Identity;
  readonly federation: FederationFacts;
  readonly dataFolder: string;
  readonly store: Registrar['store'];
  readonly clock: Clock;
  readonly closing: (() => void | Promise<void>)[];
}

async function assemble(opened: Opened): Promise<RunningCoordinator> {
  const { folder, config, tls, log, organisationKey, identity, dataFolder, store, clock, closing } = opened;
  const { manifests, auditHost } = opened.federation;
  await using reserved = await reserve(folder, config.listen);
  const { federationId } = manifests.newest;
  const fleet = new Fleet();
  const alarms = new Alarms(clock, log);
  const disk = new DiskWatch(store, alarms, {
    folder: systemDataFolder(dataFolder),
    freeBytesMin: config.limits.diskFreeMb * MEGABYTE,
  });
  const watchers = new Watchers(store, config.limits.followers);
  const { promise: fatal, resolve: becameFatal } = Promise.withResolvers<MusterError>();
  const ingest = new IngestThread((reason) => {
    alarms.raise('ingest', reason);
    log.fatal({ code: reason.code }, `${reason.message}; this process ends and is to be started again`);
    becameFatal(new MusterError('INTERNAL', `${reason.message}; start the coordinator again`));
  });
  closing.push(() => ingest[Symbol.asyncDispose]());
  const { trail, vault } = await openTrail({
    config: config.audit,
    store,
    manifests,
    dataFolder,
    federationId: hex(federationId),
    host: auditHost,
    identity,
    fleet,
    alarms,
    clock,
    log,
    onRolledBack: becameFatal,
    closing,
  });
  const registrar: Registrar = { store, manifests, organisationKey, trail };
  // Of a manifest that was installed while no coordinator ran.
  disown(registrar, manifests.newest, Math.round(clock.wallMs()));
  const limits = { slots: config.limits.slots, slotBytesMax: config.limits.slotMb * MEGABYTE };
  const uploads = new Uploads(ingest, store.uploads, join(dataFolder, 'spool'), limits, async (box) =>
    (await loadSeals()).open(box, identity.sealing),
  );
  const places = new Places(clock, {
    places: config.limits.uploads,
    patienceMs: config.limits.uploadPatienceS * 1000,
  });
  const evaluator = new CentralEvaluator({
    blobs: store.blobs,
    scratch: join(dataFolder, 'scratch'),
    baseDir: folder.root,
    datasets: config.datasets,
    engine: config.engine,
    log,
  });
  await evaluator.lookForFiles();
  closing.push(() => evaluator.close());
  const messages = new SiteMessages(identity.signing);
  const quarantine = new QuarantineKeeper(
    { store, uploads, fleet, files: systemFiles, clock, trail, log },
    join(dataFolder, 'quarantine'),
    {
      bytesMax: config.quarantine.mb * MEGABYTE,
      recordsMax: config.quarantine.records,
      strikes: config.quarantine.strikes,
      windowMs: config.quarantine.withinH * 3_600_000,
    },
  );
  quarantine.recover();
  const seal = { afterMs: config.seal.afterS * 1000, updatesMax: config.seal.updates };
  const runs = new Runs(
    {
      store,
      manifests,
      clock,
      random: systemRandom,
      fleet,
      uploads,
      messages,
      evaluator,
      ingest,
      watchers,
      alarms,
      seal,
      trail,
      trust: new SecureTrust({ manifests, signingKey: identity.signing.privateKey, clock }),
      log,
    },
    {
      federationId: hex(federationId),
      queuedMax: config.limits.runsQueued,
    },
  );
  closing.push(() => runs.close());

  let endpoint: SiteEndpoint | undefined;
  let connections: Connections | undefined;
  const objects = new Objects(store.blobs, config.limits.chunkBuffers);
  const reading = {
    store,
    evaluator,
    uploads,
    places,
    ingest,
    runs,
    quarantine,
    disk,
    alarms,
    watchers,
    objects,
  };
  const metrics = new Metrics(() => takeReadings(reading, endpoint?.stats, connections?.open));
  let stopping = false;
  const notReady = (): string =>
    alarms.any ? `${alarms.any.code}: ${alarms.any.message}` : stopping ? 'the coordinator stops' : '';
  const app = await buildApi(
    {
      store,
      fleet,
      runs,
      registrar,
      coordinatorKey: identity.signing.publicKey,
      watchers,
      metrics,
      quarantine,
      alarms,
      disk,
      clock,
      trail,
      vault,
      log,
      notReady,
    },
    {
      ...(tls ? { tls } : {}),
      bodyBytesMax: config.limits.bodyMb * MEGABYTE,
    },
  );
  closing.push(async () => {
    await app.close();
  });
  const { sessions, pendingHandshakes, apiConnections } = config.limits;
  connections = new Connections(app.server, sessions + pendingHandshakes + apiConnections, () =>
    metrics.connectionRefused('OVERLOADED'),
  );

  const parts: SiteParts = {
    store,
    clock,
    fleet,
    runs,
    uploads,
    places,
    quarantine,
    alarms,
    objects,
    messages,
    watchers,
    registrar,
    counts: metrics,
    log,
    heartbeatMs: config.heartbeatS * 1000,
    updateBytesMax: config.limits.updateMb * MEGABYTE,
  };
  const open = new SiteEndpoint(parts, config, metrics, {
    server: app.server,
    identity: {
      identity,
      certificate: ownCertificate(identity, federationId, Math.round(clock.wallMs())),
      manifest: () => manifests.newest,
      random: systemRandom,
    },
  });
  endpoint = open;
  closing.push(() => open.close());

  // Before anybody can ask: of a run that was not taken up yet, a site would hear that it is not active.
  await runs.resume();
  await disk.look();
  const sweeper = new Sweeper(store.db, store.blobs, {
    graceMs: SWEEP_GRACE_MS,
    modelsPerRun: config.retention.modelsPerRun,
  });
  const upkeep = new Upkeep(
    { disk, endpoint: open, runs, alarms, sweeper, vault, clock, log },
    { lookMs: parts.heartbeatMs, sweepMs: config.retention.sweepS * 1000 },
  );
  closing.push(() => upkeep[Symbol.dispose]());

  await reserved[Symbol.asyncDispose]();
  const address = await app
    .listen({ host: config.listen.host, port: config.listen.port })
    .catch((cause: unknown) => {
      throw cannotListen(folder, config.listen, cause);
    });
  log.info(
    {
      url: address,
      federation: manifests.newest.federationName,
      manifest: manifests.newest.epoch,
    },
    'coordinator ready',
  );
  return {
    url: address,
    fatal,
    async close() {
      stopping = true;
      log.info('the coordinator stops: no round is opened and no update taken any more');
      runs.drain();
      // Without the thread nothing arrives any more.
      if (!ingest.hasEnded) await drain(() => places.stats.receiving, config.limits.drainS * 1000, clock);
      await trail.stop(); // as long as witnesses are there to cosign it
      for (const close of closing.reverse()) await close();
    },
  };
}
