/**
 * @module A member of the federation that never brings an update that counts: it refuses, fails, lies in what it announces, sends other
 * bytes than it announced, too many, too few, or out of place, and goes away in the middle. Whatever it does, it ends its part of the
 * round, so that nobody waits for it.
 */
import { MusterError } from '@muster/errors';
import { sign, systemRandom } from '@muster/identity';
import {
  type Body,
  type Envelope,
  encodeEnvelope,
  type Offer,
  type Report,
  updateFields,
} from '@muster/protocol';
import fc from 'fast-check';
import type { VirtualIdentity } from '../../virtual/virtual-agent.ts';
import { callCoordinator, type Peer } from '../peer.ts';
import { bytesOf } from '../wire-arbitrary.ts';

/** What it does with one offer. */
interface Manner {
  readonly answer: 'refuses' | 'accepts' | 'answers something else' | 'answers twice';
  readonly work: 'fails' | 'lies' | 'uploads' | 'leaves' | 'breaks';
  readonly lie: Partial<Pick<Report, 'size' | 'weight' | 'codec'>>;
  readonly hashes: 'right' | 'wrong';
  /** Chunks of the upload: where they say they belong, and how long they are. */
  readonly chunks: readonly { readonly offset: number | undefined; readonly length: number }[];
  readonly words: string;
  readonly noise: Uint8Array;
}

const manners: fc.Arbitrary<Manner> = fc.record({
  answer: fc.constantFrom(
    'refuses',
    'accepts',
    'accepts',
    'accepts',
    'answers something else',
    'answers twice',
  ),
  work: fc.constantFrom('fails', 'lies', 'uploads', 'uploads', 'uploads', 'leaves', 'breaks'),
  lie: fc.oneof(
    fc.record({ size: fc.constantFrom(0, 1, 3, 2 ** 31, 2 ** 53 - 1) }),
    fc.record({ weight: fc.constantFrom(0, -1, 0.5, 1e30, Number.NaN, Number.POSITIVE_INFINITY) }),
    fc.record({ codec: fc.constantFrom('', 'f64', 'F32') }),
  ),
  hashes: fc.constantFrom('right', 'wrong'),
  chunks: fc.array(
    fc.record({
      offset: fc.option(fc.constantFrom(0, 1, 4, 2 ** 32, 2 ** 53 - 1), { freq: 3, nil: undefined }),
      length: fc.constantFrom(0, 1, 4, 100, 524, 5_000, 262_144),
    }),
    { maxLength: 6 },
  ),
  words: fc.string({ unit: 'binary', maxLength: 40 }),
  noise: bytesOf('Envelope'),
});

const SHARE_MS = 3_000;

export interface MemberOptions {
  readonly identity: VirtualIdentity;
  readonly dataset: string;
  /** Undefined for a member that only refuses. */
  readonly seed: number | undefined;
  onFrames(count: number): void;
  onFault(thrown: unknown): void;
}

export class Member {
  readonly #options: MemberOptions;
  #stopped = false;
  #peer: Peer | undefined;
  #offers: Envelope[] = [];
  #answers = new Map<number, Body | undefined>();
  #lastId = 1;
  #round = 0;
  readonly #running: Promise<void>;

  constructor(options: MemberOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#peer?.socket.terminate();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const peer = await this.#connect();
        while (!peer.closed && !this.#stopped) {
          await peer.until(() => this.#offers.length > 0, 1_000);
          const offer = this.#offers.shift();
          if (offer) await this.#meet(peer, offer);
        }
        if (peer.fault) throw peer.fault;
      } catch (thrown) {
        if (!this.#stopped) this.#options.onFault(thrown);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #connect(): Promise<Peer> {
    const { identity, dataset } = this.#options;
    this.#offers = [];
    this.#answers = new Map();
    const peer = await callCoordinator(
      identity.url,
      { purpose: 'session', random: systemRandom, ...identity },
      (envelope) => {
        if (envelope.replyTo > 0) this.#answers.set(envelope.replyTo, envelope.body);
        else if (envelope.body?.kind === 'offer') this.#offers.push(envelope);
      },
    );
    this.#peer = peer;
    const told = await this.#ask(peer, {
      kind: 'register',
      value: {
        agentVersion: '0.1.0',
        nodeVersion: process.version,
        platform: 'fuzz',
        engine: null,
        datasets: [{ name: dataset, kind: 'table' }],
        policyVersion: 1,
        policyHash: new Uint8Array(32),
        policy: null,
      },
    });
    if (told?.kind === 'registered')
      identity.log.registered(told.value.logPolicy.length > 0, told.value.nextEvent);
    return peer;
  }

  /** Answers an offer in some manner, and ends its part of the round. */
  async #meet(peer: Peer, { id, body }: Envelope): Promise<void> {
    if (body?.kind !== 'offer') return;
    const { seed } = this.#options;
    this.#round += 1;
    const manner =
      seed === undefined ? undefined : fc.sample(manners, { seed: seed + this.#round, numRuns: 1 })[0];
    if (manner === undefined || manner.answer === 'refuses') {
      this.#answer(peer, id, { accepted: false, code: 'POLICY_REFUSED', reason: manner?.words ?? 'no' });
      return;
    }
    if (manner.answer === 'answers something else') {
      this.#send(peer, encodeEnvelope({ replyTo: id, body: { kind: 'ok', value: {} } }));
      return;
    }
    this.#options.identity.log.accepted(body.value);
    await this.#bringEvents(peer);
    this.#answer(peer, id, { accepted: true, code: '', reason: '' });
    if (manner.answer === 'answers twice')
      this.#answer(peer, id, { accepted: false, code: manner.words, reason: '' });
    await this.#work(peer, body.value, manner);
    // Whatever came of it: the seat is given up.
    const { ref } = body.value;
    if (ref && !peer.closed)
      await this.#ask(peer, {
        kind: 'failure',
        value: { ref, code: manner.words.slice(0, 64), reason: manner.words },
      });
  }

  async #work(peer: Peer, offer: Offer, manner: Manner): Promise<void> {
    if (manner.work === 'leaves') peer.socket.terminate();
    if (manner.work === 'breaks') {
      this.#send(peer, manner.noise);
      peer.send(manner.noise);
    }
    if (manner.work === 'lies') await this.#announce(peer, offer, manner, manner.lie);
    if (manner.work === 'uploads') await this.#upload(peer, offer, manner);
  }

  async #upload(peer: Peer, offer: Offer, manner: Manner): Promise<void> {
    const ready = await this.#announce(peer, offer, manner, {});
    if (ready?.kind !== 'pushReady') return;
    const { transfer } = ready.value;
    let next = 0;
    for (const { offset, length } of manner.chunks) {
      const data = Buffer.alloc(length, 0xff); // NaN in every place
      const chunk: Body = { kind: 'chunk', value: { transfer, offset: offset ?? next, data } };
      this.#send(peer, encodeEnvelope({ body: chunk }), 'bulk');
      next += length;
    }
    const error = { code: 'CANCELLED', message: manner.words, retryable: false, retryAfterMs: 0, detail: '' };
    this.#send(peer, encodeEnvelope({ body: { kind: 'transferEnd', value: { transfer, error } } }));
  }

  /** A report that the site's own key signs, about an update of the size of the model that is none. */
  async #announce(
    peer: Peer,
    { ref, planHash, modelHash, layoutHash, codec }: Offer,
    { hashes }: Manner,
    lie: Manner['lie'],
  ): Promise<Body | undefined> {
    const right = hashes === 'right';
    const report = {
      ref,
      planHash,
      modelHash: right ? modelHash : planHash,
      layoutHash,
      updateHash: systemRandom(32),
      size: this.#modelBytes,
      weight: 10,
      codec,
      ...lie,
    };
    const { identity } = this.#options;
    const signature = sign('update', updateFields(report), identity.identity.signing);
    const { size } = report;
    // The catalogue of events has no room for other sizes: the announcement comes without its event.
    if (ref && Number.isInteger(size) && size >= 0 && size <= 1e9) {
      identity.log.released({ ...report, ref, signature });
      await this.#bringEvents(peer);
    }
    return this.#ask(peer, {
      kind: 'report',
      value: { ...report, figures: null, engine: null, masked: null, signature },
    });
  }

  async #bringEvents(peer: Peer): Promise<void> {
    const { log } = this.#options.identity;
    const ask = async (body: Body): Promise<Body> => {
      const answer = await this.#ask(peer, body);
      if (!answer) throw new MusterError('TIMEOUT', 'no answer came');
      return answer;
    };
    await log.deliver(ask).catch(() => {}); // it is brought the next time
  }

  /** Of examples/iris: 4 x 16 + 16 + 16 x 3 + 3 parameters. */
  readonly #modelBytes = 131 * 4;

  #answer(peer: Peer, id: number, value: { accepted: boolean; code: string; reason: string }): void {
    const answer = { ...value, code: value.code.slice(0, 64) };
    this.#send(peer, encodeEnvelope({ replyTo: id, body: { kind: 'offerAnswer', value: answer } }));
  }

  /** The answer to a request; undefined when none came in time. */
  async #ask(peer: Peer, body: Body): Promise<Body | undefined> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#send(peer, encodeEnvelope({ id, body }));
    await peer.until(() => this.#answers.has(id), SHARE_MS);
    const answer = this.#answers.get(id);
    if (answer?.kind === 'error' && answer.value.code === 'INTERNAL')
      this.#options.onFault(new Error(`${body.kind} is answered INTERNAL: ${answer.value.message}`));
    return answer;
  }

  #send(peer: Peer, plaintext: Uint8Array, kind: 'control' | 'bulk' = 'control'): void {
    if (peer.closed) return;
    peer.send(peer.seal(kind, plaintext));
    this.#options.onFrames(1);
  }
}
