/** @module Objects fetched by their hash: the receiver asks, the sender answers with the size and sends against credits. */
import { createHash, type Hash } from 'node:crypto';
import { asMusterError, MusterError } from '@muster/errors';
import { hex, type Pull } from '@muster/protocol';
import { assertNotAborted, type Link, whenAborted } from './link.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import type { Transfers } from './transfers.ts';

export interface PullOptions {
  /** More than this is refused before a byte is sent. */
  readonly sizeBytesMax: number;
  /** Taking up a pull that broke off: how many bytes the sink has, and a hash that was fed with them. The hash is fed on. */
  readonly resume?: { readonly offset: number; readonly hash: Hash };
  readonly signal?: AbortSignal;
}

/** See `Session.pull`. */
export async function pull(
  link: Link,
  sha256: string,
  sink: ObjectSink,
  options: PullOptions,
  limits: { readonly requestMs: number; readonly windowChunks: number },
): Promise<number> {
  const { transfers, requests, messages } = link;
  const { offset, hash } = options.resume ?? { offset: 0, hash: createHash('sha256') };
  assertNotAborted(options.signal);
  const id = transfers.reserve();
  const opened: { inbound?: ReturnType<Transfers['receive']>; sizeBytes: number } = { sizeBytes: 0 };
  const hashing: ObjectSink = {
    write: (at, bytes) => {
      hash.update(bytes);
      return sink.write(at, bytes);
    },
    abort: (reason) => sink.abort(reason),
  };
  let cancel = (): void => {};
  try {
    const { id: request, answer } = messages.ask(
      {
        kind: 'pull',
        value: { sha256: Buffer.from(sha256, 'hex'), offset, transfer: id, credits: limits.windowChunks },
      },
      limits.requestMs,
      // The transfer stands before the first chunk is looked at, which may be in the same turn.
      (body) => {
        if (body.kind !== 'pullReady')
          throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is no answer to a pull`);
        opened.sizeBytes = checkedSize(body.value.size, offset, options.sizeBytesMax);
        opened.inbound = transfers.receive(id, { sizeBytes: opened.sizeBytes, offset }, hashing);
        return false;
      },
    );
    cancel = whenAborted(options.signal, (error) => {
      opened.inbound?.transfer.end(error);
      requests.fail(request, error);
    });
    await answer;
    opened.inbound?.transfer.finishIfComplete();
    await opened.inbound?.whole;
  } catch (thrown) {
    const error = asMusterError(thrown);
    if (!opened.inbound) {
      transfers.release(id);
      transfers.tellEnd(id, error); // the peer may have begun to send
    }
    throw error;
  } finally {
    cancel();
  }
  if (hash.digest('hex') !== sha256)
    throw new MusterError('OBJECT_CORRUPT', 'the object received has another hash');
  return opened.sizeBytes;
}

function checkedSize(sizeBytes: number, offset: number, sizeBytesMax: number): number {
  if (sizeBytes > sizeBytesMax)
    throw new MusterError(
      'FRAME_TOO_LARGE',
      `the object has ${sizeBytes} bytes, at most ${sizeBytesMax} are allowed`,
    );
  if (sizeBytes < offset)
    throw new MusterError('OBJECT_CORRUPT', `the object has ${sizeBytes} bytes, ${offset} are here already`);
  return sizeBytes;
}

/** Serves the peer's pull. Throws OBJECT_UNKNOWN, OVERLOADED, INVALID_ARGUMENT, UNAVAILABLE, CANCELLED. */
export async function servePull(
  link: Link,
  request: number,
  { transfer, sha256, offset, credits }: Pull,
  open: (sha256: string) => Promise<ObjectSource | undefined>,
): Promise<void> {
  const { transfers, messages } = link;
  transfers.offer(transfer);
  let source: ObjectSource | undefined;
  try {
    const hash = hex(sha256);
    source = await open(hash);
    if (!source) throw new MusterError('OBJECT_UNKNOWN', `no object ${hash} is offered here`);
    messages.assertOpen();
    if (!transfers.isOffered(transfer)) throw new MusterError('CANCELLED', 'it is not wanted any more');
    if (offset > source.sizeBytes)
      throw new MusterError('INVALID_ARGUMENT', `the object ends before ${offset}`);
  } catch (thrown) {
    transfers.withdraw(transfer);
    source?.close();
    throw thrown;
  }
  messages.answer(request, { kind: 'pullReady', value: { size: source.sizeBytes } });
  transfers.send(transfer, source, { offset, credits }, () => {});
}
