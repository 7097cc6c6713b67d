/**
 * @module What comes in on a session: frames are opened, and each message is handed to whom it concerns. Memory that a read was lent is
 * given back as soon as nothing of it is needed.
 */
import { MusterError } from '@muster/errors';
import { release, type SealedChannel } from '@muster/identity';
import { type Body, decodeEnvelope, type Envelope, FRAME_BYTES_MAX } from '@muster/protocol';
import type { Link } from './link.ts';
import type { PeerRequests } from './peer-requests.ts';
import type { ReadBuffers } from './read-buffers.ts';
import { errorOf } from './wire-error.ts';

export interface InboxParts {
  readonly channel: SealedChannel;
  readonly reads: ReadBuffers;
  readonly link: Link;
  readonly peerRequests: PeerRequests;
  /** Neither throws. */
  readonly owner: { onNotice(body: Body): void; onHeartbeat(timeMs: number): void };
}

export class Inbox {
  readonly #parts: InboxParts;
  bytesReceived = 0;
  /** The peer has said why it ends the session. */
  peerSaid: MusterError | undefined;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Takes one WebSocket message. Throws MALFORMED and what the channel throws: such a frame was not made by our peer, or it is broken. */
  receive(data: unknown, isBinary: boolean): void {
    if (!isBinary || !(data instanceof Buffer)) throw new MusterError('MALFORMED', 'a text message');
    this.bytesReceived += data.length;
    const { reads, channel } = this.#parts;
    const lent = reads.isLent(data);
    const { kind, plaintext } = channel.open(data);
    if (kind === 'bulk' && !lent) this.#chunk(plaintext, () => release(data));
    else if (kind === 'bulk') this.#chunk(Buffer.from(plaintext), () => {});
    // Of a control message parts are kept: they are not to lie in the memory of a read.
    else this.#dispatch(decodeEnvelope(Buffer.from(plaintext), FRAME_BYTES_MAX));
    if (lent) reads.isDone(data);
  }

  /** The bytes of a chunk stay where they came in until its sink has taken them: `done`. */
  #chunk(plaintext: Buffer, done: () => void): void {
    const { body } = decodeEnvelope(plaintext, FRAME_BYTES_MAX);
    if (body?.kind !== 'chunk') throw new MusterError('MALFORMED', 'a frame of bulk without a chunk');
    this.#parts.link.transfers.chunk(body.value, done);
  }

  #dispatch({ id, replyTo, body }: Envelope): void {
    const { link, peerRequests, owner } = this.#parts;
    const { requests, transfers, messages } = link;
    if (replyTo > 0) {
      requests.settle(replyTo, body);
      return;
    }
    if (body === undefined) {
      const unknown = new MusterError('UNKNOWN_MESSAGE', 'a message of a type that is not known here');
      if (id > 0) messages.refuse(id, unknown);
      return;
    }
    switch (body.kind) {
      case 'chunk':
        transfers.chunk(body.value);
        return;
      case 'credit':
        transfers.credit(body.value);
        return;
      case 'transferEnd':
        transfers.ended(body.value);
        return;
      case 'heartbeat':
        owner.onHeartbeat(body.value.timeMs);
        return;
      case 'error':
        this.peerSaid = errorOf(body.value);
        return;
      default:
        if (id > 0) void peerRequests.handle(id, body);
        else owner.onNotice(body);
    }
  }
}
