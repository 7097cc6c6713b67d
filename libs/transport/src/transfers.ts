/**
 * @module The transfers of one session, by id: how many there may be, where chunks and credits go, and the end of one in which nothing
 * moves. The receiver of an object chooses the id; agents choose odd ones, coordinators even ones, so an id belongs to one direction.
 */
import { asMusterError, MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import type { Clock } from './clock.ts';
import { InboundTransfer, type TransferEnded } from './inbound-transfer.ts';
import type { Messages } from './messages.ts';
import type { ObjectSink, ObjectSource } from './object.ts';
import { OutboundTransfer } from './outbound-transfer.ts';
import type { Outbox } from './outbox.ts';
import { SeldomMap } from './seldom-map.ts';
import type { SessionSettings } from './settings.ts';
import { errorBody, errorOf } from './wire-error.ts';

type Transfer = InboundTransfer | OutboundTransfer;
type Value<Kind extends Body['kind']> = Extract<Body, { kind: Kind }>['value'];

/** What transfers work with. */
export interface TransfersParts {
  readonly clock: Clock;
  readonly settings: Pick<SessionSettings, 'stallMs' | 'transfersMax' | 'windowChunks' | 'chunkBytes'>;
  readonly outbox: Pick<Outbox, 'addBulk' | 'removeBulk' | 'pump'>;
  readonly messages: Pick<Messages, 'notify'>;
  /** Knows what the peer may hear of an error. */
  readonly owner: { publicError(error: MusterError): MusterError };
}

export class Transfers {
  readonly #parts: TransfersParts;
  /** Undefined while the id is only reserved. */
  readonly #inbound = new SeldomMap<number, InboundTransfer | undefined>();
  /** Undefined while what the peer asked for is being opened. */
  readonly #outbound = new SeldomMap<number, OutboundTransfer | undefined>();
  /** How far each transfer was when something last moved in it, and when that was. */
  readonly #moved = new SeldomMap<Transfer, { readonly progress: number; readonly atMs: number }>();
  #nextId: number;
  #cancelLook: (() => void) | undefined;
  #closed: MusterError | undefined;

  constructor(side: 'agent' | 'coordinator', parts: TransfersParts) {
    this.#parts = parts;
    this.#nextId = side === 'agent' ? 1 : 2;
  }

  get inbound(): number {
    return this.#inbound.size;
  }
  get outbound(): number {
    return this.#outbound.size;
  }

  /** An id for an object to come, which counts as a transfer until `receive` or `release`. Throws OVERLOADED. */
  reserve(): number {
    if (this.inbound >= this.#parts.settings.transfersMax) throw overloaded();
    const id = this.#nextId;
    this.#nextId += 2;
    this.#inbound.set(id, undefined);
    return id;
  }

  release(id: number): void {
    this.#inbound.delete(id);
  }

  /** Takes chunks under a reserved id from now on. `whole` settles when the last byte is in the sink. */
  receive(
    id: number,
    start: { readonly sizeBytes: number; readonly offset: number },
    sink: ObjectSink,
  ): { readonly transfer: InboundTransfer; readonly whole: Promise<void> } {
    const { promise: whole, resolve, reject } = Promise.withResolvers<void>();
    whole.catch(() => {}); // it may fail before somebody waits for it
    const transfer = new InboundTransfer(
      id,
      { ...start, window: this.#parts.settings.windowChunks },
      sink,
      (acked, credits) =>
        this.#parts.messages.notify({ kind: 'credit', value: { transfer: id, acked, credits } }),
      (error, byPeer) => {
        this.#inbound.delete(id);
        this.#over(transfer, error, byPeer);
        if (error) reject(error);
        else resolve();
      },
    );
    this.#inbound.set(id, transfer);
    this.#watch(transfer);
    if (this.#closed) transfer.end(this.#closed, true);
    return { transfer, whole };
  }

  /** Keeps a place for an object that the peer asks for, until `send` or `withdraw`. Throws OVERLOADED, and INVALID_ARGUMENT for an id that is not the peer's or in use. */
  offer(id: number): void {
    if (this.outbound >= this.#parts.settings.transfersMax) throw overloaded();
    if (id % 2 === this.#nextId % 2 || this.#outbound.has(id))
      throw new MusterError('INVALID_ARGUMENT', `a transfer cannot have the id ${id}`);
    this.#outbound.set(id, undefined);
  }

  /** False when the peer has ended the transfer before it began. */
  isOffered(id: number): boolean {
    return this.#outbound.has(id) && this.#outbound.get(id) === undefined;
  }

  withdraw(id: number): void {
    if (this.isOffered(id)) this.#outbound.delete(id);
  }

  /** Sends an object from `offset`, as far as credits go, under an id that was offered or may be. Throws as `offer`, and INVALID_ARGUMENT beyond the end; the source is the caller's then. */
  send(
    id: number,
    source: ObjectSource,
    start: { readonly offset: number; readonly credits: number },
    ended: TransferEnded,
  ): OutboundTransfer {
    if (!this.isOffered(id)) this.offer(id);
    if (start.offset > source.sizeBytes) {
      this.withdraw(id);
      throw new MusterError(
        'INVALID_ARGUMENT',
        `an object of ${source.sizeBytes} bytes ends before ${start.offset}`,
      );
    }
    const transfer = new OutboundTransfer(
      id,
      source,
      { ...start, chunkBytes: this.#parts.settings.chunkBytes },
      () => this.#parts.outbox.pump(),
      (error, byPeer) => {
        this.#outbound.delete(id);
        this.#parts.outbox.removeBulk(transfer);
        this.#over(transfer, error, byPeer);
        ended(error, byPeer);
      },
    );
    this.#outbound.set(id, transfer);
    this.#watch(transfer);
    if (this.#closed) transfer.end(this.#closed, true);
    else this.#parts.outbox.addBulk(transfer);
    return transfer;
  }

  /** A chunk of no transfer was under way when its transfer ended. `done` is called when its data is not looked at any more. */
  chunk({ transfer, offset, data }: Value<'chunk'>, done = (): void => {}): void {
    const inbound = this.#inbound.get(transfer);
    if (inbound) inbound.receive(offset, data, done);
    else done();
  }

  credit({ transfer, credits }: Value<'credit'>): void {
    this.#outbound.get(transfer)?.addCredits(credits);
  }

  /** The peer ends a transfer. */
  ended({ transfer, error }: Value<'transferEnd'>): void {
    const reason = error ? errorOf(error) : new MusterError('CANCELLED', 'the peer ended the transfer');
    this.withdraw(transfer);
    this.#inbound.get(transfer)?.end(reason, true);
    this.#outbound.get(transfer)?.end(reason, true);
  }

  /** Tells the peer that a transfer is over for us. */
  tellEnd(transfer: number, reason: MusterError): void {
    const { messages, owner } = this.#parts;
    messages.notify({
      kind: 'transferEnd',
      value: { transfer, error: errorBody(owner.publicError(reason)) },
    });
  }

  /** The session is over. Sinks and sources are told, each of them; what one of them throws is given to `fault`. */
  endAll(reason: MusterError, fault: (error: MusterError) => void): void {
    this.#closed = reason;
    this.#cancelLook?.();
    for (const [, transfer] of [...this.#inbound.entries, ...this.#outbound.entries]) {
      try {
        transfer?.end(reason, true);
      } catch (thrown) {
        fault(asMusterError(thrown));
      }
    }
  }

  #over(transfer: Transfer, error: MusterError | undefined, byPeer: boolean): void {
    this.#moved.delete(transfer);
    if (error && !byPeer) this.tellEnd(transfer.id, error);
  }

  #watch(transfer: Transfer): void {
    this.#moved.set(transfer, { progress: transfer.progress, atMs: this.#parts.clock.monotonicMs() });
    if (!this.#closed) this.#cancelLook ??= this.#lookLater();
  }

  #lookLater(): () => void {
    return this.#parts.clock.after(this.#parts.settings.stallMs / 4, () => this.#look());
  }

  /** Ends what stands still; looks again as long as there are transfers. */
  #look(): void {
    const { clock, settings } = this.#parts;
    const nowMs = clock.monotonicMs();
    for (const [transfer, { progress, atMs }] of this.#moved.entries) {
      if (transfer.progress !== progress)
        this.#moved.set(transfer, { progress: transfer.progress, atMs: nowMs });
      else if (nowMs - atMs >= settings.stallMs)
        transfer.end(new MusterError('TIMEOUT', `nothing moved in a transfer for ${settings.stallMs} ms`));
    }
    this.#cancelLook = this.#moved.size > 0 ? this.#lookLater() : undefined;
  }
}

function overloaded(): MusterError {
  return new MusterError('OVERLOADED', 'too many transfers at the same time', { retryAfterMs: 1000 });
}
