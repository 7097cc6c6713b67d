/**
 * @module Objects announced by a request: the receiver answers with PushReady (from where, how many chunks ahead), the bytes follow, and
 * the request's last answer comes when they are whole and judged.
 */
import { asMusterError, MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import { assertNotAborted, type Link, whenAborted } from './link.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import type { OutboundTransfer } from './outbound-transfer.ts';

/** A handler's yes to an announced object: where it goes, and what is answered when it is whole. */
export interface Acceptance {
  readonly kind: 'accept';
  readonly sizeBytes: number;
  /** Bytes that are here already. */
  readonly offset: number;
  readonly sink: ObjectSink;
  /** Told how to end the transfer, when it begins; what came is kept for a resumption if the sink keeps it. */
  begun?(end: (reason: MusterError) => void): void;
  finish(): Promise<Body>;
}

/** See `Session.push`. */
export async function push(
  link: Link,
  body: Body,
  source: ObjectSource,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Body> {
  const { requests, transfers, messages } = link;
  const opened: { transfer?: OutboundTransfer } = {};
  let cancel = (): void => {};
  try {
    assertNotAborted(signal);
    const { id, answer } = messages.ask(body, timeoutMs, (first) => {
      if (first.kind !== 'pushReady') return false; // nothing is to be sent
      const { transfer, offset, credits } = first.value;
      opened.transfer = transfers.send(transfer, source, { offset, credits }, (error) => {
        if (error) requests.fail(id, error);
        else requests.rearm(id);
      });
      return true;
    });
    cancel = whenAborted(signal, (error) => {
      opened.transfer?.end(error);
      requests.fail(id, error);
    });
    const last = await answer;
    opened.transfer?.end(undefined); // the peer may have heard enough before the last byte
    return last;
  } catch (thrown) {
    const error = asMusterError(thrown);
    opened.transfer?.end(error);
    throw error;
  } finally {
    cancel();
    if (!opened.transfer) source.close();
  }
}

/** Receives what a handler accepted. Throws what ends the transfer; the sink has been told then. */
export async function receivePush(
  link: Link,
  request: number,
  acceptance: Acceptance,
  windowChunks: number,
): Promise<void> {
  const { transfers, messages } = link;
  const { sizeBytes, offset, sink } = acceptance;
  let id: number;
  try {
    messages.assertOpen(); // the peer may have left while the handler thought
    if (offset > sizeBytes) throw new MusterError('INTERNAL', 'more bytes are here than were announced');
    id = transfers.reserve();
  } catch (thrown) {
    sink.abort(asMusterError(thrown)); // it may hold a place that others wait for
    throw thrown;
  }
  const { transfer, whole } = transfers.receive(id, { sizeBytes, offset }, sink);
  messages.answer(request, { kind: 'pushReady', value: { transfer: id, offset, credits: windowChunks } });
  acceptance.begun?.((reason) => transfer.end(reason));
  transfer.finishIfComplete();
  await whole;
  messages.answer(request, await acceptance.finish());
}
