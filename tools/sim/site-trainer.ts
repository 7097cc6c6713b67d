/** @module Training at a site without a model: an update that follows from site, round and model alone, after the time that training takes. */
import { readFileSync } from 'node:fs';
import type { MaskFile, SealFile, WorkerParts } from '@muster/agent/parts';
import { MusterError } from '@muster/errors';
import { sealUpdate } from '@muster/identity';
import type { Jobs } from '@muster/learning';
import { applyMasks, encodeUpdate, encodingFor, MaskedVector, wipeMasks } from '@muster/secagg';
import type { VirtualDisk } from './disk.ts';
import type { Life } from './life.ts';
import type { PlainWords } from './masked-oracle.ts';
import { seals } from './parties.ts';
import { Chance } from './random.ts';
import type { Mischief } from './schedule.ts';
import { bytesOf } from './values.ts';
import { sha256 } from './volume.ts';
import type { World } from './world.ts';

/** An update as its site made it. */
export interface MadeUpdate {
  readonly site: string;
  readonly run: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly examples: number;
}

/** Who hears what a site trains. */
export interface TrainingObserver {
  /** Training for a round is about to read data. */
  trains(site: string, run: string, round: number): void;
  /** An honest update, before anybody else knows of it. */
  made(update: MadeUpdate): void;
  /** The update of hash `plain` travels under another. */
  sealed(plain: string, hash: string): void;
  /** The update of hash `plain` travels as these words. */
  masked(plain: string, words: MaskedWords): void;
}

/** An update as whole numbers. */
export interface MaskedWords extends PlainWords {
  /** Hash of the words as they travel. */
  readonly words: string;
}

interface Trainee {
  readonly name: string;
  readonly disk: VirtualDisk;
  readonly life: Life;
  readonly observer: TrainingObserver;
  readonly mischief: Mischief | undefined;
}

/** In the place of the training process. */
export function trainerOf(world: World, of: Trainee): WorkerParts['child'] {
  return {
    run: async <Kind extends keyof Jobs>(
      kind: Kind,
      input: Jobs[Kind]['input'],
      options: { readonly signal?: AbortSignal } = {},
    ): Promise<Jobs[Kind]['result']> => {
      if (kind !== 'train') throw new MusterError('INTERNAL', `${kind} is not simulated`);
      return train(world, of, input as Jobs['train']['input'], options.signal);
    },
  };
}

/** As training with a seed does, the same each time. */
async function train(
  { schedule, time, chance }: World,
  { name, disk, life, observer, mischief }: Trainee,
  { run, round, modelFile, updateFile }: Jobs['train']['input'],
  signal: AbortSignal | undefined,
): Promise<Jobs['train']['result']> {
  observer.trains(name, run, round);
  const model = readFileSync(modelFile);
  const drawn = new Chance(`${schedule.seed} ${name} ${round} ${sha256(model)}`);
  const speed = chance.of(`${name} trains ${round}`);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const [least, most] = schedule.trainMs[name] ?? [0, 0];
  signal?.addEventListener('abort', () => reject(new MusterError('CANCELLED', 'cancelled')));
  time.after(speed.between(least, most), () => {
    if (life.isAlive) resolve();
  });
  await promise;
  life.assertAlive();
  disk.assertWrites();
  const values = Float32Array.from({ length: model.length / 4 }, () => drawn.between(-1, 1));
  if (mischief === 'not-a-number') values[drawn.whole(0, values.length - 1)] = Number.NaN;
  if (mischief === 'beyond-range') values[drawn.whole(0, values.length - 1)] = 1e9;
  const bytes = bytesOf(values);
  const hash = sha256(bytes);
  const examples = drawn.whole(1, 1_200);
  observer.made({ site: name, run, round, bytes, hash, examples });
  disk.volume.put(updateFile, {
    bytes: Uint8Array.from(bytes),
    synced: new Uint8Array(),
    modifiedMs: disk.wallMs(),
  });
  return {
    examples,
    steps: 1,
    lossFirst: 1,
    lossLast: 0.5,
    updateNorm: 1,
    trainMs: 1,
    updateHash: hash,
    sizeBytes: bytes.length,
  };
}

/** Masks what was trained. Whoever masks twice rounds by another chance, as a real site does. */
export function maskerOf(
  { kernels }: World,
  { disk, observer }: Pick<Trainee, 'disk' | 'observer'>,
): MaskFile {
  return async ({
    updateFile,
    target,
    terms,
    sitesMax,
    roundId,
    roundingKey,
    masks,
    examples,
    lossSum,
    metrics,
  }) => {
    const file = disk.volume.find(updateFile);
    if (!file) throw new MusterError('INTERNAL', 'nothing was trained into this file');
    const hash = sha256(file.bytes);
    using vector = new MaskedVector(kernels, encodingFor(terms, sitesMax));
    const update = new Float32Array(Uint8Array.from(file.bytes).buffer);
    const contribution = { update, examples, lossSum, metrics };
    const encoded = encodeUpdate(kernels, vector, contribution, { roundId, roundingKey });
    const plain = vector.toBytes();
    applyMasks(vector, masks);
    wipeMasks(masks);
    const words = vector.toBytes();
    disk.assertWrites();
    disk.volume.put(target, { bytes: words, synced: new Uint8Array(), modifiedMs: disk.wallMs() });
    const of = { plain, roundId: Uint8Array.from(roundId), terms, sitesMax };
    observer.masked(hash, { words: sha256(words), ...of });
    return { sha256: vector.digest(), sizeBytes: words.length, encoded };
  };
}

/** Seals what was trained, by randomness that is the same in every replay. */
export function sealerOf(
  { chance }: World,
  { name, disk, observer }: Pick<Trainee, 'name' | 'disk' | 'observer'>,
): SealFile {
  return async (plain, target, recipient) => {
    const file = disk.volume.find(plain);
    if (!file) throw new MusterError('INTERNAL', 'nothing was trained into this file');
    const hash = sha256(file.bytes);
    const sealed = sealUpdate(file.bytes, seals, recipient, chance.of(`${name} seals ${hash}`).bytes);
    disk.assertWrites();
    disk.volume.put(target, {
      bytes: Uint8Array.from(sealed),
      synced: new Uint8Array(),
      modifiedMs: disk.wallMs(),
    });
    observer.sealed(hash, sha256(sealed));
    return { hash: sha256(sealed), sizeBytes: sealed.length, key: '' };
  };
}
