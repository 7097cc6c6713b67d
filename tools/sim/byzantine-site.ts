/**
 * @module A site that does not mean well: it knows the protocol and holds a valid certificate, and says what it likes. It cosigns the
 * federation's log as it should, and signs events of what it does, but for one that signs none.
 */
import { asMusterError, MusterError } from '@muster/errors';
import { sealUpdate, sign } from '@muster/identity';
import { type Body, type Offer, type Report, updateFields } from '@muster/protocol';
import type { Db } from '@muster/store';
import {
  AgentConnection,
  memorySource,
  type ObjectSource,
  SESSION_SETTINGS,
  type Session,
} from '@muster/transport';
import { VirtualLog } from '../virtual/virtual-log.ts';
import { isSecureNotice } from '../virtual/virtual-masking.ts';
import { VirtualWitness } from '../virtual/virtual-witness.ts';
import { ByzantineMasking, type MadeWords } from './byzantine-masking.ts';
import { Life } from './life.ts';
import { coordinator, federationId, manifest, partyOf, seals } from './parties.ts';
import { Chance } from './random.ts';
import type { Mischief } from './schedule.ts';
import type { TrainingObserver } from './site-trainer.ts';
import { bytesOf } from './values.ts';
import { sha256 } from './volume.ts';
import type { World } from './world.ts';

const PAUSE_MS = 300;
const ANSWER_MS = 20_000;
const BURST = 5;
const EXAMPLES = 10;

interface Claim {
  readonly planHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly updateHash: Uint8Array;
  readonly weight: number;
}

/** An update open, and as it travels. */
interface Made {
  readonly plain: Uint8Array;
  readonly bytes: Uint8Array;
  /** Where it is masked. */
  readonly words: MadeWords | undefined;
}

export class ByzantineSite {
  readonly name: string;
  readonly #world: World;
  readonly #observer: Pick<TrainingObserver, 'made' | 'masked'>;
  readonly #how: Mischief;
  readonly #life: Life;
  readonly #log: VirtualLog;
  readonly #witness: VirtualWitness;
  readonly #masking: ByzantineMasking;
  #session: Session | undefined;
  /** What it has brought in earlier rounds. */
  readonly #before: { readonly body: Body; readonly bytes: Uint8Array }[] = [];

  /** `open` gives a database with the tables of a site. */
  constructor(
    name: string,
    world: World,
    {
      observer,
      how,
      open,
    }: { observer: Pick<TrainingObserver, 'made' | 'masked'>; how: Mischief; open: () => Db },
  ) {
    this.name = name;
    this.#world = world;
    this.#observer = observer;
    this.#how = how;
    this.#life = new Life(0);
    const { identity } = partyOf(name);
    const clock = world.time.clockOf(this.#life, () => 0);
    const random = world.chance.of(`${name} signs`).bytes;
    this.#log = new VirtualLog(identity, federationId, { wallMs: () => clock.wallMs(), random });
    this.#witness = new VirtualWitness(identity, manifest, { clock, open });
    const session = (): Session | undefined => this.#session;
    const drawn = world.chance.of(`${name} masks`).bytes;
    this.#masking = new ByzantineMasking(name, { how, wallMs: () => clock.wallMs(), random: drawn, session });
  }

  start(): void {
    const { time, network, schedule, chance, trace } = this.#world;
    const { identity, certificate } = partyOf(this.name);
    const random = chance.of(this.name);
    const shown = {
      purpose: 'session',
      manifest,
      identity,
      certificate,
      random: random.bytes,
    } as const;
    new AgentConnection({
      url: 'ws://coordinator',
      bindToTls: false,
      identity: () => shown,
      clock: time.clockOf(this.#life, () => 0),
      uniform: random.uniform,
      settings: {
        ...SESSION_SETTINGS,
        chunkBytes: schedule.chunkBytes,
        windowChunks: schedule.windowChunks,
        stallMs: 10_000,
      },
      handshakeMs: 5_000,
      backoff: { baseMs: 500, capMs: 10_000 },
      dial: network.dialOf(this.name, this.#life),
      handlers: {
        onRequest: (body, session) => this.#answer(body, session),
        onNotice: (body) => {
          if (body.kind === 'outcome') this.#masking.close();
          else if (isSecureNotice(body)) this.#masking.heard(body);
        },
        openObject: async () => undefined,
        onClose: () => {},
      },
      onSession: (session) => {
        this.#register(session).catch(() => {});
      },
      onDown: () => {},
      onFatal: (error) => trace.say(this.name, `gives up: ${error.code}`),
    });
  }

  async #register(session: Session): Promise<void> {
    const answer = await session.request(register);
    if (answer.kind !== 'registered') return;
    const { logPolicy, logWitnesses, nextEvent } = answer.value;
    this.#witness.registered(logPolicy, logWitnesses);
    this.#log.registered(logPolicy.length > 0, nextEvent);
    this.#session = session;
    this.#masking.connected();
  }

  async #answer(body: Body, session: Session): Promise<Body> {
    if (body.kind === 'addCheckpoint')
      return { kind: 'witnessAnswer', value: await this.#witness.answer(body.value.body) };
    if (body.kind !== 'offer') throw new MusterError('UNEXPECTED_MESSAGE', 'nothing but offers');
    if (this.#how === 'no-answer') return new Promise(() => {});
    if (this.#how === 'refusal') return answerOf(false);
    const offer = body.value;
    this.#log.accepted(offer, !this.#leavesOut('accepted', offer));
    if (!this.#leavesOut('accepted', offer)) {
      await this.#log.deliver((events) => session.request(events));
    }
    this.#world.time.after(PAUSE_MS, () => {
      this.#work(offer, session).catch((thrown: unknown) =>
        this.#world.trace.say(this.name, `is told: ${asMusterError(thrown).message}`),
      );
    });
    if (this.#unsigned(offer) === 'accepted') return new Promise(() => {}); // what comes without an answer says as much
    return answerOf(true);
  }

  async #work(offer: Offer, session: Session): Promise<void> {
    const { ref } = offer;
    if (!ref) return;
    const first = await this.#make(offer, 'first');
    if (!first) return;
    const second = first.words ? this.#others(first, first.words) : this.#sealed(offer, 'second');
    const honest = this.#claim(offer, first);
    const push = async (claim: Claim, { bytes, words }: Made, source: ObjectSource = memorySource(bytes)) => {
      const report = this.#report(offer, claim, bytes.length, words);
      const body: Body = { kind: 'report', value: report };
      this.#before.push({ body, bytes });
      if (!this.#leavesOut('released', offer)) {
        this.#log.released({ ...report, ref });
        await this.#log.deliver((events) => session.request(events));
      }
      return session.push(body, source, ANSWER_MS);
    };
    switch (this.#how) {
      case 'other-bytes':
        await push(honest, first, memorySource(second.bytes));
        return;
      case 'other-plan':
        await push({ ...honest, planHash: new Uint8Array(32).fill(1) }, first);
        return;
      case 'other-model':
        await push({ ...honest, modelHash: new Uint8Array(32).fill(1) }, first);
        return;
      case 'other-weight':
        await push({ ...honest, weight: 1_000_000 }, first);
        return;
      case 'two-updates':
        await Promise.allSettled([push(honest, first), push(this.#claim(offer, second), second)]);
        await push(honest, first);
        return;
      case 'old-update': {
        const old = this.#before[0];
        if (old) await session.push(old.body, memorySource(old.bytes), ANSWER_MS);
        else await push(honest, first);
        return;
      }
      case 'half-an-upload':
        await push(honest, first, stalling(first.bytes));
        return;
      case 'flood':
        await Promise.allSettled(Array.from({ length: BURST }, () => push(honest, first)));
        return;
      default:
        await push(honest, first);
    }
  }

  /** Undefined where it brings nothing. */
  async #make(offer: Offer, which: string): Promise<Made | undefined> {
    if (!offer.secure) return this.#sealed(offer, which);
    const plain = this.#values(this.#drawn(offer, which));
    const words = await this.#masking.make(offer, plain, EXAMPLES);
    return words && { plain, bytes: words.bytes, words };
  }

  #sealed(offer: Offer, which: string): Made {
    const drawn = this.#drawn(offer, which);
    const plain = this.#values(drawn);
    const { sealing } = coordinator.identity;
    return { plain, bytes: sealUpdate(plain, seals, sealing.publicKey, drawn.bytes), words: undefined };
  }

  /** Other words than the first. */
  #others({ plain }: Made, first: MadeWords): Made {
    const words = this.#masking.others(first);
    return { plain, bytes: words.bytes, words };
  }

  /** Of an update that would be good. */
  #values(drawn: Chance): Uint8Array {
    const length = this.#world.schedule.parameters;
    return bytesOf(Float32Array.from({ length }, () => drawn.between(-1, 1)));
  }

  #drawn({ ref }: Offer, which: string): Chance {
    return new Chance(`${this.#world.schedule.seed} ${this.name} ${ref?.round} ${ref?.attempt} ${which}`);
  }

  #claim({ ref, planHash, modelHash }: Offer, { plain, bytes, words }: Made): Claim {
    const hash = sha256(bytes);
    const { run = '', round = 0 } = ref ?? {};
    this.#observer.made({ site: this.name, run, round, bytes: plain, hash, examples: EXAMPLES });
    if (words) this.#observer.masked(hash, { words: hash, ...words.plain });
    const weight = words ? 1 : EXAMPLES;
    return { planHash, modelHash, updateHash: Buffer.from(hash, 'hex'), weight };
  }

  /** Which events of an attempt it does not sign. */
  #unsigned({ ref }: Offer): 'accepted' | 'released' | 'both' | 'none' {
    if (this.#how !== 'no-event') return 'none';
    const drawn = new Chance(`${this.#world.schedule.seed} ${this.name} ${ref?.round} ${ref?.attempt}`);
    return drawn.pick(['accepted', 'released', 'both']);
  }

  #leavesOut(event: 'accepted' | 'released', offer: Offer): boolean {
    const unsigned = this.#unsigned(offer);
    return unsigned === event || unsigned === 'both';
  }

  #report(
    { ref, layoutHash, codec }: Offer,
    claim: Claim,
    size: number,
    words: MadeWords | undefined,
  ): Report {
    const signed = { ref: ref ?? { run: '', round: 0, attempt: 0 }, layoutHash, codec, size, ...claim };
    const { signing } = partyOf(this.name).identity;
    const signature = sign('update', updateFields(signed), signing);
    return { ...signed, figures: null, engine: null, masked: words?.masked ?? null, signature };
  }
}

const register: Body = {
  kind: 'register',
  value: {
    agentVersion: '0',
    nodeVersion: '0',
    platform: 'none',
    engine: null,
    datasets: [{ name: 'sim', kind: 'image' }],
    policyVersion: 1,
    policyHash: new Uint8Array(32),
    policy: null,
  },
};

function answerOf(accepted: boolean): Body {
  const code = accepted ? '' : 'POLICY_REFUSED';
  return { kind: 'offerAnswer', value: { accepted, code, reason: '' } };
}

/** Gives the first half, and nothing after it. */
function stalling(bytes: Uint8Array): ObjectSource {
  return {
    sizeBytes: bytes.length,
    read: (offset, length) =>
      offset + length <= bytes.length / 2 ? bytes.subarray(offset, offset + length) : new Promise(() => {}),
    close: () => {},
  };
}
