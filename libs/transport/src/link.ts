/** @module What pulls and pushes need of the session that they run in. */
import { MusterError } from '@muster/errors';
import type { Messages } from './messages.ts';
import type { Requests } from './requests.ts';
import type { Transfers } from './transfers.ts';

export interface Link {
  readonly requests: Requests;
  readonly transfers: Transfers;
  readonly messages: Messages;
}

/** Throws CANCELLED. */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** Calls `act` when the signal fires; the returned function prevents it. */
export function whenAborted(signal: AbortSignal | undefined, act: (error: MusterError) => void): () => void {
  const aborted = (): void => act(cancelled());
  signal?.addEventListener('abort', aborted, { once: true });
  return () => signal?.removeEventListener('abort', aborted);
}

function cancelled(): MusterError {
  return new MusterError('CANCELLED', 'the work was cancelled');
}
