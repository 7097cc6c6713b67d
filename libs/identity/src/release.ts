/** @module Memory of large buffers given back by hand: the collector sees none of its bytes on its own heap, and else marks all of that to find them. */

/** Frees the bytes of a buffer that has its memory for itself; every view of them is empty from now on. Any other is left alone. */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0) buffer.transfer(0);
}
