/** @module For tests: sites with their parts in one round of secure aggregation, and a coordinator in between that is a state machine and nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateHash, SiteDirectory, siteIdOf, systemRandom } from '@muster/identity';
import { type TestFederation, type TestParty, testFederation } from '@muster/identity/testing';
import { policySchema } from '@muster/policy';
import { type Body, hex, type Offer, type RoundOffer, type RoundRef } from '@muster/protocol';
import {
  applyMasks,
  encodingFor,
  figuresOf,
  MaskedVector,
  MemberFold,
  makeOffer,
  openRound,
  type RoundTerms,
  type ServerInput,
  type ServerState,
  stepServer,
  valuesOf,
  wipeMasks,
} from '@muster/secagg';
import { openSiteStore, type SiteStore } from '@muster/store/site';
import { systemClock } from '@muster/transport';
import { loadKernels } from '@muster/vector';
import { makeLogger } from '../logger.ts';
import { MaskedPart, type SecureNotice } from './masked-part.ts';
import { writeMasked } from './masking.ts';
import type { MaskedUpdate } from './masking-turn.ts';

export const LENGTH = 40;
const nowMs = Date.now();
export const ref: RoundRef = { run: 'run-1', round: 1, attempt: 1 };
const kernels = await loadKernels();

export interface Member {
  readonly name: string;
  readonly party: TestParty;
  readonly folder: string;
  readonly update: Float32Array;
  store: SiteStore;
  part: MaskedPart;
  /** What has left, in order. */
  readonly said: Body[];
  /** Its disk takes nothing. */
  isFull: boolean;
}

export class MaskedCohort implements AsyncDisposable {
  readonly federation: TestFederation = testFederation({ nowMs });
  readonly members: Member[] = [];
  readonly offer: RoundOffer;
  readonly modelHash = systemRandom(32);
  #state: ServerState;
  readonly #words = new Map<string, Uint8Array>();
  /** The mean of what was unmasked. */
  mean: Float64Array | undefined;

  private constructor(sites: number, terms: Partial<RoundTerms>) {
    const { manifest, coordinator, federationId } = this.federation;
    this.offer = makeOffer(
      {
        federationId,
        manifestHash: manifest.hash,
        taskId: systemRandom(16),
        round: ref.round,
        attempt: ref.attempt,
        modelHash: this.modelHash,
        cohort: {
          profile: 'malicious',
          corrupt: 0.05,
          dropout: 0.1,
          lambda: 64,
          unsafeSmallCohort: false,
          minCohort: 3,
          maxCohort: sites,
        },
        encoding: {
          bits: 32,
          length: LENGTH,
          clipNorm: 16,
          clipValue: 16,
          exampleCap: 0,
          noiseReserve: 0,
          metrics: 0,
        },
        dp: new Uint8Array(0),
        nonce: systemRandom(32),
        ...terms,
      },
      { keysMs: 30_000, sharesMs: 30_000, maskedMs: 60_000, signaturesMs: 15_000, unmaskMs: 15_000 },
      coordinator.identity.signing.privateKey,
    );
    this.#state = openRound(this.offer, [], nowMs);
  }

  static async make(sites: number, terms: Partial<RoundTerms> = {}): Promise<MaskedCohort> {
    const cohort = new MaskedCohort(sites, terms);
    for (let index = 0; index < sites; index += 1) {
      const name = `site-${index}`;
      const folder = mkdtempSync(join(tmpdir(), 'muster-masked-'));
      const update = Float32Array.from({ length: LENGTH }, (_, at) => Math.sin(index + 7 * at));
      writeFileSync(join(folder, 'update.f32'), new Uint8Array(update.buffer));
      const party = cohort.federation.site(name);
      const store = await openSiteStore(join(folder, 'state'), nowMs);
      const member = { name, party, folder, update, store, said: [], isFull: false };
      cohort.members.push(Object.assign(member, { part: cohort.#partOf(member) }));
    }
    const ids = cohort.members.map(({ party }) => siteIdOf(party.identity.signing.publicKey));
    cohort.#state = openRound(cohort.offer, ids, nowMs);
    return cohort;
  }

  /** As the coordinator offers the round. */
  get offered(): Pick<Offer, 'secure' | 'modelHash'> {
    return { secure: this.offer, modelHash: this.modelHash };
  }

  member(index: number): Member {
    const found = this.members[index];
    if (!found) throw new Error(`there is no site ${index}`);
    return found;
  }

  /** The process of a site ends, and another one takes its folder. */
  async restart(member: Member): Promise<void> {
    member.part.stop();
    await member.store.close();
    member.store = await openSiteStore(join(member.folder, 'state'), Date.now());
    member.part = this.#partOf(member);
  }

  /** Masks what the site has, and brings its words. */
  async masked(member: Member): Promise<void> {
    const target = join(member.folder, 'update.out');
    const plain = {
      file: join(member.folder, 'update.f32'),
      target,
      examples: 1,
      loss: 0.5,
      metrics: [],
    };
    let kept: MaskedUpdate | undefined;
    const { signal } = new AbortController();
    await member.part.mask(
      plain,
      async (update, besides) => {
        kept = update;
        member.store.atomically(besides);
      },
      signal,
    );
    if (!kept) throw new Error('nothing was kept');
    this.#words.set(kept.hash, Uint8Array.from(readFileSync(target)));
    this.#hear({
      type: 'masked',
      siteId: siteIdOf(member.party.identity.signing.publicKey),
      message: kept.masked,
      nowMs,
    });
  }

  close(): void {
    this.#hear({ type: 'close', nowMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { part, store, folder } of this.members) {
      part.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #partOf(member: Pick<Member, 'party' | 'said' | 'store' | 'isFull'>): MaskedPart {
    const { manifest, coordinator } = this.federation;
    const { identity, certificate } = member.party;
    const full = (): never => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    return new MaskedPart({
      identity,
      policy: policySchema.parse({
        version: 1,
        purposes: { unspecified: ['not-personal'] },
        tasks: ['*'],
        architectures: ['mlp'],
        datasets: { d: {} },
        minCohort: 3,
        maxRounds: 10,
        metrics: [],
      }),
      pin: { current: manifest },
      own: () => ({ hash: certificateHash(certificate), organisation: 'test' }),
      coordinatorKey: () => coordinator.identity.signing.publicKey,
      gate: {
        connected: true,
        request: async ({ body }) => {
          member.said.push(body);
          this.#word(member.party, body);
          return { kind: 'ok', value: {} };
        },
      },
      store: {
        masked: member.store.masked,
        atomically: (act) => (member.isFull ? full() : member.store.atomically(act)),
      },
      mask: writeMasked,
      clock: systemClock,
      random: systemRandom,
      log: makeLogger('silent', 'site'),
    });
  }

  #word({ identity, certificate }: TestParty, { kind, value }: Body): void {
    const from = { siteId: siteIdOf(identity.signing.publicKey), nowMs };
    const by = { certificate, certHash: Buffer.from(certificateHash(certificate), 'hex') };
    if (kind === 'advertise') this.#hear({ type: kind, message: value, ...from, ...by });
    if (kind === 'abort') this.#hear({ type: kind, message: value, ...from, ...by });
    if (kind === 'shares') this.#hear({ type: kind, message: value, ...from });
    if (kind === 'consistency') this.#hear({ type: kind, message: value, ...from });
    if (kind === 'unmask') this.#hear({ type: kind, message: value, ...from });
  }

  #hear(input: ServerInput): void {
    const directory = new SiteDirectory(this.federation.manifest, { nowMs, skewMs: 0 });
    const { state, effects } = stepServer(this.#state, input, { directory, groupSitesMax: 2_000 });
    this.#state = state;
    for (const effect of effects) {
      if (effect.type === 'send') this.#tell(effect.siteId, effect.message);
      if (effect.type === 'unmask') this.#unmask(effect);
    }
  }

  #tell(siteId: Uint8Array, message: SecureNotice): void {
    const member = this.members.find(
      ({ party }) => hex(siteIdOf(party.identity.signing.publicKey)) === hex(siteId),
    );
    member?.part.heard(message);
  }

  #unmask({
    words,
    masks,
  }: Extract<ReturnType<typeof stepServer>['effects'][number], { type: 'unmask' }>): void {
    const { terms, roundId } = this.#state.round;
    using sum = new MaskedVector(kernels, encodingFor(terms.encoding, terms.cohort.maxCohort));
    for (const { sha256 } of words) {
      const fold = new MemberFold(sum);
      fold.add(this.#words.get(hex(sha256)) ?? new Uint8Array());
      fold.end();
    }
    applyMasks(sum, masks);
    wipeMasks(masks);
    const { tail } = figuresOf(sum);
    const mean = new Float64Array(LENGTH);
    for (const { offset, values } of valuesOf(kernels, sum, roundId, tail.weight)) mean.set(values, offset);
    this.mean = mean;
  }
}
