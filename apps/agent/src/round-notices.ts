/** @module What a site says of its work beside the update: how far it is, now and then, and that it cannot go on. */
import { asMusterError, type ErrorCode } from '@muster/errors';
import type { Policy } from '@muster/policy';
import { mayLeave, type Request } from '@muster/policy/decision';
import type { RoundRef } from '@muster/protocol';
import type { Clock } from '@muster/transport';
import type { EgressGate } from './gate.ts';
import type { Logger } from './logger.ts';

export interface NoticeParts {
  readonly gate: Pick<EgressGate, 'connected' | 'untilConnected' | 'notify' | 'request'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Logger;
  /** The agent stops: nothing waits for a connection any more. */
  readonly stopping: AbortSignal;
}

/** `fraction` of a phase, 0 to 1. */
interface Told {
  readonly phase: string;
  readonly fraction: number;
  readonly epoch?: number;
  readonly step?: number;
  readonly steps?: number;
  readonly loss?: number;
}

const PROGRESS_MS = 2_000;

export class RoundNotices {
  readonly #parts: NoticeParts;
  #last = { atMs: Number.NEGATIVE_INFINITY, phase: '' };

  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** At most one line in two seconds, and one whenever the phase changes; none that the policy forbids. */
  async progress(ref: RoundRef, request: Request, told: Told): Promise<void> {
    const { gate, policy, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    if (!mayLeave(policy, 'progress') || !gate.connected) return;
    if (told.phase === this.#last.phase && nowMs - this.#last.atMs < PROGRESS_MS) return;
    this.#last = { atMs: nowMs, phase: told.phase };
    const { phase, fraction, epoch = 0, step = 0, steps = 0, loss = Number.NaN } = told;
    await gate.notify({
      body: { kind: 'progress', value: { ref, phase, fraction, epoch, step, steps, loss, etaMs: 0 } },
      request,
    });
  }

  /** Once there is a connection. Its code is all that leaves; it never throws. */
  async failure(ref: RoundRef, code: ErrorCode): Promise<void> {
    const { gate, log, stopping } = this.#parts;
    try {
      await gate.untilConnected(stopping);
      await gate.request({ body: { kind: 'failure', value: { ref, code, reason: '' } } });
    } catch (thrown) {
      log.warn({ run: ref.run, code: asMusterError(thrown).code }, 'a failure could not be told');
    }
  }
}
