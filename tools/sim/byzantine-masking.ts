/**
 * @module What a site that does not mean well says in a round of secure aggregation: the words of an honest one up to some point, then others, or
 * none.
 */
import type { Masked, Offer } from '@muster/protocol';
import type { ClientMessage } from '@muster/secagg';
import { sign } from '@muster/secagg/testing';
import type { Session } from '@muster/transport';
import { type SecureNotice, VirtualMasking, type VirtualWords } from '../virtual/virtual-masking.ts';
import type { PlainWords } from './masked-oracle.ts';
import { floatsOf } from './oracle.ts';
import { coordinator, manifest, partyOf } from './parties.ts';
import type { Mischief } from './schedule.ts';
import { sha256 } from './volume.ts';

/** In the order of a round; `masked` announces the words. */
const WORDS = ['advertise', 'shares', 'masked', 'consistency', 'unmask'] as const;
/** The last thing that it says. */
const SILENT_AFTER: Partial<Record<Mischief, number>> = {
  'no-keys': -1,
  'keys-alone': 0,
  'shares-alone': 1,
  'words-alone': 2,
  'signature-alone': 3,
};
/** Of boxes, that it spoils: the others are enough. */
const SPOILT = 1;
const HUGE = 2 ** 29;

interface Parts {
  readonly how: Mischief;
  readonly wallMs: () => number;
  readonly random: (bytes: number) => Uint8Array;
  /** The session that is up. */
  readonly session: () => Session | undefined;
}

/** Words, and what they were before they were masked. */
export interface MadeWords extends VirtualWords {
  readonly plain: PlainWords;
}

export class ByzantineMasking {
  readonly #parts: Parts;
  readonly #signingKey;
  readonly #masking: VirtualMasking;
  #plain: PlainWords | undefined;
  #attempt = 0;

  constructor(name: string, parts: Parts) {
    this.#parts = parts;
    const { identity, certificate } = partyOf(name);
    this.#signingKey = identity.signing.privateKey;
    this.#masking = new VirtualMasking({
      identity,
      certificate,
      manifest,
      coordinatorKey: () => coordinator.identity.signing.publicKey,
      wallMs: parts.wallMs,
      random: parts.random,
      say: (message) => this.#say(message),
      encoded: (words, roundId) => {
        if (this.#cheats('huge-words')) words.parameters.bytes.set(hugeWords(words.parameters.bytes));
        const { terms } = words.encoding;
        this.#plain = { plain: words.toBytes(), roundId: Uint8Array.from(roundId), terms, sitesMax: 0 };
      },
    });
  }

  /** Undefined where it brings nothing. */
  async make(
    { secure, modelHash, ref }: Offer,
    update: Uint8Array,
    examples: number,
  ): Promise<MadeWords | undefined> {
    this.#attempt = ref?.attempt ?? 0;
    this.#masking.begin({ secure, modelHash });
    const contribution = { update: floatsOf(update), examples, lossSum: 0, metrics: [] };
    const words = await this.#masking.mask(contribution);
    const sitesMax = secure?.cohort?.maxCohort ?? 0;
    if (!this.#plain || this.#isSilent('masked')) return undefined;
    if (this.#parts.how === 'early-shares')
      this.#send({ kind: 'unmask', value: { roundId: words.masked.roundId, b: [], sk: [] } });
    return { ...words, plain: { ...this.#plain, sitesMax } };
  }

  /** Other words for the same round, signed as the first. */
  others({ bytes, masked, plain }: MadeWords): MadeWords {
    const other = bytes.map((byte) => byte ^ 1);
    const digest = Buffer.from(sha256(other), 'hex');
    const { roundId } = masked;
    const announced: Masked = {
      ...masked,
      sha256: digest,
      sig: sign('y', [roundId, digest], this.#signingKey),
    };
    return { bytes: other, masked: announced, plain };
  }

  heard(notice: SecureNotice): void {
    this.#masking.heard(notice);
  }

  connected(): void {
    this.#masking.connected();
  }

  close(): void {
    this.#masking.close();
  }

  #say(message: ClientMessage): void {
    if (this.#isSilent(message.kind)) return;
    this.#send(this.#bent(message));
  }

  #send(message: ClientMessage): void {
    void this.#parts
      .session()
      ?.request(message)
      .catch(() => {});
  }

  #isSilent(word: (typeof WORDS)[number] | 'abort'): boolean {
    const last = SILENT_AFTER[this.#parts.how];
    return last !== undefined && (word === 'abort' || WORDS.indexOf(word) > last);
  }

  /** Where the others cannot do without it, it means well from the second attempt on: they would never come to an end. */
  #cheats(how: Mischief): boolean {
    return this.#parts.how === how && this.#attempt < 2;
  }

  #bent(message: ClientMessage): ClientMessage {
    const { how } = this.#parts;
    if (how === 'foreign-round' && message.kind !== 'abort') return elsewhere(message);
    if (how === 'bad-boxes' && message.kind === 'shares') {
      const ct = message.value.ct.map(({ to, box }, i) => ({ to, box: i < SPOILT ? spoilt(box) : box }));
      return { ...message, value: { ...message.value, ct } };
    }
    if (how === 'bad-shares' && message.kind === 'unmask') {
      const b = message.value.b.map((share) => ({ ...share, v: spoilt(share.v) }));
      const sk = message.value.sk.map((share) => ({ ...share, v: spoilt(share.v) }));
      return { ...message, value: { ...message.value, b, sk } };
    }
    return message;
  }
}

/** The same words, said of another round. */
function elsewhere<Message extends ClientMessage>(message: Message): Message {
  return { ...message, value: { ...message.value, roundId: new Uint8Array(32).fill(9) } };
}

function spoilt(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 3 ? byte ^ 0x55 : byte));
}

/** Out of reach of an update that was shortened to its greatest norm. */
function hugeWords(bytes: Uint8Array): Uint8Array {
  const words = Uint8Array.from(bytes);
  new DataView(words.buffer).setInt32(0, HUGE, true);
  return words;
}
