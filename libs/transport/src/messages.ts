/**
 * @module What this end of a session says: requests, answers, notices, each in a sealed frame. Invariant: nothing is handed to the outbox
 * that the peer would close the session over, and nothing at all once the session is over.
 */
import { MusterError } from '@muster/errors';
import { type Body, encodeEnvelope, FRAME_BYTES_MAX } from '@muster/protocol';
import type { Outbox } from './outbox.ts';
import type { Requests } from './requests.ts';
import { errorBody } from './wire-error.ts';

/** What a frame adds to its plaintext: header and tag. */
const FRAME_OVERHEAD_BYTES = 32;

export class Messages {
  readonly #outbox: Pick<Outbox, 'sendControl'>;
  readonly #requests: Requests;
  #isOver = false;

  constructor(outbox: Pick<Outbox, 'sendControl'>, requests: Requests) {
    this.#outbox = outbox;
    this.#requests = requests;
  }

  /** The session is over: nothing is said any more. */
  end(): void {
    this.#isOver = true;
  }

  /** Throws UNAVAILABLE once the session is over. */
  assertOpen(): void {
    if (this.#isOver) throw new MusterError('UNAVAILABLE', 'the session is over');
  }

  /** Sends a request. Throws OVERLOADED, UNAVAILABLE; a body that fits into no frame fails the answer with FRAME_TOO_LARGE. */
  ask(body: Body, timeoutMs: number, look?: (body: Body) => boolean): ReturnType<Requests['open']> {
    this.assertOpen();
    const opened = this.#requests.open(body.kind, timeoutMs, look);
    const plaintext = encodeEnvelope({ id: opened.id, body });
    const tooLarge = beyondFrame(body, plaintext);
    if (tooLarge) this.#requests.fail(opened.id, tooLarge);
    else this.#outbox.sendControl(plaintext);
    return opened;
  }

  /** Answers the peer's request `id`; by FRAME_TOO_LARGE where the answer fits into no frame. */
  answer(id: number, body: Body): void {
    if (this.#isOver) return;
    const plaintext = encodeEnvelope({ replyTo: id, body });
    const tooLarge = beyondFrame(body, plaintext);
    if (tooLarge) this.refuse(id, tooLarge);
    else this.#outbox.sendControl(plaintext);
  }

  refuse(id: number, error: MusterError): void {
    this.answer(id, { kind: 'error', value: errorBody(error) });
  }

  /** Tells without asking. Lost without a word when the session is over. */
  notify(body: Body): void {
    if (!this.#isOver) this.#outbox.sendControl(encodeEnvelope({ body }));
  }
}

function beyondFrame(body: Body, plaintext: Uint8Array): MusterError | undefined {
  return plaintext.length + FRAME_OVERHEAD_BYTES > FRAME_BYTES_MAX
    ? new MusterError('FRAME_TOO_LARGE', `a ${body.kind} of ${plaintext.length} bytes fits into no frame`)
    : undefined;
}
