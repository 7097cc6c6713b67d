/** @module One round among virtual sites, with a network in between that a test may bend: what is lost, said twice, late, or changed on the way. */
import type { RoundOffer, SecureSchedule } from '@muster/protocol';
import type { Kernels } from '@muster/vector';
import type { ClientInput, ClientMessage, SecureFloor } from '../client/client-state.ts';
import { ENTROPY_BYTES } from '../client/idle.ts';
import { makeOffer } from '../offer.ts';
import { GROUP_SITES_MAX } from '../server/groups.ts';
import type { ServerMessage } from '../server/server-effect.ts';
import type { ServerInput } from '../server/server-input.ts';
import { type RoundTerms, roundIdOf } from '../terms.ts';
import type { Contribution } from '../update-encoder.ts';
import { digest, TestFederation } from './federation.ts';
import { VirtualCoordinator } from './virtual-coordinator.ts';
import { VirtualSite } from './virtual-site.ts';
import { receive, scribble, send } from './wire.ts';

export const SCHEDULE: SecureSchedule = {
  keysMs: 30_000,
  sharesMs: 30_000,
  maskedMs: 600_000,
  signaturesMs: 15_000,
  unmaskMs: 15_000,
};

/** On its way. */
export type Delivery =
  | { readonly to: 'coordinator'; readonly site: string; readonly message: ClientMessage }
  | { readonly to: 'site'; readonly site: string; readonly message: ServerMessage };

export interface RoundSetting {
  readonly kernels: Kernels;
  readonly terms: RoundTerms;
  readonly sites: number;
  readonly contribution: (site: number) => Contribution;
  readonly organisations?: number;
  readonly floor?: Partial<SecureFloor>;
  readonly groupSitesMax?: number;
  /** Tells the streams of random bytes of one test from those of another. */
  readonly seed?: string;
  /** Which of the deliveries is next: 0 for the oldest. */
  readonly pick?: (waiting: readonly Delivery[]) => number;
  /** What arrives in its place: nothing, the same, something else, or more than one. */
  readonly bend?: (delivery: Delivery, round: VirtualRound) => readonly Delivery[];
  /** Stands around whatever a party does: a site by its name, or the coordinator. */
  readonly meter?: <Result>(party: string, work: () => Result) => Result;
}

export class VirtualRound {
  readonly federation: TestFederation;
  readonly terms: RoundTerms;
  readonly roundId: Uint8Array;
  readonly offer: RoundOffer;
  readonly sites: readonly VirtualSite[];
  readonly coordinator: VirtualCoordinator;
  readonly waiting: Delivery[] = [];
  /** Bytes of messages, without the words themselves. */
  readonly bytes = { up: 0, down: 0 };
  nowMs = 0;
  readonly #setting: RoundSetting;
  readonly #byName: ReadonlyMap<string, VirtualSite>;

  constructor(setting: RoundSetting) {
    const { kernels, sites, organisations = Math.max(3, Math.ceil(sites / 4)), contribution } = setting;
    this.#setting = setting;
    this.federation = new TestFederation(organisations, sites);
    const { federationId, manifestHash, coordinator } = this.federation;
    this.terms = { ...setting.terms, federationId, manifestHash };
    this.roundId = roundIdOf(this.terms);
    const floor: SecureFloor = {
      ...{ federationId, manifestHash, profile: 'semi-honest', minCohort: 2 },
      ...{ corruptMin: 0, dropoutMax: 1, lambdaMin: 1, unsafeSmallCohort: true },
      ...setting.floor,
    };
    this.sites = Array.from(
      { length: sites },
      (_, i) =>
        new VirtualSite(
          kernels,
          this.federation,
          this.federation.site(i),
          contribution(i),
          floor,
          (site, message) => {
            this.bytes.up += send(message);
            this.waiting.push({ to: 'coordinator', site: site.name, message });
          },
        ),
    );
    this.#byName = new Map(this.sites.map((site) => [site.name, site]));
    this.offer = makeOffer(this.terms, SCHEDULE, coordinator.privateKey);
    this.coordinator = new VirtualCoordinator(
      kernels,
      this.terms,
      this.offer,
      this.sites.map(({ certified }) => certified.siteId),
      {
        directory: this.federation.directory(),
        groupSitesMax: setting.groupSitesMax ?? GROUP_SITES_MAX,
      },
      (site, message) => {
        this.bytes.down += send(message);
        this.waiting.push({ to: 'site', site, message });
      },
    );
  }

  /** Everybody is offered the round, and has its update. */
  begin(): void {
    for (const site of this.sites) {
      this.offerTo(site);
      site.step({ type: 'updateReady', nowMs: this.nowMs });
    }
  }

  offerTo(site: VirtualSite, change: Partial<Extract<ClientInput, { type: 'offer' }>> = {}): void {
    const seed = this.#setting.seed ?? '';
    const entropy = Buffer.concat(
      Array.from({ length: ENTROPY_BYTES / 32 }, (_, i) => digest('entropy', seed, site.name, String(i))),
    );
    const input = {
      type: 'offer',
      offer: this.offer,
      modelHash: this.terms.modelHash,
      previous: null,
      budgetLeft: true,
      entropy,
      nowMs: this.nowMs,
      ...change,
    } as const;
    this.#at(site.name, () => site.step(input));
    entropy.fill(0);
  }

  /** Delivers until nothing is on its way and the round is over; deadlines come when nobody has anything to say. */
  run(): void {
    while (this.coordinator.record === null) {
      if (this.waiting.length > 0) this.deliverNext();
      else if (!this.wake()) return;
    }
    while (this.waiting.length > 0) this.deliverNext();
  }

  /** Time goes to the coordinator's next deadline; false where there is none. */
  wake(): boolean {
    const { wakeMs } = this.coordinator;
    if (wakeMs === null) return false;
    this.nowMs = Math.max(this.nowMs, wakeMs);
    this.#at('coordinator', () => this.coordinator.step({ type: 'wake', nowMs: this.nowMs }));
    return true;
  }

  deliverNext(): void {
    const { pick = () => 0, bend = (delivery: Delivery) => [delivery] } = this.#setting;
    const [delivery] = this.waiting.splice(pick(this.waiting), 1);
    if (delivery === undefined) return;
    this.nowMs += 1;
    for (const each of bend(delivery, this)) this.deliver(each);
  }

  deliver(delivery: Delivery, effectsMax?: number): void {
    const site = this.#byName.get(delivery.site);
    if (site === undefined) return;
    if (delivery.to === 'coordinator') this.hear(site, delivery.message, effectsMax);
    else {
      const message = this.#at(site.name, () => {
        const heard = receive(delivery.message);
        site.step({ type: heard.kind, message: heard.value, nowMs: this.nowMs } as ClientInput, effectsMax);
        return heard;
      });
      scribble(message.value);
    }
  }

  /** What a site says, whoever says it in its name. */
  hear(site: VirtualSite, message: ClientMessage, effectsMax?: number): void {
    const { siteId, certificate, certHash } = site.certified;
    if (message.kind === 'masked' && site.disk.words !== null)
      this.coordinator.spool.set(Buffer.from(message.value.sha256).toString('hex'), site.disk.words);
    const heard = this.#at('coordinator', () => {
      const { kind, value } = receive(message);
      const input = { type: kind, siteId, certificate, certHash, message: value, nowMs: this.nowMs };
      this.coordinator.step(input as ServerInput, effectsMax);
      return value;
    });
    scribble(heard);
  }

  #at<Result>(party: string, work: () => Result): Result {
    return this.#setting.meter === undefined ? work() : this.#setting.meter(party, work);
  }
}
