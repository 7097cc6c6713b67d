/**
 * @module The memory in which chunks of large models lie between the disk and a frame. There is so much of it for all sites together:
 * whoever finds none waits for its turn, so that what is read ahead does not grow with how many pull.
 */
import { CHUNK_BYTES } from '@muster/protocol';

export class ChunkBuffers {
  readonly #spares: Uint8Array[] = [];
  readonly #waiting: ((buffer: Uint8Array) => void)[] = [];
  /** Those that are lent, by what of them was lent. */
  readonly #lent = new Map<Uint8Array, Uint8Array>();
  readonly #buffersMax: number;
  #made = 0;

  constructor(buffersMax: number) {
    this.#buffersMax = buffersMax;
  }

  get lent(): number {
    return this.#lent.size;
  }
  get waiting(): number {
    return this.#waiting.length;
  }

  /** At most `CHUNK_BYTES`, when there is room. What was in them before is still there. */
  async take(length: number): Promise<Uint8Array> {
    const buffer = this.#spares.pop() ?? this.#make() ?? (await this.#next());
    const part = buffer.subarray(0, length);
    this.#lent.set(part, buffer);
    return part;
  }

  giveBack(part: Uint8Array): void {
    const buffer = this.#lent.get(part);
    if (!buffer) return;
    this.#lent.delete(part);
    const next = this.#waiting.shift();
    if (next) next(buffer);
    else this.#spares.push(buffer);
  }

  #make(): Uint8Array | undefined {
    if (this.#made >= this.#buffersMax) return undefined;
    this.#made += 1;
    return new Uint8Array(CHUNK_BYTES);
  }

  #next(): Promise<Uint8Array> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
