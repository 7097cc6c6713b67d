/**
 * @module The frames of bulk that lie in the sockets of one endpoint. So many are filled freely, and again when a socket is done with them;
 * beyond them a session has one at a time, and a small one, so that what waits for slow readers does not grow with how many there are.
 */
import { release } from '@muster/identity';
import { CHUNK_BYTES } from '@muster/protocol';

/** A frame that holds the largest chunk. */
const FRAME_BYTES = CHUNK_BYTES + 256;
/** 8 MiB; an endpoint may have others. */
const FRAMES_MAX = 32;
/** Of a chunk while there are no frames left. */
const SCARCE_CHUNK_BYTES = 32 * 1024;

export class BulkFrames {
  /** What was in them is on the wire anyway. */
  readonly #spares: Buffer[] = [];
  readonly #framesMax: number;
  #taken = 0;

  constructor(framesMax = FRAMES_MAX) {
    this.#framesMax = framesMax;
  }

  /** Frames that sockets hold. */
  get taken(): number {
    return this.#taken;
  }

  get isScarce(): boolean {
    return this.#taken >= this.#framesMax;
  }

  /** Of the chunk to be sent next. */
  get chunkBytesMax(): number {
    return this.isScarce ? SCARCE_CHUNK_BYTES : CHUNK_BYTES;
  }

  /** Undefined when there is none left; whoever sends then makes one of just the size. */
  take(): Buffer | undefined {
    if (this.isScarce) return undefined;
    this.#taken += 1;
    return this.#spares.pop() ?? Buffer.allocUnsafeSlow(FRAME_BYTES);
  }

  giveBack(frame: Buffer): void {
    this.#taken -= 1;
    if (this.#spares.length < this.#framesMax) this.#spares.push(frame);
    else release(frame);
  }

  /** A socket that has failed may still hold it. */
  forget(): void {
    this.#taken -= 1;
  }
}
