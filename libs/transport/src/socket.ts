/** @module The part of a WebSocket that sessions and handshakes use: `ws` in production, virtual wires in the simulator. */

export interface FrameSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  readonly OPEN: number;
  readonly CLOSED: number;
  send(frame: Uint8Array, options: { readonly binary: true }, sent?: (error?: Error) => void): void;
  close(code: number, reason: string): void;
  /** Reads nothing until `resume`; both do nothing once it is closed. */
  pause(): void;
  resume(): void;
  /** Ends it without a word to the peer. */
  terminate(): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  emit(event: 'message', data: Buffer, isBinary: boolean): boolean;
  removeListener(event: 'close', listener: () => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  removeAllListeners(event?: 'message'): unknown;
}

/** What a socket runs over, as far as its reads are followed. */
export interface ReadStream {
  prependListener(event: 'data', listener: (read: Buffer) => void): unknown;
}
