/** @module One round among virtual sites, with a network in between that a test may bend: what is lost, said twice, late, or changed on the way. */
import type { SecureSchedule } from '@muster/protocol';
import { decodeMessage, encodeMessage } from '@muster/protocol';
import type { Kernels } from '@muster/vector';
import type { ClientInput, ClientMessage, SecureFloor } from '../client/client-state.ts';
import { ENTROPY_BYTES } from '../client/idle.ts';
import { makeOffer } from '../offer.ts';
import { GROUP_SITES_MAX } from '../server/groups.ts';
import type { ServerMessage } from '../server/server-effect.ts';
import type { ServerInput } from '../server/server-input.ts';
import type { RoundTerms } from '../terms.ts';
import type { Contribution } from '../update-encoder.ts';
import { digest, TestFederation } from './federation.ts';
import { VirtualCoordinator } from './virtual-coordinator.ts';
import { VirtualSite } from './virtual-site.ts';

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
}

export class VirtualRound {
  readonly federation: TestFederation;
  readonly terms: RoundTerms;
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
          (site, message) => this.waiting.push({ to: 'coordinator', site: site.name, message }),
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
      (site, message) => this.waiting.push({ to: 'site', site, message }),
    );
  }

  readonly offer;

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
    site.step({
      type: 'offer',
      offer: this.offer,
      modelHash: this.terms.modelHash,
      previous: null,
      budgetLeft: true,
      entropy,
      nowMs: this.nowMs,
      ...change,
    });
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
    this.coordinator.step({ type: 'wake', nowMs: this.nowMs });
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
      const message = overTheWire(delivery.message);
      this.bytes.down += sizeOf(message);
      site.step({ type: message.kind, message: message.value, nowMs: this.nowMs } as ClientInput, effectsMax);
      scribble(message.value);
    }
  }

  /** What a site says, whoever says it in its name. */
  hear(site: VirtualSite, message: ClientMessage, effectsMax?: number): void {
    const { siteId, certificate, certHash } = site.certified;
    const { kind, value } = overTheWire(message);
    this.bytes.up += sizeOf(message);
    if (kind === 'masked') {
      const words = site.disk.words;
      if (words !== null) this.coordinator.spool.set(Buffer.from(digest(words)).toString('hex'), words);
    }
    const input = { type: kind, siteId, certificate, certHash, message: value, nowMs: this.nowMs };
    this.coordinator.step(input as ServerInput, effectsMax);
    scribble(value);
  }
}

/** What was read is overwritten: whoever wants to keep it has made a copy. */
function scribble(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0xee);
  else if (value !== null && typeof value === 'object')
    for (const part of Object.values(value)) scribble(part);
}

const NAMES = {
  advertise: 'Advertise',
  shares: 'Shares',
  masked: 'Masked',
  consistency: 'Consistency',
  unmask: 'Unmask',
  abort: 'Abort',
  roster: 'Roster',
  shareRelay: 'ShareRelay',
  survivors: 'Survivors',
  consistencySet: 'ConsistencySet',
} as const;

/** As it arrives: encoded, checked against its limits, decoded. */
function overTheWire<Message extends ClientMessage | ServerMessage>(message: Message): Message {
  const name = NAMES[message.kind];
  const value = decodeMessage(name, encodeMessage(name, message.value as never), 2 ** 20);
  return { kind: message.kind, value } as unknown as Message;
}

function sizeOf({ kind, value }: ClientMessage | ServerMessage): number {
  return encodeMessage(NAMES[kind], value as never).length;
}
