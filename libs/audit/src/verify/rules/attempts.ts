/** @module The tries at each round, as a federation's log has them: who was asked, who agreed, what left, what came, what became of it. */
import { Cohort } from '../../cohort.ts';
import type { EventData } from '../../event/catalogue.ts';
import { encodeBase64 } from '../../strict-text.ts';
import type { Epoch } from './epoch.ts';
import type { Made } from './lineage.ts';
import { type AnyLogged, attemptKey, type Logged, type RuleReport } from './rule-report.ts';

/** Rounds behind the newest published one of which everything is still known; of older ones late words are not judged. */
const ROUNDS_KEPT = 8;

interface Attempt {
  readonly round: number;
  readonly offers: Map<number, EventData<'task.offered'>>;
  /** Sites that have answered, and those of them that have agreed, whatever they have said since. */
  readonly answers: Set<string>;
  readonly accepted: Set<string>;
  /** Commitments to what each site has sent, and what it was. */
  readonly released: Map<string, Map<string, 'update' | 'evaluation'>>;
  readonly received: Map<string, string>;
  cohort: EventData<'cohort.closed'> | undefined;
  sum: EventData<'secagg.completed'> | undefined;
  readonly made: Made[];
  isAbandoned: boolean;
}

interface RunAttempts {
  readonly byKey: Map<string, Attempt>;
  /** Rounds below it are forgotten. */
  floor: number;
}

export class Attempts {
  readonly #runs = new Map<string, RunAttempts>();
  readonly #report: RuleReport;
  readonly #origin: string;
  readonly #epoch: Epoch;

  constructor(report: RuleReport, origin: string, epoch: Epoch) {
    this.#report = report;
    this.#origin = origin;
    this.#epoch = epoch;
  }

  madeIn(run: string, round: number): readonly Made[] {
    const attempts = this.#runs.get(run)?.byKey.values() ?? [];
    return [...attempts].filter((each) => each.round === round).flatMap(({ made }) => made);
  }

  offered({ index, event: { data } }: Logged<'task.offered'>): void {
    if (data.minCohort < 1 || data.cohort < data.minCohort)
      this.#report.broken(
        'cohort',
        index,
        `${data.cohort} sites are asked, and ${data.minCohort} are needed`,
      );
    const run = this.#runs.get(data.run) ?? { byKey: new Map(), floor: 0 };
    this.#runs.set(data.run, run);
    const known = run.byKey.get(attemptKey(data));
    if (known) known.offers.set(index, data);
    else
      run.byKey.set(attemptKey(data), {
        round: data.round,
        offers: new Map([[index, data]]),
        answers: new Set(),
        accepted: new Set(),
        released: new Map(),
        received: new Map(),
        cohort: undefined,
        sum: undefined,
        made: [],
        isAbandoned: false,
      });
  }

  answered(logged: Logged<'task.accepted'> | Logged<'task.refused'>, answer: 'accepted' | 'refused'): void {
    const { index, event } = logged;
    const { data, flref = [] } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    const isOffer = (ref: string): boolean => {
      const [origin, at] = ref.split('#');
      return origin === this.#origin && attempt.offers.has(Number(at));
    };
    // What was not shown to be in the log is refused without a place in it.
    if (!flref.some(isOffer) && (answer === 'accepted' || flref.length > 0))
      this.#report.broken('reference', index, `it names no offer of ${attemptKey(data)}`);
    attempt.answers.add(data.site);
    if (answer === 'accepted') attempt.accepted.add(data.site);
    const asked = [...attempt.offers.values()];
    const [offer] = asked;
    if (!offer || asked.length > 1 || attempt.answers.size < offer.cohort) return;
    if (!isRootOf(offer.cohortRoot, attempt.answers))
      this.#report.broken('cohort', index, `not those were asked for ${attemptKey(data)} who have answered`);
  }

  released(logged: Logged<'update.released'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    if (data.kind === 'update' && !attempt.accepted.has(data.site))
      this.#report.broken('order', index, `${data.site} has released an update without having accepted`);
    const sent = attempt.released.get(data.site) ?? new Map();
    attempt.released.set(data.site, sent.set(data.update, data.kind));
  }

  received(logged: Logged<'update.received'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    const { site, update } = data;
    const kind = attempt.released.get(site)?.get(update);
    if (!kind) this.#report.broken('order', index, `${site} has released no such update`);
    if (kind === 'evaluation') return;
    if ((attempt.received.get(site) ?? update) !== update)
      this.#report.broken('order', index, `another update of ${site} was received before`);
    if (attempt.isAbandoned)
      this.#report.warn('order', index, `${attemptKey(data)} was abandoned before it came`);
    attempt.received.set(site, update);
  }

  rejected(logged: Logged<'update.rejected'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (attempt && data.update !== undefined && !attempt.released.get(data.site)?.has(data.update))
      this.#report.warn('order', index, `${data.site} has released no such update as is rejected`);
  }

  closed(logged: Logged<'cohort.closed'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    const needed = Math.max(...attempt.offers.values().map(({ minCohort }) => minCohort));
    if (data.members > attempt.received.size)
      this.#report.broken(
        'cohort',
        index,
        `${data.members} sites count, and updates of ${attempt.received.size} were received`,
      );
    if (data.members < needed)
      this.#report.broken('cohort', index, `${data.members} sites count, and ${needed} are needed`);
    if (data.members === attempt.received.size && !isRootOf(data.cohortRoot, attempt.received.keys()))
      this.#report.broken('cohort', index, 'not those count whose updates were received');
    if (attempt.cohort && !isSameCohort(attempt.cohort, data))
      this.#report.broken('cohort', index, 'the cohort was closed with other members before');
    if (attempt.sum && attempt.sum.cohortRoot !== data.cohortRoot)
      this.#report.broken('cohort', index, 'others are in the cohort than in the sum');
    attempt.cohort = data;
  }

  summed(logged: Logged<'secagg.completed'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    attempt.sum = data;
    if (attempt.cohort && attempt.cohort.cohortRoot !== data.cohortRoot)
      this.#report.broken('cohort', index, 'others are in the sum than in the cohort');
  }

  aggregated(logged: Logged<'aggregate.produced'>): void {
    const { index, event } = logged;
    const { data } = event;
    const attempt = this.#find(logged, data);
    if (!attempt) return;
    if (!attempt.cohort) this.#report.broken('order', index, 'no cohort was closed before the aggregate');
    else if (!isSameCohort(attempt.cohort, data))
      this.#report.broken('cohort', index, 'others are in the aggregate than in the cohort');
    if (attempt.isAbandoned)
      this.#report.broken('order', index, `${attemptKey(data)} was abandoned before its aggregate`);
    attempt.made.push(data);
  }

  abandoned(logged: Logged<'round.abandoned'>): void {
    const attempt = this.#find(logged, logged.event.data);
    if (attempt) attempt.isAbandoned = true;
  }

  /** What lies rounds behind a published model is let go. */
  published({ event: { data } }: Logged<'model.published'>): void {
    const run = this.#runs.get(data.run);
    if (!run) return;
    run.floor = Math.max(run.floor, data.round - ROUNDS_KEPT);
    for (const [key, { round }] of run.byKey) if (round < run.floor) run.byKey.delete(key);
  }

  #find(
    { index, event }: Pick<AnyLogged, 'index' | 'event'>,
    named: { readonly run: string; readonly round: number; readonly attempt: number },
  ) {
    const run = this.#runs.get(named.run);
    const attempt = run?.byKey.get(attemptKey(named));
    // A site brings all that it has ever signed to a log that begins anew; its attempt may have been offered again here.
    if (this.#epoch.isOlder(event) || (!run && this.#epoch.goesOn)) {
      this.#report.warn('order', index, `${attemptKey(named)} is of an earlier epoch, if it was offered`);
      return undefined;
    }
    if (attempt) return attempt;
    if (run && named.round < run.floor)
      this.#report.warn(
        'order',
        index,
        `${attemptKey(named)} is long over: it was not compared with its offer`,
      );
    else this.#report.broken('order', index, `${attemptKey(named)} was never offered`);
    return undefined;
  }
}

type CohortOf = Pick<EventData<'cohort.closed'>, 'cohortRoot' | 'members'>;

function isSameCohort(a: CohortOf, b: CohortOf): boolean {
  return a.cohortRoot === b.cohortRoot && a.members === b.members;
}

function isRootOf(root: string, sites: Iterable<string>): boolean {
  return encodeBase64(new Cohort([...sites]).root) === root;
}
