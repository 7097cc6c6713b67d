/** @module A federation that only writes its logs: the events of rounds as coordinator and sites write them, without any training. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  AuditLog,
  Cohort,
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EMPTY_ROOT,
  type EventData,
  type EventDraft,
  type EventName,
  formatVerifierKey,
  type LogPolicy,
  NO_QUORUM,
  type Published,
  parseAddCheckpoint,
  quorumPolicy,
  type Recorded,
  refusalAnswer,
  type SigningKey,
  type Witness,
} from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { AuditRows, Witnessed } from '@muster/store';
import { type HandClock, keyOf, newDb, WrittenLog } from './written-log.ts';

const FEDERATION = 'fed-7';
const ORIGIN = 'audit.example.org/fed/7';
const START_MS = 1_800_000_000_000;
const STEP_MS = 250;

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** A site with its log, and the chain of what it sends. */
export class WrittenSite {
  readonly id: string;
  readonly own: WrittenLog;
  /** Signs what is in both logs. */
  readonly out: AuditLog;
  readonly witness: Witness;
  readonly witnessKey: SigningKey;
  readonly policy: string;

  constructor(folder: string, number: number, clock: HandClock, logKey: () => SigningKey) {
    this.id = `s-${createHash('sha256').update(String(number)).digest('hex').slice(0, 16)}`;
    this.policy = `policy/1@${digestOf(this.id)}`;
    const source = `//${FEDERATION}/site/${this.id}`;
    this.own = new WrittenLog({
      origin: `${ORIGIN}/site/${this.id}/1`,
      folder: join(folder, this.id),
      source,
      seed: number + 10,
      clock,
    });
    this.out = new AuditLog({
      rows: new AuditRows(newDb()),
      producer: { source: `${source}/out`, key: this.own.producer.key },
      wallMs: () => clock.nowMs,
      random: systemRandom,
    });
    this.witnessKey = keyOf(`${this.id}/witness`, number + 50, 'cosignature/v1');
    this.witness = witnessOf(this.id, this.witnessKey, clock, logKey);
  }
}

/** Somebody who cosigns a log and forgets nothing. */
export function witnessOf(
  name: string,
  own: SigningKey,
  clock: HandClock,
  logKey: () => SigningKey,
): Witness {
  const state = new Witnessed(newDb());
  return {
    name,
    keys: [own.verifier],
    async ask(body) {
      const decision = decideAddCheckpoint(body, (origin) => ({
        keys: [logKey().verifier],
        latest: state.latest(origin) ?? { size: 0, root: EMPTY_ROOT },
      }));
      if (decision.kind === 'refuse') return refusalAnswer(decision);
      const { from, to, origin, text } = decision;
      const { checkpoint: note } = parseAddCheckpoint(body);
      if (to.size > from.size) state.advance(from.size, { origin, ...to, note, atMs: clock.nowMs });
      return cosignedAnswer(cosign(text, [own], Math.floor(clock.nowMs / 1000)));
    },
    newest: async (origin) => state.latest(origin)?.note ?? new Uint8Array(),
  };
}

export class WrittenFederation {
  readonly clock: HandClock = { nowMs: START_MS };
  readonly coordinator: WrittenLog;
  readonly sites: readonly WrittenSite[];
  readonly run = 'mnist-0a1b2c3d';
  #round = 0;

  constructor(folder: string, siteCount: number) {
    this.sites = Array.from(
      { length: siteCount },
      (_, i) => new WrittenSite(folder, i, this.clock, () => this.coordinator.key),
    );
    this.coordinator = new WrittenLog({
      origin: `${ORIGIN}/1`,
      folder: join(folder, 'federation'),
      source: `//${FEDERATION}/coordinator`,
      seed: 1,
      clock: this.clock,
      witnesses: this.sites.map(({ witness }) => witness),
    });
  }

  /** POSIX seconds. */
  get nowS(): number {
    return Math.floor(this.clock.nowMs / 1000);
  }

  /** Trusts the log and its sites; `faulty` of these may lie. */
  policy(faulty = 1): LogPolicy {
    const logs = [{ key: this.coordinator.key.verifier, url: null }];
    const witnesses = this.sites.map(({ id, witnessKey }) => ({
      name: id,
      key: witnessKey.verifier,
      url: null,
    }));
    return quorumPolicy(logs, witnesses, faulty);
  }

  /** Trusts every log by its key, and asks for no witness. */
  loosePolicy(): LogPolicy {
    const logs = [this.coordinator, ...this.sites.map(({ own }) => own)];
    return {
      logs: logs.map(({ key }) => ({ key: key.verifier, url: null })),
      witnesses: [],
      groups: [],
      quorum: NO_QUORUM,
    };
  }

  model(round: number): string {
    return digestOf(`${this.run} model ${round}`);
  }

  /** Both logs begin, the sites are enrolled, the run has its first model. */
  begin(): void {
    const { coordinator, sites, run } = this;
    coordinator.begin();
    for (const { own, id, policy, witnessKey } of sites) {
      own.begin();
      own.record('policy.changed', { new: policy, changes: ['first'], effective: this.#time() });
      coordinator.record('site.enrolled', {
        site: id,
        producerKey: formatVerifierKey(own.producer.key.verifier),
        witnessKey: formatVerifierKey(witnessKey.verifier),
        logKey: formatVerifierKey(own.key.verifier),
        policy,
        roles: ['trains', 'witnesses'],
      });
      this.#step();
    }
    const plan = digestOf('plan');
    coordinator.record('model.published', { run, round: 0, model: this.model(0), plan, use: 'research' });
  }

  /** An event that a site signs: it is in its own log first, and in the federation's. */
  send<Name extends EventName>(
    site: WrittenSite,
    name: Name,
    data: EventData<Name>,
    more: Partial<EventDraft<Name>> = {},
  ): Recorded {
    const { own, out } = site;
    const { entry } = out.record({ name, role: 'agent', data, basis: site.policy, ...more });
    const source = `${own.producer.source}/out`;
    const key = own.producer.key.verifier;
    own.log.admit(entry, source, key);
    this.#step();
    return this.coordinator.log.admit(entry, source, key);
  }

  /** The events of one round in which every site takes part. */
  round(): void {
    const { coordinator, sites, run } = this;
    this.#round += 1;
    const attempt = { run, round: this.#round, attempt: 1 };
    const cohort = new Cohort(sites.map(({ id }) => id));
    const cohortRoot = Buffer.from(cohort.root).toString('base64');
    const offer = coordinator.record('task.offered', this.offer());
    const subject = `run/${run}/round/${this.#round}/attempt/1`;
    for (const site of sites) {
      const refs = [`${coordinator.origin}#${offer.index}`];
      this.send(site, 'task.accepted', { ...attempt, site: site.id, how: 'automatic' }, { refs, subject });
    }
    for (const site of sites) {
      site.own.record(
        'dataset.accessed',
        {
          ...attempt,
          dataset: `d-${site.id.slice(2)}`,
          schema: digestOf('schema'),
          purpose: 'research',
          use: 'training',
          rows: 1024,
        },
        { subject, basis: site.policy },
      );
      const update = hashOf(`${site.id} ${this.#round}`);
      const released = this.send(
        site,
        'update.released',
        {
          ...attempt,
          site: site.id,
          update,
          sizeBytes: 407_080,
          codec: 'f32',
          kind: 'update',
          noise: 'none',
          secureAggregation: false,
        },
        { subject },
      );
      coordinator.record(
        'update.received',
        { ...attempt, site: site.id, update },
        { subject, refs: [`${coordinator.origin}#${released.index}`] },
      );
    }
    const members = sites.length;
    coordinator.record('cohort.closed', { ...attempt, cohortRoot, members }, { subject });
    const [parent, model] = [this.model(this.#round - 1), this.model(this.#round)];
    coordinator.record(
      'aggregate.produced',
      { ...attempt, rule: 'fedavg', weights: 'examples', cohortRoot, members, parent, model },
      { subject },
    );
    coordinator.record(
      'model.published',
      { run, round: this.#round, model, parent, plan: digestOf('plan'), use: 'research' },
      { subject: `run/${run}/round/${this.#round}` },
    );
    this.#step();
  }

  /** What is offered to all sites in the round that stands. */
  offer(): EventData<'task.offered'> {
    const cohort = new Cohort(this.sites.map(({ id }) => id));
    return {
      run: this.run,
      round: this.#round,
      attempt: 1,
      cohortRoot: Buffer.from(cohort.root).toString('base64'),
      cohort: cohort.size,
      plan: digestOf('plan'),
      model: this.model(this.#round - 1),
      layout: digestOf('layout'),
      purpose: 'research',
      minCohort: Math.min(3, cohort.size),
      expires: new Date(this.clock.nowMs + 3_600_000).toISOString(),
    };
  }

  /** Publishes all logs, and writes into each what it has seen of the others. */
  async publish(): Promise<Published> {
    this.#step();
    const published = await this.coordinator.publish();
    const seen = (origin: string, { head }: Published) => ({
      origin,
      size: head.size,
      root: Buffer.from(head.root).toString('base64'),
    });
    for (const { own } of this.sites) {
      own.record('witness.checkpoint_seen', seen(this.coordinator.origin, published));
      const theirs = await own.publish();
      this.coordinator.record('witness.checkpoint_seen', seen(own.origin, theirs));
    }
    return published;
  }

  #step(): void {
    this.clock.nowMs += STEP_MS;
  }

  #time(): string {
    return new Date(this.clock.nowMs).toISOString();
  }
}
