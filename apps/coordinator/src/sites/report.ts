/**
 * @module The way of an update into the coordinator: signature, what it says of itself, the machine's word, a place, its bytes, what is in
 * them, the machine's word again. What fails on the way is answered with its code, kept in quarantine, and the round goes on.
 */
import { type Admission, admit, admitNorm, admitValues, type NormFigures, normOf } from '@muster/aggregation';
import { updateCommitment } from '@muster/audit';
import { asMusterError, isOfDisk, MusterError } from '@muster/errors';
import { type Peer, sealedBytes, verify } from '@muster/identity';
import {
  type Body,
  hex,
  type Masked,
  type Report,
  type RoundRef,
  refOf,
  updateFields,
} from '@muster/protocol';
import { encodingFor, encodingOf } from '@muster/secagg';
import type { UpdateCodec } from '@muster/store';
import type { Plan } from '@muster/task';
import type { Acceptance } from '@muster/transport';
import { parameterCount, type ScanResult } from '@muster/vector';
import { pointOf } from '../aggregate.ts';
import { faultPoint } from '../fault-point.ts';
import type { Upload } from '../ingest/uploads.ts';
import type { RunDriver } from '../run/driver.ts';
import { newEvent } from '../run-events.ts';
import type { SiteParts } from './parts.ts';

/** While something is wrong here, sites keep their updates and come again after about so long. */
const ALARM_RETRY_MS = 5_000;
/** Longer than most restarts take. */
const DRAIN_RETRY_MS = 2_000;

/** An update as its site announced it, and who hears of it. */
interface Announced {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly codec: UpdateCodec;
  readonly weight: number;
  /** What the log shows of it. */
  readonly commitment: string;
  /** Of words under masks. */
  readonly masked: Masked | null;
  readonly driver: RunDriver;
}

/** Answers an announcement: with `received` when all is here already, else with room to receive it. */
export async function report(
  parts: SiteParts,
  site: string,
  peer: Peer,
  told: Report,
  session: object,
): Promise<Body | Acceptance> {
  const { runs, uploads, places } = parts;
  const ref = refOf(told.ref);
  const updateHash = hex(told.updateHash);
  const received: Body = { kind: 'received', value: { ref, updateHash: told.updateHash } };
  if (
    !peer.certificate ||
    !verify('update', updateFields({ ...told, ref }), peer.certificate.signingKey, told.signature)
  )
    throw new MusterError('SIGNATURE_INVALID', 'the update is not signed by the site that brings it');
  const driver = runs.driver(ref.run);
  if (!driver) {
    const recorded = runs.answerOver(ref, site);
    const newest = parts.fleet.get(site)?.session;
    if (newest) parts.messages.outcome(newest, recorded);
    return received;
  }
  const { size: sizeBytes, weight } = told;
  const commitment = updateCommitment(updateHash, told.signature);
  const { codec } = driver.plan.body;
  const announced: Announced = {
    ref,
    site,
    updateHash,
    sizeBytes,
    codec,
    weight,
    commitment,
    masked: told.masked,
    driver,
  };
  if (isAwaited(announced)) {
    const { trail } = parts.registrar;
    if (!trail.hasAccepted(ref, site))
      throw new MusterError('AUDIT_UNLOGGED', `${site} has not put on record that it agrees to this work`);
    if (!trail.hasReleased(ref, site, commitment))
      throw new MusterError('AUDIT_UNLOGGED', `${site} has not put on record that this update leaves it`);
    driver.committed(site, { updateHash, commitment });
    admitAnnouncement(parts, announced, told);
  }
  if (isConfirmed(announced)) return received;
  assertTaken(parts);
  const place = await places.take(ref, site, session);
  try {
    // The round may have ended, the site been heard on another connection, or a disk failed, while this one waited.
    if (isConfirmed(announced)) {
      place.giveUp();
      return received;
    }
    assertTaken(parts);
    const upload = await onDisk(parts, () => uploads.begin(announced));
    const sink = upload.sink();
    const startedAt = upload.offset;
    return {
      kind: 'accept',
      sizeBytes: upload.sizeBytes,
      offset: upload.offset,
      sink: {
        write: (offset, bytes) => {
          driver.countTraffic(site, 'bytesUp', bytes.length);
          return place.take(bytes.length, () => onDisk(parts, async () => sink.write(offset, bytes)));
        },
        abort: (reason) => {
          place.giveUp();
          sink.abort(reason);
        },
      },
      begun: (end) => place.begin(upload.sizeBytes - startedAt, end),
      async finish() {
        place.leave();
        places.hasBrought(site);
        try {
          await receive(parts, announced, upload);
        } finally {
          place.giveUp();
        }
        return received;
      },
    };
  } catch (thrown) {
    place.giveUp();
    throw thrown;
  }
}

/** Whether updates are taken at all now. Throws what sites come again after. */
function assertTaken({ runs, alarms }: SiteParts): void {
  if (runs.isDraining)
    throw new MusterError('UNAVAILABLE', 'the coordinator stops', { retryAfterMs: DRAIN_RETRY_MS });
  const alarm = alarms.any;
  if (alarm) throw new MusterError(alarm.code, alarm.message, { retryAfterMs: ALARM_RETRY_MS });
}

/** A fault of the disk is an alarm, whoever else hears of it. */
async function onDisk<Result>({ alarms }: SiteParts, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    const error = asMusterError(thrown);
    if (isOfDisk(error)) alarms.raise('spool', error);
    throw thrown;
  }
}

/**
 * Whether the attempt still waits for an update of this site. To any other the machine, or the record, knows what to say, and nothing is
 * kept of it: what a site brings unasked fills no disk.
 */
function isAwaited({ driver, ref, site }: Announced): boolean {
  const stage = driver.seatOf(ref, site)?.stage;
  return stage === 'offered' || stage === 'working' || stage === 'announced';
}

/** What the update says of itself, before any byte of it moves. Throws what the site is told. */
function admitAnnouncement(parts: SiteParts, announced: Announced, told: Report): void {
  const { driver, ref, site, updateHash } = announced;
  const open = driver.openRound;
  if (!open) return;
  if (parts.fleet.isSuspended(site)) {
    const why = parts.store.sites.find(site)?.suspendReason ?? '';
    const reason = `${site} is suspended: ${why}`;
    driver.reject(ref, site, updateHash, 'SITE_SUSPENDED', reason);
    throw new MusterError('SITE_SUSPENDED', reason);
  }
  const { layout, codec, rounds } = driver.plan.body;
  const verdict = admit(
    {
      ref,
      planHash: hex(told.planHash),
      modelHash: hex(told.modelHash),
      layoutHash: hex(told.layoutHash),
      codec: told.codec,
      sizeBytes: told.size,
      weight: told.weight,
    },
    {
      ref: open.ref,
      planHash: driver.plan.hash,
      modelHash: open.modelHash,
      layoutHash: layout.hash,
      codec,
      sizeBytes: sizeBytesOf(driver.plan, announced.ref.round),
      weightMax: codec === 'sealed-f32' ? rounds.weightMax : 1,
    },
  );
  if (!verdict.ok) refuse(parts, announced, verdict, undefined, {});
  if (told.size > parts.updateBytesMax)
    throw new MusterError(
      'FRAME_TOO_LARGE',
      `updates of up to ${parts.updateBytesMax} bytes are received here`,
    );
}

/** Of an update as it travels. */
function sizeBytesOf(plan: Plan, round: number): number {
  const { codec, layout } = plan.body;
  if (codec === 'sealed-f32') return sealedBytes(4 * parameterCount(layout.tensors));
  return encodingFor(encodingOf(plan, round), 1).sizeBytes;
}

/** The machine's word on an announcement: true when all of it is here already, false when it may come. Throws when it may not. */
function isConfirmed({ driver, ref, site, updateHash, weight }: Announced): boolean {
  const answer = driver.announce(ref, site, updateHash, weight);
  if (answer.kind === 'refused') throw new MusterError(answer.code, answer.reason);
  return answer.kind === 'confirmed';
}

/** Every byte is here: hash and values are verified, then the machine hears of it. Throws what the site is answered. */
async function receive(parts: SiteParts, announced: Announced, upload: Upload): Promise<void> {
  const { store, uploads } = parts;
  const { ref, site, updateHash, driver } = announced;
  const hash = await upload.hash();
  // Of bytes that are needed no more, since they came twice or the site's part has ended, the machine knows what to say.
  const awaited = isAwaited(announced);
  if (awaited && upload.isGone)
    throw new MusterError('LATE', 'the site brought another update while this one was looked at');
  if (hash !== updateHash) {
    if (!upload.isGone) uploads.discard(ref, site);
    throw new MusterError('OBJECT_CORRUPT', 'the update received is not the one announced');
  }
  if (announced.codec !== 'sealed-f32') {
    takeMasked(parts, announced, upload);
    return;
  }
  const scan = await scanned(parts, announced, upload);
  const { admission } = driver.plan.body;
  const history = admission.norm ? store.members.norms(ref.run, ref.round, admission.norm.history) : [];
  const norm = normOf(scan);
  const byValues = admitValues(scan, pointOf(driver.plan));
  const byNorm = admission.norm
    ? admitNorm(norm, history, admission.norm)
    : { verdict: byValues, figures: {} };
  const figures = { norm, maxAbs: scan.maxAbs, ...byNorm.figures };
  const verdict = byValues.ok ? byNorm.verdict : byValues;
  if (verdict.ok) upload.admitted({ norm, maxAbs: scan.maxAbs });
  else if (awaited) refuse(parts, announced, verdict, upload, figures);
  heardOf(parts, announced, upload);
}

/** Words under masks show nothing: their site's announcement of them is what can be looked at. */
function takeMasked(parts: SiteParts, announced: Announced, upload: Upload): void {
  const { driver, site, masked } = announced;
  if (isAwaited(announced)) {
    try {
      if (!masked || !driver.masked)
        throw new MusterError('SECAGG_REFUSED', 'the announcement of masked words is missing');
      upload.admitted({});
      driver.masked.masked(site, masked);
    } catch (thrown) {
      upload.isAdmitted = false;
      const error = asMusterError(thrown);
      if (isOfDisk(error)) throw error; // its site brings it again
      const { code, message: reason } = error;
      refuse(parts, announced, { ok: false, code, reason }, upload, {});
    }
  }
  heardOf(parts, announced, upload);
}

/** The machine hears that an update is whole and admitted. Throws what the site is answered. */
function heardOf({ watchers, clock }: SiteParts, announced: Announced, upload: Upload): void {
  const { ref, site, updateHash, driver } = announced;
  faultPoint('upload-whole');
  const answer = driver.received(ref, site, updateHash, upload.figures);
  if (answer.kind === 'refused') throw new MusterError(answer.code, answer.reason);
  if (answer.kind !== 'confirmed')
    throw new MusterError('ROUND_CLOSED', 'the round ended while the update came');
  const data = { site, round: ref.round, bytes: upload.sizeBytes };
  watchers.passing(newEvent(ref.run, Math.round(clock.wallMs()), { kind: 'update-received', data }));
}

/** The values of an update whose bytes are those that were announced. Throws SEAL_BROKEN, and then it is refused. */
async function scanned(parts: SiteParts, announced: Announced, upload: Upload): Promise<ScanResult> {
  try {
    return await upload.scan();
  } catch (thrown) {
    const { code, message: reason } = asMusterError(thrown);
    if (code !== 'SEAL_BROKEN' || !isAwaited(announced)) throw thrown;
    refuse(parts, announced, { ok: false, code, reason }, upload, {});
  }
}

/** Into quarantine with it: the machine, the record and the site hear why. Throws what the site is answered. */
function refuse(
  { quarantine }: SiteParts,
  announced: Announced,
  { code, reason }: Extract<Admission, { ok: false }>,
  upload: Upload | undefined,
  figures: Partial<NormFigures>,
): never {
  const { driver, ref, site, updateHash, sizeBytes, weight } = announced;
  // A refusal that puts the quorum out of reach ends the round, and with it everything that the round still has.
  quarantine.hold({ ref, site, updateHash, sizeBytes, weight, code, reason, figures }, upload);
  driver.reject(ref, site, updateHash, code, reason);
  throw new MusterError(code, reason);
}
