/** @module What the coordinator does with each message of an agent: parse is done, here it is decided who may say it, and who hears it. */
import { policyBasis, readEvent } from '@muster/audit';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import type { Peer } from '@muster/identity';
import { type Body, type Failure, type LogTrust, type Register, refOf } from '@muster/protocol';
import type { Acceptance, ObjectSource, Session, SessionHandlers } from '@muster/transport';
import { partOfLogFile } from '../audit/log-file.ts';
import { enrolSite, type Registrar } from '../enrolment.ts';
import { standingOf } from '../standing.ts';
import { evaluationReport } from './evaluation.ts';
import type { SiteParts } from './parts.ts';
import { takePolicy } from './policy.ts';
import { ProgressNotices } from './progress.ts';
import { renewal } from './renewal.ts';
import { report } from './report.ts';
import { secureWord } from './secure-word.ts';

/** A peer that came to enrol may do that, learn what the federation is, and nothing else. */
export function enrolmentHandlers(
  { registrar, fleet, clock, log }: SiteParts,
  left: (session: Session) => void,
): SessionHandlers {
  return {
    async onRequest(body, session) {
      if (body.kind === 'manifestsRequest') return manifestsAfter(registrar, body.value.after);
      if (body.kind !== 'enrolmentRequest')
        throw new MusterError('UNAUTHENTICATED', 'this session is for enrolment only');
      const { site, ...reply } = enrolSite(registrar, body.value, Math.round(clock.wallMs()));
      log.info({ site }, 'site enrolled');
      const before = fleet.get(site)?.session;
      before?.close(
        new MusterError(
          'CERTIFICATE_INVALID',
          `${site} has enrolled again, and this certificate is void: start its agent anew in the folder that was enrolled`,
        ),
      );
      clock.after(1_000, () => session.close(new MusterError('UNAVAILABLE', 'enrolment is done')));
      return { kind: 'enrolmentReply', value: reply };
    },
    onNotice: () => {},
    openObject: async () => undefined,
    onClose: (_reason, session) => left(session),
  };
}

/** Clocks that are put right by less are no news. */
const SKEW_MS_WARN = 60_000;

/** What an enrolled site may ask and tell. A class, as each of thousands of sessions has one: methods cost it nothing. */
export class SiteHandlers implements SessionHandlers {
  readonly #parts: SiteParts;
  readonly #site: string;
  readonly #peer: Peer;
  /** From the first notice on. */
  #notices: ProgressNotices | undefined;

  constructor(parts: SiteParts, site: string, peer: Peer) {
    this.#parts = parts;
    this.#site = site;
    this.#peer = peer;
  }

  async onRequest(body: Body, session: Session): Promise<Body | Acceptance> {
    const { counts, log } = this.#parts;
    try {
      const answer = await request(this.#parts, this.#site, this.#peer, body, session);
      counts.accepted(body.kind);
      return answer;
    } catch (thrown) {
      const error = asMusterError(thrown);
      counts.rejected(body.kind, error.code);
      log.warn(
        {
          site: this.#site,
          message: body.kind,
          code: error.code,
          ...(error.code === 'INTERNAL' ? { err: thrown } : {}),
        },
        error.message,
      );
      throw error;
    }
  }

  onNotice(body: Body): void {
    const { counts, runs } = this.#parts;
    this.#notices ??= new ProgressNotices(
      { ...this.#parts, openAttempt: (run) => runs.driver(run)?.openRound?.ref },
      this.#site,
    );
    if (body.kind === 'progress' && this.#notices.take(body.value)) counts.accepted(body.kind);
    else counts.discarded(body.kind);
  }

  async openObject(hash: string): Promise<ObjectSource | undefined> {
    const { runs, objects } = this.#parts;
    if (!runs.serves(hash)) return undefined;
    const source = await objects.open(hash);
    return source && counted(source, (bytes) => runs.countDownload(this.#site, bytes));
  }

  onHeartbeat(timeMs: number, session: Session): void {
    const { fleet, clock, log } = this.#parts;
    const site = this.#site;
    const connected = fleet.get(site);
    if (connected?.session !== session) return;
    const nowMs = clock.wallMs();
    const clockSkewMs = Math.round(timeMs - nowMs);
    const isNew = Math.abs(clockSkewMs - connected.clockSkewMs) > SKEW_MS_WARN;
    connected.lastSeenMs = nowMs;
    connected.clockSkewMs = clockSkewMs;
    if (isNew) log.warn({ site, clockSkewMs }, 'the clock of the site, or ours, was put forward or back');
  }

  onClose(reason: MusterError, session: Session): void {
    const { fleet, runs, clock, log, store, places } = this.#parts;
    places.cancel(session);
    const site = this.#site;
    const clockSkewMs = fleet.get(site)?.clockSkewMs ?? this.#peer.clockSkewMs;
    if (!fleet.remove(site, session)) return; // a newer session of the same site is open
    log.info({ site, code: reason.code, reason: reason.message }, 'site disconnected');
    const known = store.sites.find(site);
    if (known?.lastSeenMs != null) {
      store.sites.saw(site, {
        atMs: Math.round(clock.wallMs()),
        clockSkewMs: Math.round(clockSkewMs),
        engine: known.engine,
        agentVersion: known.agentVersion ?? '',
      });
    }
    runs.tellAll({ type: 'siteDisconnected', nowMs: clock.monotonicMs(), site });
    runs.readinessChanged();
  }
}

/** Tells how many bytes of a source are on their way. */
function counted(source: ObjectSource, count: (bytes: number) => void): ObjectSource {
  return {
    ...source,
    sealed(bytes) {
      count(bytes.length);
      source.sealed?.(bytes);
    },
  };
}

async function request(
  parts: SiteParts,
  site: string,
  peer: Peer,
  body: Body,
  session: Session,
): Promise<Body | Acceptance> {
  switch (body.kind) {
    case 'register':
      return register(parts, site, peer, body.value, session);
    case 'report':
      return report(parts, site, peer, body.value, session);
    case 'failure':
      return failure(parts, site, body.value);
    case 'evaluationReport':
      return evaluationReport(parts, site, peer, body.value);
    case 'renewalRequest':
      return renewal(parts, peer);
    case 'manifestsRequest':
      return manifestsAfter(parts.registrar, body.value.after);
    case 'advertise':
    case 'shares':
    case 'consistency':
    case 'unmask':
    case 'abort':
      return secureWord(parts, site, peer, body);
    case 'auditEvents':
      return auditEvents(parts, site, body.value.entries);
    case 'logFileRequest':
      return {
        kind: 'logFile',
        value: await partOfLogFile(keptLog(parts), body.value.path, body.value.offset),
      };
    case 'addCheckpoint':
      return { kind: 'witnessAnswer', value: await siteLogs(parts).answer(site, body.value.body) };
    case 'logTrustRequest':
      return { kind: 'logTrust', value: logTrust(parts.registrar) };
    case 'logHeadRequest':
      return { kind: 'logHead', value: await keptLog(parts).headFrom(body.value.size) };
    default:
      if (session.closed) throw new MusterError('UNAVAILABLE', 'the session is over');
      throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is nothing that an agent asks`);
  }
}

function register(
  parts: SiteParts,
  site: string,
  peer: Peer,
  registration: Register,
  session: Session,
): Body {
  const { fleet, runs, store, registrar, clock, heartbeatMs, log } = parts;
  const { clockSkewMs } = peer;
  if (session.closed) throw new MusterError('UNAVAILABLE', 'the session is over');
  takePolicy(parts, site, peer, registration.policy);
  const known = fleet.get(site);
  // The newest connection that introduces itself is the site's; one that only looks whether we are there disturbs nobody.
  const nowMs = clock.monotonicMs();
  const before = fleet.add(
    {
      name: site,
      session,
      clockSkewMs,
      datasets: registration.datasets.map((dataset) => dataset.name),
      engine: registration.engine?.selected ?? null,
      busyWith: known?.session === session ? known.busyWith : undefined,
      progress: undefined,
      lastSeenMs: clock.wallMs(),
    },
    nowMs,
  );
  before?.session.close(
    new MusterError(
      'SITE_DUPLICATE',
      'another agent has connected with the keys of this site: a copy of its folder seems to be in use; stop one of the two',
    ),
  );
  const times = fleet.contended(site, nowMs);
  if (before && times > 0)
    log.warn(
      { site, times },
      'connections of one site replace each other: two agents seem to use its keys; one of them must stop',
    );
  store.sites.saw(site, {
    atMs: Math.round(clock.wallMs()),
    clockSkewMs: Math.round(peer.clockSkewMs),
    engine: registration.engine ?? {},
    agentVersion: registration.agentVersion,
  });
  log.info(
    {
      site,
      agent: registration.agentVersion,
      engine: registration.engine?.selected,
      datasets: registration.datasets.map(({ name }) => name),
    },
    'site ready',
  );
  runs.tellAll({ type: 'siteConnected', nowMs: clock.monotonicMs(), site });
  runs.readinessChanged();
  runs.connected(site);
  const standing = standingOf(store.sites.get(site));
  const audit = registrar.trail.log;
  const trust = logTrust(registrar);
  const value = {
    heartbeatMs,
    timeMs: clock.wallMs(),
    standing,
    logPolicy: trust.policy,
    nextEvent: audit?.sites.nextOf(site) ?? 0,
    witnessKey: registrar.trail.siteLogs?.publicKey ?? new Uint8Array(),
    manifest: registrar.manifests.head,
    logWitnesses: trust.witnesses,
  };
  return { kind: 'registered', value };
}

/** Whose cosignatures count, and who these are. */
function logTrust({ trail }: Registrar): LogTrust {
  const { policyText = '', certificates = [] } = trail.log?.witnesses ?? {};
  return { policy: Buffer.from(policyText), witnesses: certificates };
}

function manifestsAfter({ manifests }: Registrar, epoch: number): Body {
  return { kind: 'manifests', value: { manifests: manifests.after(epoch) } };
}

/** What a site has signed lies beside what was done here. It brings it again when the power takes it. */
function auditEvents(parts: SiteParts, site: string, entries: readonly Uint8Array[]): Body {
  const log = keptLog(parts);
  parts.store.db.relaxedTx(() => {
    for (const { entry } of log.sites.admit(site, entries)) acknowledge(parts, site, entry);
  });
  return { kind: 'auditEventsTaken', value: { next: log.sites.nextOf(site) } };
}

/** Of the policy that an event relies on, where the site has published that one. */
function acknowledge({ store, registrar }: SiteParts, site: string, entry: Uint8Array): void {
  const { flbasis } = readEvent(entry);
  const published = store.policies.find(site);
  if (!flbasis || !published) return;
  const { document, signature } = published;
  const version = Number(/^policy\/(\d+)@/.exec(flbasis)?.[1]);
  if (policyBasis(version, { document: Buffer.from(document), signature }) === flbasis)
    registrar.trail.policyAcknowledged(site, flbasis);
}

function siteLogs({ registrar }: SiteParts) {
  const { siteLogs: kept } = registrar.trail;
  if (!kept) throw new MusterError('UNEXPECTED_MESSAGE', 'no audit log is kept here');
  return kept;
}

function keptLog({ registrar }: SiteParts) {
  const { log } = registrar.trail;
  if (!log) throw new MusterError('UNEXPECTED_MESSAGE', 'no audit log is kept here');
  return log;
}

/** Of a round, or of an evaluation: whichever is open. */
function failure({ runs, clock }: SiteParts, site: string, failed: Failure): Body {
  const ref = refOf(failed.ref);
  const code = isErrorCode(failed.code) ? failed.code : 'TRAINING_FAILED';
  const driver = runs.driver(ref.run);
  const type = driver?.state.status === 'evaluating' ? 'evaluationFailed' : 'siteFailed';
  driver?.hear({ type, nowMs: clock.monotonicMs(), site, ref, code, reason: failed.reason });
  return { kind: 'ok', value: {} };
}
