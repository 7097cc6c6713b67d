/**
 * @module What the coordinator does, as events of the federation's log: each is written in the transaction of the act. Without a log, which an
 * operator has turned off, nothing is written, and sites that ask for one take part in nothing.
 */
import type { SumRecord } from '@muster/api';
import { Cohort, type EventData, pseudonymOf, readEvent } from '@muster/audit';
import type { ErrorCode } from '@muster/errors';
import type { Manifest } from '@muster/identity';
import { UNSPECIFIED } from '@muster/policy/decision';
import type { OfferProof, RoundRef } from '@muster/protocol';
import type { Plan } from '@muster/task';
import type { AccessLog } from './access-log.ts';
import type { FederationLog } from './federation-log.ts';
import { hiddenFigures } from './hidden-figures.ts';
import { OfferProofs } from './offer-proofs.ts';
import type { Operator } from './people.ts';
import type { SiteLogs } from './site-logs.ts';
import { digest, subjectOf } from './subject.ts';
import { abortReason, sumFacts } from './sum-events.ts';
import type { EnrolledKeys, TrailParts } from './trail-parts.ts';

type AdminAction = EventData<'admin.action'>['action'];
type Target = EventData<'admin.action'>['target'];

export class Trail {
  readonly #parts: TrailParts;
  readonly #proofs: OfferProofs | undefined;

  constructor(parts: TrailParts) {
    this.#parts = parts;
    this.#proofs = parts.log && new OfferProofs(parts.log);
  }

  get log(): FederationLog | undefined {
    return this.#parts.log;
  }

  /** Who came to the API, and what was handed out there; undefined where no log is kept. */
  get access(): AccessLog | undefined {
    return this.#parts.access;
  }

  get siteLogs(): SiteLogs | undefined {
    return this.#parts.siteLogs;
  }

  /** Whether the log knows a site by these keys, and has not said that it left. */
  isEnrolled(site: string, signingKey: Uint8Array): boolean {
    return this.#parts.parties.of(site)?.pseudonym === pseudonymOf(signingKey);
  }

  /** In the transaction that certifies its keys. Under new keys it is another in the log, and the one before has left. */
  siteEnrolled(site: string, keys: EnrolledKeys): void {
    const { log, parties, wallMs } = this.#parts;
    const pseudonym = pseudonymOf(keys.signingKey);
    const enrolledMs = Math.round(wallMs());
    const before = parties.of(site);
    if (before && before.pseudonym !== pseudonym) this.#leave(before.pseudonym, 'replaced');
    parties.enrol({ ...keys, pseudonym, site, enrolledMs });
    log?.witnesses.changed();
    log?.enrolled({ ...keys, pseudonym });
  }

  /** In the transaction that puts it on record. */
  manifestChanged(manifest: Manifest): void {
    this.log?.manifestChanged(manifest);
  }

  /** The manifest does not vouch for a site any more: it has revoked its certificate, or its organisation has left. */
  siteDisowned(site: string, reason: 'revoked' | 'withdrawn'): void {
    const known = this.#parts.parties.of(site);
    if (!known) return;
    this.log?.keyRevoked(known, reason === 'revoked' ? 'compromised' : 'left');
    this.#leave(known.pseudonym, reason);
  }

  siteRevoked(site: string, by: Operator, why: string): void {
    const known = this.#parts.parties.of(site);
    this.administered('site-revoked', by, known && { type: 'site', id: known.pseudonym }, why);
    if (known) this.#leave(known.pseudonym, 'revoked');
  }

  /** A site works by a policy that it has published: in the transaction of the event that names it. */
  policyAcknowledged(site: string, basis: string): void {
    const known = this.#parts.parties.of(site);
    if (!known) return;
    const { pseudonym } = known;
    const subject = `site/${pseudonym}`;
    const before = this.log?.latest('policy.acknowledged', subject);
    const data = before && readEvent(before.entry).data;
    if (data && 'policy' in data && data.policy === basis) return;
    this.log?.record({ name: 'policy.acknowledged', subject, data: { site: pseudonym, policy: basis } });
  }

  siteSuspended(site: string): void {
    const known = this.#parts.parties.lastOf(site);
    if (!known) return;
    const { pseudonym } = known;
    this.log?.record({
      name: 'site.suspended',
      subject: `site/${pseudonym}`,
      data: { site: pseudonym, reason: 'rejected-updates' },
    });
  }

  siteReinstated(site: string, by: Operator): void {
    const known = this.#parts.parties.lastOf(site);
    if (!known) return;
    const { pseudonym } = known;
    this.administered('site-reinstated', by, { type: 'site', id: pseudonym });
    this.log?.record({
      name: 'site.reinstated',
      subject: `site/${pseudonym}`,
      data: { site: pseudonym },
    });
  }

  /** Something that a person did, under a pseudonym; who it was, and why, is in the vault. */
  administered(action: AdminAction, by: Operator, target?: Target, why?: string): void {
    const { log, people } = this.#parts;
    if (!people) return;
    log?.record({
      name: 'admin.action',
      role: 'coord.admin',
      actor: people.actor(by),
      hidden: { pii: people.said(by, why) },
      ...(target?.type === 'run' ? { subject: `run/${target.id}` } : {}),
      data: { action, ...(target ? { target } : {}), fourEyes: false },
    });
  }

  /** The coordinator stops: what it did is under a checkpoint that witnesses have seen. Never throws: a stop hangs on no disk. */
  async stop(): Promise<void> {
    try {
      await this.access?.flush();
      this.ran('stopped');
      await this.log?.finish();
    } catch {} // the alarm has told of it, and the next start goes on
  }

  /** Something that this process did by itself. */
  ran(action: Extract<AdminAction, 'started' | 'stopped' | 'restored'>): void {
    this.log?.record({ name: 'admin.action', role: 'system', data: { action, fourEyes: false } });
  }

  /** The model that a run begins with. */
  firstModel(run: string, { model, plan }: { readonly model: string; readonly plan: string }): void {
    this.log?.record({
      name: 'model.published',
      subject: `run/${run}`,
      data: { run, round: 0, model: digest(model), plan: digest(plan), use: 'unspecified' },
    });
  }

  /** A round is offered to a cohort: with the transaction that opens it. */
  offered(
    ref: RoundRef,
    plan: Plan,
    { cohort, modelHash }: { readonly cohort: readonly string[]; readonly modelHash: string },
  ): void {
    const { log, wallMs } = this.#parts;
    if (!log) return;
    const asked = this.cohortOf(cohort);
    const { rounds, layout } = plan.body;
    log.record({
      name: 'task.offered',
      subject: subjectOf(ref),
      data: {
        ...ref,
        cohortRoot: base64(asked.root),
        cohort: asked.size,
        plan: digest(plan.hash),
        model: digest(modelHash),
        layout: digest(layout.hash),
        purpose: plan.body.purposeId ?? UNSPECIFIED,
        minCohort: rounds.quorum,
        expires: new Date(Math.round(wallMs() + rounds.deadlineS * 1000)).toISOString(),
      },
    });
  }

  /** Why nothing is offered for now: no quorum of witnesses could see it in the log. '' where nothing is in the way. */
  get obstacle(): string {
    return this.log?.witnesses.shortage ?? '';
  }

  /** Whether a site has put on record what it answers. */
  hasAccepted(ref: RoundRef, site: string): boolean {
    return this.log?.sites.hasAccepted(site, subjectOf(ref)) ?? true;
  }

  /** Whether a site has put on record that this update leaves it. */
  hasReleased(ref: RoundRef, site: string, update: string): boolean {
    return this.log?.sites.hasReleased(site, subjectOf(ref), update) ?? true;
  }

  /**
   * What shows a site that an offer is logged, when it is; null where no log is kept. Rejects with what keeps the log from being published
   * or cosigned, and NOT_IN_COHORT.
   */
  async proofOfOffer(ref: RoundRef, site: string): Promise<OfferProof | null> {
    const { parties, cohortOfAttempt } = this.#parts;
    const known = parties.lastOf(site);
    if (!this.#proofs || !known) return null;
    return await this.#proofs.ofOffer(subjectOf(ref), known.pseudonym, this.cohortOf(cohortOfAttempt(ref)));
  }

  /** What shows a site that the model which it is to evaluate is published; null where no log is kept. Rejects as `proofOfOffer`. */
  async proofOfModel(ref: RoundRef): Promise<OfferProof | null> {
    return (await this.#proofs?.ofModel(subjectOf(ref))) ?? null;
  }

  /** Who of these sites is known to the log, as a tree. */
  cohortOf(sites: readonly string[]): Cohort {
    return new Cohort(sites.flatMap((site) => this.#parts.parties.lastOf(site)?.pseudonym ?? []));
  }

  /** An update, or the figures of an evaluation, is whole and admitted. `update` is the commitment that its site has released. */
  received(ref: RoundRef, site: string, update: string): void {
    const known = this.#parts.parties.lastOf(site);
    if (!known) return;
    this.log?.record({
      name: 'update.received',
      subject: subjectOf(ref),
      data: { ...ref, site: known.pseudonym, update },
    });
  }

  rejected(ref: RoundRef, site: string, reason: ErrorCode, update: string | undefined): void {
    const known = this.#parts.parties.lastOf(site);
    if (!known) return;
    this.log?.record({
      name: 'update.rejected',
      subject: subjectOf(ref),
      data: { ...ref, site: known.pseudonym, reason, ...(update === undefined ? {} : { update }) },
    });
  }

  /** A round has a model: who counts, what became of the sum, and that it is published, with the transaction that commits it. */
  committed(
    ref: RoundRef,
    plan: Plan,
    made: {
      readonly members: readonly string[];
      readonly parent: string;
      readonly model: string;
      /** Of the central evaluation; empty where there was none. */
      readonly metrics: Readonly<Record<string, number>>;
    },
  ): void {
    const { log } = this.#parts;
    if (!log) return;
    const counted = this.cohortOf(made.members);
    const cohortRoot = base64(counted.root);
    const subject = subjectOf(ref);
    const closed = log.record({
      name: 'cohort.closed',
      subject,
      data: { ...ref, cohortRoot, members: counted.size },
    });
    const produced = log.record({
      name: 'aggregate.produced',
      subject,
      refs: [log.refOf(closed)],
      hidden: hiddenFigures(made.metrics),
      data: {
        ...ref,
        rule: plan.body.strategy.name,
        weights: 'examples',
        cohortRoot,
        members: counted.size,
        parent: digest(made.parent),
        model: digest(made.model),
      },
    });
    log.record({
      name: 'model.published',
      subject,
      refs: [log.refOf(produced)],
      data: {
        run: ref.run,
        round: ref.round,
        model: digest(made.model),
        parent: digest(made.parent),
        plan: digest(plan.hash),
        use: 'unspecified',
      },
    });
  }

  /** The sum of those who count is unmasked, in the transaction that adopts it. */
  summed(ref: RoundRef, sum: SumRecord): void {
    const counted = this.cohortOf(sum.groups.flatMap((group) => group.counted));
    this.log?.record({
      name: 'secagg.completed',
      subject: subjectOf(ref),
      data: { ...ref, ...sumFacts(sum), final: counted.size, cohortRoot: base64(counted.root) },
    });
  }

  /** Nothing was unmasked, and nothing learnt. */
  sumAborted(ref: RoundRef, sum: SumRecord, code: ErrorCode | ''): void {
    const final = sum.groups.reduce((left, { masked }) => left + masked, 0);
    this.log?.record({
      name: 'secagg.aborted',
      subject: subjectOf(ref),
      data: { ...ref, ...sumFacts(sum), final, reason: abortReason(sum, code) },
    });
  }

  abandoned(ref: RoundRef, reason: ErrorCode): void {
    this.log?.record({ name: 'round.abandoned', subject: subjectOf(ref), data: { ...ref, reason } });
  }

  /** An operator as the target of an act. */
  operator(id: Operator): Target {
    const { people } = this.#parts;
    return people && { type: 'operator', id: people.actor(id) };
  }

  #leave(pseudonym: string, reason: EventData<'site.left'>['reason']): void {
    const { log, parties, wallMs } = this.#parts;
    parties.leave(pseudonym, Math.round(wallMs()));
    log?.witnesses.changed();
    log?.record({ name: 'site.left', subject: `site/${pseudonym}`, data: { site: pseudonym, reason } });
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
