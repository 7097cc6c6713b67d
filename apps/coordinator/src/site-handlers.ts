/** @module What the coordinator does with each message of an agent: parse is done, here it is decided who may say it, and who hears it. */
import { admit } from '@muster/aggregation';
import { classesOf } from '@muster/data';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import { type Peer, verify } from '@muster/identity';
import {
  type Body,
  type EvaluationReport,
  type Failure,
  type Progress,
  type Register,
  type Report,
  type RoundRef,
  updateFields,
} from '@muster/protocol';
import type { CoordinatorStore } from '@muster/store';
import type { Acceptance, Clock, ObjectSource, Session, SessionHandlers } from '@muster/transport';
import { enrolSite, type Registrar } from './enrolment.ts';
import type { Fleet } from './fleet.ts';
import type { Uploads } from './ingest/uploads.ts';
import type { Logger } from './logger.ts';
import type { MessageCounts } from './metrics.ts';
import type { Objects } from './objects.ts';
import type { Runs } from './runs.ts';
import type { SiteMessages } from './site-messages.ts';
import type { Watchers } from './watchers.ts';

export interface SiteParts {
  readonly store: CoordinatorStore;
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly runs: Runs;
  readonly uploads: Uploads;
  readonly objects: Objects;
  readonly messages: SiteMessages;
  readonly watchers: Watchers;
  readonly registrar: Registrar;
  readonly counts: MessageCounts;
  readonly log: Logger;
  readonly heartbeatMs: number;
  readonly updateBytesMax: number;
}

/** Mean loss of an example, beyond which a sum of losses is that of no model. */
const LOSS_MAX = 1e6;

/** A peer that came to enrol may do that and nothing else. */
export function enrolmentHandlers({ registrar, clock, log }: SiteParts): SessionHandlers {
  return {
    async onRequest(body, session) {
      if (body.kind !== 'enrolmentRequest')
        throw new MusterError('UNAUTHENTICATED', 'this session is for enrolment only');
      const { site, ...reply } = enrolSite(registrar, body.value, Math.round(clock.wallMs()));
      log.info({ site }, 'site enrolled');
      clock.after(1_000, () => session.close(new MusterError('UNAVAILABLE', 'enrolment is done')));
      return { kind: 'enrolmentReply', value: reply };
    },
    onNotice: () => {},
    openObject: async () => undefined,
    onClose: () => {},
  };
}

/** The handlers of an enrolled site's session. */
export function siteHandlers(parts: SiteParts, site: string, peer: Peer): SessionHandlers {
  const { fleet, runs, clock, objects, watchers, log, counts, store } = parts;
  return {
    async onRequest(body, session) {
      try {
        const answer = await request(parts, site, peer, body, session);
        counts.accepted(body.kind);
        return answer;
      } catch (thrown) {
        const error = asMusterError(thrown);
        counts.rejected(body.kind, error.code);
        log.warn(
          {
            site,
            message: body.kind,
            code: error.code,
            ...(error.code === 'INTERNAL' ? { err: thrown } : {}),
          },
          error.message,
        );
        throw error;
      }
    },
    onNotice(body) {
      if (body.kind === 'progress') {
        counts.accepted(body.kind);
        progress(fleet, watchers, site, body.value, clock.wallMs());
      } else counts.discarded(body.kind);
    },
    async openObject(hash) {
      if (!runs.serves(hash)) return undefined;
      const source = await objects.open(hash);
      return source && counted(source, (bytes) => runs.countDownload(site, bytes));
    },
    onHeartbeat(timeMs) {
      const connected = fleet.get(site);
      if (connected) connected.lastSeenMs = clock.wallMs();
      if (Math.abs(timeMs - clock.wallMs()) > 60_000)
        log.debug({ site, skewMs: timeMs - clock.wallMs() }, 'clock skew');
    },
    onClose(reason, session) {
      if (!fleet.remove(site, session)) return; // a newer session of the same site is open
      log.info({ site, code: reason.code, reason: reason.message }, 'site disconnected');
      const known = store.sites.find(site);
      if (known?.lastSeenMs != null && known.revokedMs === null) {
        store.sites.saw(site, {
          atMs: Math.round(clock.wallMs()),
          clockSkewMs: peer.clockSkewMs,
          engine: known.engine,
          agentVersion: known.agentVersion ?? '',
        });
      }
      runs.tellAll({ type: 'siteDisconnected', nowMs: clock.monotonicMs(), site });
      runs.readinessChanged();
    },
  };
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
      return report(parts, site, peer, body.value);
    case 'failure':
      return failure(parts, site, body.value);
    case 'evaluationReport':
      return evaluationReport(parts, site, body.value);
    default:
      if (session.closed) throw new MusterError('UNAVAILABLE', 'the session is over');
      throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is nothing that an agent asks`);
  }
}

function register(
  { fleet, runs, store, clock, heartbeatMs, log }: SiteParts,
  site: string,
  peer: Peer,
  registration: Register,
  session: Session,
): Body {
  const { certificate, clockSkewMs } = peer;
  if (!certificate || session.closed) throw new MusterError('UNAVAILABLE', 'the session is over');
  const known = fleet.get(site);
  // The newest connection that introduces itself is the site's; one that only looks whether we are there disturbs nobody.
  const before = fleet.add({
    name: site,
    session,
    certificate,
    clockSkewMs,
    registration,
    busyWith: known?.session === session ? known.busyWith : undefined,
    progress: undefined,
    lastSeenMs: clock.wallMs(),
  });
  before?.session.close(new MusterError('CONFLICT', 'the site opened a newer connection'));
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
  return { kind: 'registered', value: { heartbeatMs, timeMs: clock.wallMs() } };
}

/** An announced update: signature, admission, the machine's word, then room to receive it. */
async function report(
  parts: SiteParts,
  site: string,
  peer: Peer,
  announced: Report,
): Promise<Body | Acceptance> {
  const { runs, uploads, updateBytesMax } = parts;
  const ref = refOf(announced.ref);
  const updateHash = hex(announced.updateHash);
  if (
    !peer.certificate ||
    !verify('update', updateFields({ ...announced, ref }), peer.certificate.signingKey, announced.signature)
  )
    throw new MusterError('SIGNATURE_INVALID', 'the update is not signed by the site that brings it');
  const driver = runs.driver(ref.run);
  if (!driver) {
    const told = runs.answerOver(ref, site);
    const session = parts.fleet.get(site)?.session;
    if (session) parts.messages.outcome(session, told);
    return { kind: 'received', value: { ref, updateHash: announced.updateHash } };
  }
  const open = driver.openRound;
  if (open && open.ref.round === ref.round && open.ref.attempt === ref.attempt) {
    const length = driver.plan.body.layout.tensors.reduce(
      (sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1),
      0,
    );
    const verdict = admit(
      {
        ref,
        planHash: hex(announced.planHash),
        modelHash: hex(announced.modelHash),
        layoutHash: hex(announced.layoutHash),
        codec: announced.codec,
        sizeBytes: announced.size,
        weight: announced.weight,
      },
      {
        ref: open.ref,
        planHash: driver.plan.hash,
        modelHash: open.modelHash,
        layoutHash: driver.plan.body.layout.hash,
        codec: driver.plan.body.codec,
        sizeBytes: length * 4,
        weightMax: driver.plan.body.rounds.weightMax,
      },
    );
    if (!verdict.ok) {
      driver.reject(ref, site, updateHash, verdict.code, verdict.reason);
      throw new MusterError(verdict.code, verdict.reason);
    }
    if (announced.size > updateBytesMax)
      throw new MusterError('FRAME_TOO_LARGE', `updates of up to ${updateBytesMax} bytes are received here`);
  }
  const answer = driver.announce(ref, site, updateHash, announced.weight);
  if (answer.kind === 'refused') throw new MusterError(answer.code, answer.reason);
  const received: Body = { kind: 'received', value: { ref, updateHash: announced.updateHash } };
  if (answer.kind === 'confirmed') return received;
  const giveBack = await uploads.takeTurn(ref, site);
  try {
    // The round may have ended, or the site been heard on another connection, while this one waited.
    const now = driver.announce(ref, site, updateHash, announced.weight);
    if (now.kind === 'refused') throw new MusterError(now.code, now.reason);
    if (now.kind === 'confirmed') {
      giveBack();
      return received;
    }
    const upload = await uploads.begin({
      ref,
      site,
      updateHash,
      sizeBytes: announced.size,
      weight: announced.weight,
    });
    const sink = upload.sink();
    const startedAt = upload.offset;
    return {
      kind: 'accept',
      sizeBytes: upload.sizeBytes,
      offset: upload.offset,
      sink: {
        write: (offset, bytes) => sink.write(offset, bytes),
        abort: (reason) => {
          giveBack();
          sink.abort(reason);
        },
      },
      async finish() {
        giveBack();
        driver.countTraffic(site, 'bytesUp', upload.sizeBytes - startedAt);
        try {
          await driver.receive(upload);
        } catch (thrown) {
          if (asMusterError(thrown).code === 'OBJECT_CORRUPT') uploads.discard(ref, site);
          throw thrown;
        }
        return received;
      },
    };
  } catch (thrown) {
    giveBack();
    throw thrown;
  }
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

/** Counts and sums of a site that was asked for them and has not answered. Throws ROUND_CLOSED, INVALID_ARGUMENT. */
function evaluationReport({ runs, clock, store }: SiteParts, site: string, reported: EvaluationReport): Body {
  const ref = refOf(reported.ref);
  const { evaluation } = reported;
  const modelHash = hex(reported.modelHash);
  const driver = runs.driver(ref.run);
  if (!driver || !evaluation || !driver.asksForEvaluation(ref, site, modelHash))
    throw new MusterError('ROUND_CLOSED', 'no such evaluation is open');
  const { classes, confusion, examples, lossSum } = evaluation;
  const counts =
    classes === classesOf(driver.plan.body.data).length &&
    confusion.length === classes * classes &&
    confusion.every((count) => Number.isSafeInteger(count) && count >= 0);
  const total = confusion.reduce((sum, count) => sum + count, 0);
  if (!counts || total !== examples || !(lossSum >= 0 && lossSum <= LOSS_MAX * examples))
    throw new MusterError('INVALID_ARGUMENT', 'counts and sums that cannot be of any data');
  const rows = Array.from({ length: classes }, (_, row) =>
    confusion.slice(row * classes, (row + 1) * classes),
  );
  const correct = rows.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  store.evaluations.record({
    run: ref.run,
    round: ref.round,
    kind: 'federated',
    site,
    examples,
    lossSum,
    confusion: rows,
    modelHash,
  });
  driver.hear({
    type: 'evaluationReceived',
    nowMs: clock.monotonicMs(),
    site,
    ref,
    modelHash,
    examples,
    correct,
    lossSum,
  });
  return { kind: 'ok', value: {} };
}

function progress(fleet: Fleet, watchers: Watchers, site: string, told: Progress, atMs: number): void {
  const connected = fleet.get(site);
  if (!connected) return;
  connected.progress = { phase: told.phase, fraction: told.fraction };
  const ref = refOf(told.ref);
  watchers.passing({
    atMs,
    run: ref.run,
    kind: 'site-progress',
    body: {
      site,
      round: ref.round,
      phase: told.phase,
      fraction: told.fraction,
      loss: Number.isFinite(told.loss) ? told.loss : null,
    },
  });
}

function refOf(ref: RoundRef): RoundRef {
  return { run: ref.run, round: ref.round, attempt: ref.attempt };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
