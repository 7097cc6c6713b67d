/**
 * @module Secure aggregation of one attempt: the shell around its state machine. It relays what sites say to each other, keeps what is decided
 * before anybody is told, and has the sum of those who count unmasked and written. What comes of it the round's own machine hears.
 */
import { asMusterError, type ErrorCode, isOfDisk, MusterError } from '@muster/errors';
import { siteIdOf } from '@muster/identity';
import {
  decodeMessage,
  encodeEnvelope,
  encodeMessage,
  hex,
  type Masked,
  type RoundOffer,
  type RoundRef,
} from '@muster/protocol';
import type { Member, RunInput } from '@muster/rounds';
import {
  encodeServer,
  GROUP_SITES_MAX,
  makeOffer,
  openRound,
  preparedOf,
  readServer,
  resumeServer,
  type SecureRecord,
  type ServerEffect,
  type ServerInput,
  type ServerState,
  serverWakeMs,
  stepServer,
} from '@muster/secagg';
import type { Plan } from '@muster/task';
import { faultPoint } from '../fault-point.ts';
import type { SealedSum } from '../ingest/round-sum.ts';
import { AwayWatch } from './away-watch.ts';
import { MaskedSum } from './masked-sum.ts';
import type { RunParts } from './parts.ts';
import { secureSchedule, secureTerms } from './secure-terms.ts';
import type { RoundTrust } from './secure-trust.ts';
import { type SumOutcome, sumOutcomeOf } from './sum-record.ts';

const MASKED_BYTES_MAX = 512;
const RETRY_MS = 1_000;

export interface MaskedRoundOf {
  readonly ref: RoundRef;
  readonly plan: Plan;
  readonly parts: RunParts;
  readonly hear: (input: RunInput) => void;
  /** Bytes that went to a site, or came from it. */
  readonly count: (site: string, direction: 'bytesUp' | 'bytesDown', bytes: number) => void;
  /** The unmasked sum is written: `sealWritten` follows. */
  readonly written: (sum: SealedSum) => void;
}

/** What a site says in a round of secure aggregation; certificates are those of its session. */
export type SecureWord = Extract<
  ServerInput,
  { type: 'advertise' | 'shares' | 'consistency' | 'unmask' | 'abort' | 'connected' | 'gone' }
>;

export class MaskedRound implements Disposable {
  readonly ref: RoundRef;
  readonly #of: MaskedRoundOf;
  readonly #trust: RoundTrust;
  /** By id, hex. */
  readonly #names: ReadonlyMap<string, string>;
  #state: ServerState;
  readonly #sum: MaskedSum;
  readonly #away: AwayWatch;
  /** What it began with is on disk: until then nobody is offered it. */
  #isKept: boolean;
  #cancelWake: () => void = () => {};
  /** What happened while nothing could be kept, to be heard again. */
  readonly #unheard: ServerInput[] = [];
  /** The round's machine waits for the cohort. */
  #isPreparing = false;
  /** It has heard who is in it. */
  #isPrepared = false;
  #members: readonly Member[] | undefined;
  /** Its end was heard: it is told, or the sum is being written, once. */
  #isFinished = false;
  /** Why nothing will come of it. */
  #failure: { readonly code: ErrorCode; readonly reason: string } | undefined;
  /** What the site that is being heard is refused. */
  #refused: MusterError | undefined;
  #disposed = false;
  /** What came of it, once it is over. */
  record: SecureRecord | undefined;

  private constructor(
    of: MaskedRoundOf,
    trust: RoundTrust,
    state: ServerState,
    names: ReadonlyMap<string, string>,
    isKept: boolean,
  ) {
    this.ref = of.ref;
    this.#isKept = isKept;
    this.#trust = trust;
    this.#of = of;
    this.#state = state;
    this.#names = names;
    const { ref, plan, parts } = of;
    this.#sum = new MaskedSum({
      ref,
      plan,
      round: state.round,
      parts,
      named: (siteId) => names.get(hex(siteId)) ?? '',
      mayCome: () => this.#members === undefined,
      failed: ({ code, message }) => this.#failed(code, message),
    });
    this.#away = new AwayWatch({
      clock: parts.clock,
      sites: [...names.values()],
      isHere: (site) => parts.fleet.get(site) !== undefined,
      isWaiting: () => this.#waitsForWords,
      lost: (site) => this.gone(site),
    });
  }

  /** Begins with fresh terms, which are on disk before they are offered. `cohort`: names of the sites that are asked. */
  static open(of: MaskedRoundOf, cohort: readonly string[], modelHash: string): MaskedRound {
    const { ref, plan, parts } = of;
    const { clock, random } = parts;
    const names = namesOf(parts, cohort);
    const trust = parts.trust.now();
    const terms = secureTerms(plan, { ref, modelHash, cohort: cohort.length, trust, nonce: random(32) });
    const offer = makeOffer(terms, secureSchedule(plan), parts.trust.signingKey);
    const ids = [...names.keys()].map((id) => Buffer.from(id, 'hex'));
    const state = openRound(offer, ids, clock.monotonicMs());
    const round = new MaskedRound(of, trust, state, names, false);
    round.#scheduleWake();
    return round;
  }

  /** As an earlier process has left it; undefined where it kept nothing. */
  static resume(of: MaskedRoundOf, cohort: readonly string[]): MaskedRound | undefined {
    const { ref, parts } = of;
    const saved = parts.store.maskedRounds.find(ref);
    if (!saved) return undefined;
    const nowMs = parts.clock.monotonicMs();
    const { state, effects } = resumeServer(readServer(saved), nowMs);
    const round = new MaskedRound(of, parts.trust.now(), state, namesOf(parts, cohort), true);
    for (const { site, message } of parts.store.maskedRounds.announced(ref))
      round.#again(site, decodeMessage('Masked', message, MASKED_BYTES_MAX));
    for (const effect of effects) round.#act(effect);
    return round;
  }

  /** What is offered: the same each time. Throws STORAGE_* while it cannot be kept. */
  get offer(): RoundOffer {
    if (!this.#isKept) this.#keep(this.#state);
    const { terms, schedule } = this.#state.round;
    return makeOffer(terms, schedule, this.#of.parts.trust.signingKey);
  }

  /** What it has come to so far. */
  get outcome(): SumOutcome {
    return sumOutcomeOf(this.#state, this.#names, this.#of.plan);
  }

  get roundId(): Uint8Array {
    return this.#state.round.roundId;
  }

  /** The machine of the round has heard all answers: these work, and nobody else is waited for. */
  prepare(sites: readonly string[]): void {
    this.#isPreparing = true;
    const working = new Set(sites);
    for (const [id, name] of this.#names)
      if (!working.has(name))
        this.#step({ type: 'gone', siteId: Buffer.from(id, 'hex'), nowMs: this.#now() });
    this.#settle();
  }

  /** Takes the masks off the sum of exactly these. */
  unmask(members: readonly Member[]): void {
    this.#members = members;
    if (this.#state.phase === 'groups' && this.#state.groups.some(({ phase }) => phase === 'collectMasked'))
      this.#step({ type: 'close', nowMs: this.#now() });
    this.#sum.goOn();
    this.#settle();
  }

  /** A site's part in the attempt has ended. */
  gone(site: string): void {
    const siteId = this.idOf(site);
    if (siteId) this.#step({ type: 'gone', siteId, nowMs: this.#now() });
    this.#settle();
  }

  /** A site is there again: what it may have missed is said again. */
  connected(site: string): void {
    const siteId = this.idOf(site);
    if (siteId) this.#step({ type: 'connected', siteId, nowMs: this.#now() });
    this.#settle();
  }

  /** Bytes of a word of a site, for the record. */
  came(site: string, bytes: number): void {
    this.#of.count(site, 'bytesUp', bytes);
  }

  /** Throws what the site is answered: SECAGG_*, CERTIFICATE_INVALID, SIGNATURE_INVALID, LATE, DUPLICATE, NOT_IN_COHORT, UNEXPECTED_MESSAGE, ROUND_CLOSED. */
  heard(word: SecureWord): void {
    this.#step(word);
    this.#settle();
    this.#throwRefused();
  }

  /** The words of a site are whole here, and its announcement of them is signed. Throws as `heard`; they count only if this returns. */
  masked(site: string, message: Masked): void {
    const siteId = this.idOf(site);
    if (!siteId) throw new MusterError('NOT_IN_COHORT', 'the site was not asked for this round');
    this.#step({ type: 'masked', siteId, message, nowMs: this.#now() });
    this.#throwRefused();
    this.#of.parts.store.maskedRounds.announce(this.ref, site, encodeMessage('Masked', message));
    this.#sum.goOn();
    this.#settle();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#cancelWake();
    this.#away[Symbol.dispose]();
    this.#sum[Symbol.dispose]();
  }

  #again(site: string, message: Masked): void {
    const siteId = this.idOf(site);
    const isHere = this.#of.parts.uploads.find(this.ref, site)?.isAdmitted;
    if (siteId && isHere) this.#step({ type: 'masked', siteId, message, nowMs: this.#now() });
    this.#refused = undefined;
  }

  #throwRefused(): void {
    const refused = this.#refused;
    this.#refused = undefined;
    if (refused) throw refused;
  }

  /** What is decided is on disk before anything is done about it. Throws STORAGE_*; then nothing has happened. */
  #step(input: ServerInput): void {
    if (this.#disposed) return;
    const { state, effects } = stepServer(this.#state, input, {
      directory: this.#trust.directory,
      groupSitesMax: GROUP_SITES_MAX,
    });
    try {
      if (effects.some(({ type }) => type === 'save')) this.#keep(state);
    } catch (thrown) {
      this.#unkept(input, asMusterError(thrown));
      return;
    }
    this.#state = state;
    for (const effect of effects) this.#act(effect);
    this.#scheduleWake();
    this.#away.stir();
  }

  /** Training takes as long as it takes, and a site may be away meanwhile; a word takes no time. */
  get #waitsForWords(): boolean {
    const { phase } = this.#state;
    if (this.#state.phase !== 'groups') return phase === 'collectKeys';
    return this.#state.groups.some((group) => QUICK.has(group.phase));
  }

  #keep(state: ServerState): void {
    this.#of.parts.store.maskedRounds.keep(this.ref, encodeServer(state));
    this.#isKept = true;
    faultPoint('masked-round-saved');
  }

  /** Nothing of the step stands. A site that is told so says its word again; what else happened is heard again when the disk works. */
  #unkept(input: ServerInput, error: MusterError): void {
    if (!isOfDisk(error)) throw error;
    const { alarms, clock } = this.#of.parts;
    alarms.raise('database', error);
    if ('message' in input) throw error;
    this.#unheard.push(input);
    if (this.#unheard.length > 1) return;
    clock.after(RETRY_MS, () => {
      for (const each of this.#unheard.splice(0)) this.#step({ ...each, nowMs: this.#now() });
      this.#settle();
    });
  }

  #act(effect: ServerEffect): void {
    switch (effect.type) {
      case 'save':
        return; // before anything else was done
      case 'send': {
        const name = this.#names.get(hex(effect.siteId));
        const site = name === undefined ? undefined : this.#of.parts.fleet.get(name);
        if (!site) return;
        this.#of.count(site.name, 'bytesDown', encodeEnvelope({ body: effect.message }).length);
        site.session.notify(effect.message);
        return;
      }
      case 'refuse':
        this.#refused = new MusterError(effect.code, effect.reason);
        return;
      case 'fold':
        return; // words lie in the spool until all who count are known
      case 'unmask':
        this.#sum.unmask(effect, (told) => {
          this.#step({ type: 'unmasked', ...told, nowMs: this.#now() });
          this.#settle();
        });
        return;
      case 'wipe':
        for (const secret of effect.secrets) secret.fill(0);
        return;
      case 'end':
        this.record = effect.record;
        return;
      default:
        effect satisfies never;
    }
  }

  /** Tells the round's machine what it waits for. */
  #settle(): void {
    if (this.#disposed) return;
    const failure = this.#failure;
    if (failure) {
      if (this.#isPreparing || this.#members) this.#failed(failure.code, failure.reason);
      return;
    }
    const { record } = this;
    if (record) {
      this.#cancelWake();
      if (!this.#isFinished && (this.#isPreparing || this.#members)) this.#finish(record);
      return;
    }
    const prepared = this.#isPreparing || !this.#isPrepared ? preparedOf(this.#state) : null;
    if (!prepared) return;
    this.#isPreparing = false;
    this.#isPrepared = true;
    const sites = prepared.sites.flatMap((id) => this.#names.get(hex(id)) ?? []);
    const { survivorsMin } = prepared;
    const { ref } = this;
    this.#hear({ type: 'masksPrepared', nowMs: this.#now(), ref, sites, survivorsMin, left: this.#left() });
  }

  /** Who has told why it takes no further part. */
  #left(): Extract<RunInput, { type: 'masksPrepared' }>['left'] {
    const aborts = this.#state.phase === 'ended' ? this.#state.record.aborts : this.#state.aborts;
    return Object.fromEntries(
      aborts.flatMap(({ siteId, code, detail }) => {
        const name = this.#names.get(hex(siteId));
        const why = { outcome: 'failed', code: 'SECAGG_REFUSED', reason: `${code}: ${detail}` } as const;
        return name === undefined ? [] : [[name, why]];
      }),
    );
  }

  #finish(record: SecureRecord): void {
    this.#isFinished = true;
    const published = record.groups.filter(({ outcome }) => outcome === 'published');
    const counted = new Set(
      published.flatMap((group) => group.counted.map((id) => this.#names.get(hex(id)) ?? '')),
    );
    const members = this.#members ?? [];
    const isWhole =
      published.length === record.groups.length &&
      counted.size === members.length &&
      members.every(({ site }) => counted.has(site));
    if (members.length > 0 && isWhole) {
      this.#sum.write(record, members, (sum) => {
        this.#of.written(sum);
        this.#hear({ type: 'sealWritten', nowMs: this.#now(), ref: this.ref });
      });
      return;
    }
    const failed = record.groups.find(({ outcome }) => outcome === 'aborted') ?? record;
    const code = failed.code === '' ? 'SECAGG_SUM_INVALID' : failed.code;
    const reason = failed.reason || 'the sum is of others than those who were to count';
    this.#failed(code, reason);
  }

  /** Also where the round's machine does not wait for it yet: then it hears so when it does. */
  #failed(code: ErrorCode, reason: string): void {
    this.#failure = { code, reason };
    this.#isPreparing = false;
    this.#members = undefined;
    this.#hear({ type: 'workFailed', nowMs: this.#now(), ref: this.ref, code, reason });
  }

  #hear(input: RunInput): void {
    // Whoever is told may tell us something in the same breath.
    this.#of.hear(input);
  }

  /** Of a site that was asked. */
  idOf(site: string): Uint8Array | undefined {
    for (const [id, name] of this.#names) if (name === site) return Buffer.from(id, 'hex');
    return undefined;
  }

  #scheduleWake(): void {
    this.#cancelWake();
    if (this.#disposed || this.#unheard.length > 0) return;
    const atMs = serverWakeMs(this.#state);
    if (atMs === null) return;
    const { clock } = this.#of.parts;
    this.#cancelWake = clock.after(Math.max(1, atMs - this.#now() + 1), () => {
      this.#step({ type: 'wake', nowMs: this.#now() });
      this.#settle();
    });
  }

  #now(): number {
    return this.#of.parts.clock.monotonicMs();
  }
}

const QUICK: ReadonlySet<string> = new Set(['collectShares', 'collectSignatures', 'collectUnmask']);

/** Names of sites by their ids, hex. */
function namesOf({ store }: RunParts, cohort: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    cohort.flatMap((name) => {
      const known = store.sites.find(name);
      return known ? [[hex(siteIdOf(Buffer.from(known.signingKey, 'hex'))), name] as const] : [];
    }),
  );
}
