/** @module The course of things in a federation's log: who belongs to it, how each attempt goes, which model comes of it. */
import { Attempts } from './attempts.ts';
import type { Epoch } from './epoch.ts';
import { Lineage } from './lineage.ts';
import { Manifests } from './manifests.ts';
import type { AnyLogged, Logged, RuleReport } from './rule-report.ts';

/** What a federation's log says of a site. */
export interface Enrolment {
  readonly index: number;
  readonly producerKeys: Set<string>;
  readonly logKeys: Set<string>;
  readonly policies: Map<string, number>;
}

export class FederationRules {
  readonly #attempts: Attempts;
  readonly #lineage: Lineage;
  readonly #manifests: Manifests;
  readonly #enrolments = new Map<string, Enrolment>();

  constructor(report: RuleReport, origin: string, epoch: Epoch) {
    this.#manifests = new Manifests(report);
    this.#attempts = new Attempts(report, origin, epoch);
    this.#lineage = new Lineage(report, (run, round) => this.#attempts.madeIn(run, round), epoch);
  }

  enrolmentOf(site: string): Enrolment | undefined {
    return this.#enrolments.get(site);
  }

  check(logged: AnyLogged): void {
    if (logged.name === 'site.enrolled') this.#enrolled(logged);
    else if (logged.name === 'manifest.changed') this.#manifests.changed(logged);
    else if (logged.name === 'policy.acknowledged')
      this.#enrolments.get(logged.event.data.site)?.policies.set(logged.event.data.policy, logged.index);
    else if (logged.name === 'task.offered') {
      this.#attempts.offered(logged);
      this.#lineage.offered(logged);
    } else if (logged.name === 'task.accepted') this.#attempts.answered(logged, 'accepted');
    else if (logged.name === 'task.refused') this.#attempts.answered(logged, 'refused');
    else if (logged.name === 'update.released') this.#attempts.released(logged);
    else if (logged.name === 'update.received') this.#attempts.received(logged);
    else if (logged.name === 'update.rejected') this.#attempts.rejected(logged);
    else if (logged.name === 'cohort.closed') this.#attempts.closed(logged);
    else if (logged.name === 'secagg.completed') this.#attempts.summed(logged);
    else if (logged.name === 'aggregate.produced') {
      this.#attempts.aggregated(logged);
      this.#lineage.aggregated(logged);
    } else if (logged.name === 'round.abandoned') this.#attempts.abandoned(logged);
    else if (logged.name === 'model.published') {
      this.#lineage.published(logged);
      this.#attempts.published(logged);
    } else if (logged.name === 'model.rolled_back') this.#lineage.rolledBack(logged);
    else if (logged.name === 'model.deployed' || logged.name === 'model.retired') this.#lineage.used(logged);
  }

  #enrolled({ index, event: { data } }: Logged<'site.enrolled'>): void {
    const { site, producerKey, logKey, policy } = data;
    const known = this.#enrolments.get(site) ?? {
      index,
      producerKeys: new Set(),
      logKeys: new Set(),
      policies: new Map(),
    };
    this.#enrolments.set(site, known);
    known.producerKeys.add(producerKey);
    if (logKey !== undefined) known.logKeys.add(logKey);
    if (policy !== undefined) known.policies.set(policy, index);
  }
}
