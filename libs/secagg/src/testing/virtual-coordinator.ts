/** @module A coordinator in memory: its shell, its disk, its spool of words and its sums, around the real state machine. */
import type { RoundOffer } from '@muster/protocol';
import type { Kernels } from '@muster/vector';
import { applyMasks, wipeMasks } from '../mask.ts';
import { type MaskedVector, MemberFold } from '../masked-vector.ts';
import { encodeServer, readServer } from '../saved-state.ts';
import { openRound, resumeServer, serverWakeMs, stepServer } from '../server/server.ts';
import type { ServerEffect, ServerMessage } from '../server/server-effect.ts';
import type { ServerInput } from '../server/server-input.ts';
import type { SecureRecord, ServerContext, ServerState } from '../server/server-state.ts';
import { figuresOf } from '../sum-reader.ts';
import type { RoundTerms } from '../terms.ts';
import { vectorFor } from './virtual-site.ts';

export interface Refused {
  readonly site: string;
  readonly code: string;
  readonly reason: string;
}

export class VirtualCoordinator {
  state: ServerState;
  record: SecureRecord | null = null;
  readonly refused: Refused[] = [];
  /** Whole uploads, by their hash, which whoever received them has verified; they outlive the process. */
  readonly spool = new Map<string, Uint8Array>();
  /** Sums of the groups, and whose words are in them. */
  sums = new Map<number, { readonly sum: MaskedVector; readonly sites: Set<string> }>();
  context: ServerContext;
  /** Masks that were taken off. */
  unmasked = 0;
  #saved: Uint8Array;
  readonly #kernels: Kernels;
  readonly #terms: RoundTerms;
  readonly #send: (site: string, message: ServerMessage) => void;

  constructor(
    kernels: Kernels,
    terms: RoundTerms,
    offer: RoundOffer,
    invited: readonly Uint8Array[],
    context: ServerContext,
    send: (site: string, message: ServerMessage) => void,
  ) {
    this.#kernels = kernels;
    this.#terms = terms;
    this.#send = send;
    this.context = context;
    this.state = openRound(offer, invited, 0);
    this.#saved = encodeServer(this.state);
  }

  get wakeMs(): number | null {
    return serverWakeMs(this.state);
  }

  /** One step, and what it asks for; `effectsMax` of that, where the process is killed in between. */
  step(input: ServerInput, effectsMax = Number.POSITIVE_INFINITY): void {
    const { state, effects } = stepServer(this.state, input, this.context);
    this.state = state;
    for (const effect of effects.slice(0, effectsMax)) this.#act(effect, input.nowMs);
  }

  /** The process is killed with its sums, and another one goes on from the disk. */
  restart(nowMs: number): void {
    for (const { sum } of this.sums.values()) sum[Symbol.dispose]();
    this.sums = new Map();
    const { state, effects } = resumeServer(readServer(this.#saved), nowMs);
    this.state = state;
    for (const effect of effects) this.#act(effect, nowMs);
  }

  #act(effect: ServerEffect, nowMs: number): void {
    switch (effect.type) {
      case 'save':
        this.#saved = encodeServer(this.state);
        break;
      case 'send':
        this.#send(hex(effect.siteId), effect.message);
        break;
      case 'refuse':
        this.refused.push({ site: hex(effect.siteId), code: effect.code, reason: effect.reason });
        break;
      case 'fold':
        this.#fold(effect.group, hex(effect.siteId), effect.sha256);
        break;
      case 'unmask': {
        const { sum, sites } = this.#sumOf(effect.group);
        const due = effect.words.map(({ siteId }) => hex(siteId)).sort();
        if (due.join() !== [...sites].sort().join())
          throw new Error('the sum is not of those who are to be unmasked');
        applyMasks(sum, effect.masks);
        wipeMasks(effect.masks);
        this.unmasked += effect.masks.length;
        this.step({ type: 'unmasked', group: effect.group, figures: figuresOf(sum), nowMs });
        break;
      }
      case 'wipe':
        for (const secret of effect.secrets) secret.fill(0);
        break;
      case 'end':
        this.record = effect.record;
        break;
      default:
        effect satisfies never;
    }
  }

  #fold(group: number, site: string, sha256: Uint8Array): void {
    const words = this.spool.get(hex(sha256));
    const { sum, sites } = this.#sumOf(group);
    if (words === undefined) throw new Error('words that are not here');
    if (sites.has(site)) throw new Error('words are folded twice');
    sites.add(site);
    const fold = new MemberFold(sum);
    fold.add(words);
    fold.end();
  }

  #sumOf(group: number) {
    const known = this.sums.get(group);
    if (known) return known;
    const fresh = { sum: vectorFor(this.#kernels, this.#terms), sites: new Set<string>() };
    this.sums.set(group, fresh);
    return fresh;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
