/**
 * @module What two verified logs tell about one site: what it was asked, what it answered, which data were read, what left, and what came of it.
 * Event by event, in the order of each log.
 */
import { type AuditEvent, type EventData, type EventName, nameOf, readEvent } from '@muster/audit';
import { asMusterError } from '@muster/errors';

/** Runs and attempts that are told one by one; of those before them, the number. */
const ATTEMPTS_MAX = 2_000;
const RUNS_MAX = 200;
/** On their way to the coordinator at a time. */
const EVALUATIONS_MAX = 100_000;

interface Ref {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

/** When and where it was logged; what the vault has of it besides. */
interface Logged {
  readonly at: string;
  readonly entry: number;
  /** On what it relies: a policy by version and digest. */
  readonly basis: string | null;
  readonly hidden: unknown;
}

export interface Answer extends Logged {
  readonly reason: EventData<'task.refused'>['reason'] | null;
  readonly how: EventData<'task.accepted'>['how'];
}

export interface Access extends Logged, Ref {
  readonly dataset: string;
  readonly purpose: string;
  readonly use: EventData<'dataset.accessed'>['use'];
}

export interface Release extends Logged, Ref {
  readonly sizeBytes: number;
  readonly kind: EventData<'update.released'>['kind'];
  readonly noise: EventData<'update.released'>['noise'];
  readonly secureAggregation: boolean;
}

/** One try at one round, as far as the site had to do with it. */
export interface Attempt extends Ref {
  offer?: EventData<'task.offered'>;
  answer?: Answer;
  readonly accesses: Access[];
  readonly releases: Release[];
  /** What the coordinator says became of the update. */
  received?: 'received' | 'rejected';
  rejection?: string;
  /** Digest of the model that the round made. */
  model?: string;
  abandoned?: string;
}

/** A run with all of its sites. */
export interface RunCounts {
  readonly run: string;
  since: string;
  rounds: number;
  asked: number;
  accepted: number;
  refused: number;
  received: number;
  /** Evaluations that were received; no updates. */
  evaluated: number;
  models: number;
  purpose: string;
  lastModel: string | null;
}

/** Something that people should know of, besides the work. */
export interface Notice {
  readonly at: string;
  readonly log: 'site' | 'federation';
  readonly entry: number;
  readonly name: EventName;
  readonly data: EventData<EventName>;
}

/** Names of events that are told as they are. */
const NOTICED: ReadonlySet<EventName> = new Set([
  'policy.changed',
  'policy.acknowledged',
  'consent.scope_changed',
  'privacy.erasure_requested',
  'privacy.erasure_completed',
  'rights.request_handled',
  'incident.opened',
  'incident.closed',
  'breach.notified',
  'data.exported',
  'proof.issued',
  'witness.fork_detected',
  'site.enrolled',
  'site.suspended',
  'site.reinstated',
  'site.left',
  'manifest.changed',
]);

export class SiteStory {
  readonly site: string;
  readonly #hidden: (commitment: string) => unknown;
  readonly #attempts = new Map<string, Attempt>();
  readonly #runs = new Map<string, RunCounts>();
  readonly #notices: Notice[] = [];
  /** Evaluations that were released and not yet received, by their commitment: a receipt does not say of what it is. */
  readonly #evaluations = new Map<string, true>();
  #attemptsBefore = 0;
  #runsBefore = 0;

  /** `hidden`: the payload of a commitment where the vault is at hand and has it. */
  constructor(site: string, hidden: (commitment: string) => unknown) {
    this.site = site;
    this.#hidden = hidden;
  }

  /** By time of their last event, oldest first. */
  get attempts(): readonly Attempt[] {
    return [...this.#attempts.values()];
  }

  get runs(): readonly RunCounts[] {
    return [...this.#runs.values()];
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** What came before all that is told one by one. */
  get before(): { readonly attempts: number; readonly runs: number } {
    return { attempts: this.#attemptsBefore, runs: this.#runsBefore };
  }

  /** The next entry of the federation's log. */
  federation(entry: number, bytes: Uint8Array): void {
    const event = eventOf(bytes);
    if (!event) return;
    const { time: at, data } = event;
    const name = nameOf(event);
    if ('site' in data && data.site === this.site && NOTICED.has(name))
      this.#notices.push({ at, log: 'federation', entry, name, data });
    if (is(event, 'model.published') && event.data.round === 0) this.#runOf(event.data.run, at);
    if (is(event, 'task.offered')) this.#offered(event.data, at);
    else if (is(event, 'task.accepted')) this.#runOf(event.data.run, at).accepted += 1;
    else if (is(event, 'task.refused')) this.#runOf(event.data.run, at).refused += 1;
    else if (is(event, 'update.released')) this.#released(event.data);
    else if (is(event, 'update.received')) this.#received(event.data, at);
    else if (is(event, 'update.rejected') && event.data.site === this.site) {
      const attempt = this.#known(event.data);
      if (!attempt) return;
      attempt.received = 'rejected';
      attempt.rejection = event.data.reason;
    } else if (is(event, 'aggregate.produced')) this.#produced(event.data, at);
    else if (is(event, 'round.abandoned')) {
      const attempt = this.#known(event.data);
      if (attempt) attempt.abandoned = event.data.reason;
    }
  }

  /** The next entry of the site's own log: read all of it first, the federation's after it. */
  own(entry: number, bytes: Uint8Array): void {
    const event = eventOf(bytes);
    if (!event) return;
    const { time: at, data, flconf, flpii, flbasis = null } = event;
    const name = nameOf(event);
    if (NOTICED.has(name)) this.#notices.push({ at, log: 'site', entry, name, data });
    const commitment = flconf ?? flpii;
    const hidden = commitment === undefined ? undefined : this.#hidden(commitment);
    const logged = { at, entry, basis: flbasis, hidden };
    if (is(event, 'task.accepted'))
      this.#attemptOf(event.data).answer = { ...logged, reason: null, how: event.data.how };
    else if (is(event, 'task.refused'))
      this.#attemptOf(event.data).answer = { ...logged, reason: event.data.reason, how: event.data.how };
    else if (is(event, 'dataset.accessed')) {
      const { dataset, purpose, use } = event.data;
      this.#attemptOf(event.data).accesses.push({ ...logged, ...refOf(event.data), dataset, purpose, use });
    } else if (is(event, 'update.released')) {
      const { sizeBytes, kind, noise, secureAggregation } = event.data;
      const release = { ...logged, ...refOf(event.data), sizeBytes, kind, noise, secureAggregation };
      this.#attemptOf(event.data).releases.push(release);
    }
  }

  #offered(offer: EventData<'task.offered'>, at: string): void {
    const run = this.#runOf(offer.run, at);
    run.rounds = Math.max(run.rounds, offer.round);
    run.asked += offer.cohort;
    run.purpose = offer.purpose;
    const attempt = this.#known(offer);
    if (attempt) attempt.offer = offer;
  }

  #released({ kind, update }: EventData<'update.released'>): void {
    if (kind !== 'evaluation') return;
    this.#evaluations.set(update, true);
    dropOldest(this.#evaluations, EVALUATIONS_MAX);
  }

  #received(data: EventData<'update.received'>, at: string): void {
    if (this.#evaluations.delete(data.update)) this.#runOf(data.run, at).evaluated += 1;
    else this.#runOf(data.run, at).received += 1;
    const attempt = data.site === this.site ? this.#known(data) : undefined;
    if (attempt) attempt.received = 'received';
  }

  #produced(data: EventData<'aggregate.produced'>, at: string): void {
    const run = this.#runOf(data.run, at);
    run.models += 1;
    run.lastModel = data.model;
    const attempt = this.#known(data);
    if (attempt) attempt.model = data.model;
  }

  #runOf(run: string, at: string): RunCounts {
    const known = this.#runs.get(run);
    if (known) return known;
    const counts: RunCounts = {
      ...{ run, since: at, rounds: 0, asked: 0, accepted: 0, refused: 0, received: 0, evaluated: 0 },
      ...{ models: 0, purpose: '', lastModel: null },
    };
    this.#runs.set(run, counts);
    this.#runsBefore += dropOldest(this.#runs, RUNS_MAX);
    return counts;
  }

  #known(ref: Ref): Attempt | undefined {
    return this.#attempts.get(keyOf(ref));
  }

  #attemptOf(ref: Ref): Attempt {
    const known = this.#known(ref);
    if (known) return known;
    const attempt: Attempt = { ...refOf(ref), accesses: [], releases: [] };
    this.#attempts.set(keyOf(ref), attempt);
    this.#attemptsBefore += dropOldest(this.#attempts, ATTEMPTS_MAX);
    return attempt;
  }
}

/** Nothing for what is no event: the verification tells of that. */
function eventOf(bytes: Uint8Array): AuditEvent | undefined {
  try {
    return readEvent(bytes);
  } catch (thrown) {
    if (asMusterError(thrown).code !== 'AUDIT_EVENT_INVALID') throw thrown;
    return undefined;
  }
}

function is<Name extends EventName>(event: AuditEvent, name: Name): event is AuditEvent<Name> {
  return nameOf(event) === name;
}

function refOf({ run, round, attempt }: Ref): Ref {
  return { run, round, attempt };
}

function keyOf({ run, round, attempt }: Ref): string {
  return `${run} ${round} ${attempt}`;
}

function dropOldest(map: Map<string, unknown>, most: number): number {
  if (map.size <= most) return 0;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
  return 1;
}
