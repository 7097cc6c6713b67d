/**
 * @module The frames of a session: AES-256-GCM under one key a direction, with counters that leave no gap (secure-aggregation.md,
 * section 6, "Frames"). A frame is header ‖ ciphertext ‖ tag; the header is authenticated, the nonce never travels.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { release } from './release.ts';

const VERSION = 1;
/** version u8, kind u8, flags u16, ciphertext length u32, counter u64; little-endian. */
const HEADER_BYTES = 16;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** A key seals 2^20 frames, then both sides derive the next one. */
const FRAMES_PER_KEY = 2 ** 20;
/** Larger pieces make the cipher allocate by mmap, which costs more than the cipher (secure-aggregation.md, section 1.7). */
const PIECE_BYTES = 65_536;
const MIN_FRAME_BYTES = HEADER_BYTES + TAG_BYTES;

/** What a frame carries: messages, or chunks of objects, which messages overtake. */
export type FrameKind = 'control' | 'bulk';
const KINDS: readonly FrameKind[] = ['control', 'bulk'];

/** Who sends under a key: the first word of the nonce, so that a frame reflected to its sender never opens. */
export type Direction = 'agent' | 'coordinator';
const DIRECTION_WORD: Readonly<Record<Direction, number>> = { agent: 1, coordinator: 2 };

/** One direction's key and counter. */
class Lane {
  readonly #direction: number;
  readonly #framesPerKey: number;
  /** The only copy: a KeyObject would be another, which nobody can wipe. */
  readonly #key: Uint8Array;
  #counter = 0;

  /** Takes the key for its own. */
  constructor(direction: Direction, key: Uint8Array, framesPerKey: number) {
    this.#framesPerKey = framesPerKey;
    this.#direction = DIRECTION_WORD[direction];
    this.#key = key;
  }

  get counter(): number {
    return this.#counter;
  }
  get key(): Uint8Array {
    return this.#key;
  }

  /** dir32 ‖ ctr64, little-endian. */
  nonce(): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32LE(this.#direction, 0);
    writeCounter(nonce, this.#counter, 4);
    return nonce;
  }

  advance(): void {
    this.#counter += 1;
    if (this.#counter % this.#framesPerKey === 0) {
      const next = new Uint8Array(
        hkdfSync('sha256', this.#key, new Uint8Array(), 'fl/rekey/v1\0', KEY_BYTES),
      );
      this.#key.set(next);
      next.fill(0);
    }
  }

  wipe(): void {
    this.#key.fill(0);
  }
}

/**
 * Frames of one session, AES-256-GCM under a key and a counter for each direction, rekeyed after `framesPerKey` frames (secure-aggregation.md,
 * section 6). A frame that does not open ends the channel: whatever is called afterwards throws what was wrong with it.
 */
export class SealedChannel {
  readonly #out: Lane;
  readonly #in: Lane;
  #dead: MusterError | undefined;

  /** `own` is the direction that this side sends in; keys have 32 bytes and are copied. */
  constructor(own: Direction, keys: Readonly<Record<Direction, Uint8Array>>, framesPerKey = FRAMES_PER_KEY) {
    const peer: Direction = own === 'agent' ? 'coordinator' : 'agent';
    // In memory of their own, not of the buffers that all share: they are wiped, and keep nothing else alive.
    const copy = Buffer.allocUnsafeSlow(2 * KEY_BYTES);
    copy.set(keys[own]);
    copy.set(keys[peer], KEY_BYTES);
    this.#out = new Lane(own, copy.subarray(0, KEY_BYTES), framesPerKey);
    this.#in = new Lane(peer, copy.subarray(KEY_BYTES), framesPerKey);
  }

  /**
   * One frame of a plaintext, whole or in parts: header, ciphertext and tag in one buffer; the beginning of `target` when it is given and
   * long enough, which spares an allocation for each chunk of bulk. Throws once the channel is dead.
   */
  seal(kind: FrameKind, plaintext: Uint8Array | readonly Uint8Array[], target?: Buffer): Buffer {
    if (this.#dead) throw this.#dead;
    const parts = plaintext instanceof Uint8Array ? [plaintext] : plaintext;
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const bytes = HEADER_BYTES + length + TAG_BYTES;
    const frame =
      target !== undefined && target.length >= bytes ? target.subarray(0, bytes) : Buffer.allocUnsafe(bytes);
    frame[0] = VERSION;
    frame[1] = KINDS.indexOf(kind);
    frame.writeUInt16LE(0, 2);
    frame.writeUInt32LE(length, 4);
    writeCounter(frame, this.#out.counter, 8);
    const cipher = createCipheriv('aes-256-gcm', this.#out.key, this.#out.nonce());
    cipher.setAAD(frame.subarray(0, HEADER_BYTES));
    let written = HEADER_BYTES;
    for (const part of parts) {
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        const piece = part.subarray(at, at + PIECE_BYTES);
        const sealed = cipher.update(piece);
        frame.set(sealed, written);
        release(sealed);
        written += piece.length;
      }
    }
    cipher.final();
    frame.set(cipher.getAuthTag(), written);
    this.#out.advance();
    return frame;
  }

  /**
   * Throws MALFORMED (short, wrong length, version or kind), FRAME_REPLAYED (a counter that is not the next one) or FRAME_FORGED
   * (authentication). After any of them the channel is dead: who sends such a frame is not who did the handshake. The frame is
   * decrypted in place: its buffer holds the plaintext afterwards.
   */
  open(frame: Uint8Array): { readonly kind: FrameKind; readonly plaintext: Buffer } {
    if (this.#dead) throw this.#dead;
    try {
      return this.#open(frame);
    } catch (thrown) {
      this.#dead =
        thrown instanceof MusterError
          ? thrown
          : new MusterError('FRAME_FORGED', 'a frame fails authentication', { cause: thrown });
      this.wipe();
      throw this.#dead;
    }
  }

  #open(frame: Uint8Array): { readonly kind: FrameKind; readonly plaintext: Buffer } {
    if (frame.length < MIN_FRAME_BYTES)
      throw new MusterError('MALFORMED', `a frame of ${frame.length} bytes`);
    const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
    const kind = KINDS[bytes.readUInt8(1)];
    if (bytes.readUInt8(0) !== VERSION || kind === undefined || bytes.readUInt16LE(2) !== 0)
      throw new MusterError('MALFORMED', 'a frame of an unknown version or kind');
    if (bytes.readUInt32LE(4) !== bytes.length - MIN_FRAME_BYTES)
      throw new MusterError('MALFORMED', 'a frame whose length is not its own');
    const counter = readCounter(bytes, 8);
    if (counter !== this.#in.counter) {
      throw new MusterError('FRAME_REPLAYED', 'a frame out of order', {
        detail: { expected: this.#in.counter, found: counter },
      });
    }
    const decipher = createDecipheriv('aes-256-gcm', this.#in.key, this.#in.nonce());
    decipher.setAAD(bytes.subarray(0, HEADER_BYTES));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const plaintext = bytes.subarray(HEADER_BYTES, bytes.length - TAG_BYTES);
    for (let at = 0; at < plaintext.length; at += PIECE_BYTES) {
      const opened = decipher.update(plaintext.subarray(at, at + PIECE_BYTES));
      plaintext.set(opened, at);
      release(opened);
    }
    decipher.final();
    this.#in.advance();
    return { kind, plaintext };
  }

  /** Forgets the keys; for the end of a session. */
  wipe(): void {
    this.#dead ??= new MusterError('UNAVAILABLE', 'the session is over');
    this.#in.wipe();
    this.#out.wipe();
  }
}

function writeCounter(target: Buffer, counter: number, offset: number): void {
  target.writeUInt32LE(counter % 2 ** 32, offset);
  target.writeUInt32LE(Math.floor(counter / 2 ** 32), offset + 4);
}

/** A counter beyond 2^53 is none that a session reaches: it differs from the expected one all the same. */
function readCounter(source: Buffer, offset: number): number {
  return source.readUInt32LE(offset) + source.readUInt32LE(offset + 4) * 2 ** 32;
}
