/** @module `muster audit erase` at a site: what the log only commits to leaves the vault, beside the agent or without one. */
import { type Erased, type ErasureBasis, type ErasureTarget, isWithinMonth } from '@muster/audit';
import { systemClock } from '@muster/transport';
import { type OwnLogOptions, type Person, withOwnLog } from './own-log.ts';

export interface SiteErasure extends Person {
  readonly target: ErasureTarget;
  readonly basis: ErasureBasis;
  readonly caseId?: string | undefined;
  /** When it was asked for, in milliseconds since 1970; now without it. */
  readonly receivedMs?: number | undefined;
}

/** Rejects with NOT_FOUND, before anything is done, where the vault keeps nothing of it; CONFLICT, and as `withOwnLog`. */
export async function eraseAtSite(
  directory: string,
  { target, basis, caseId, receivedMs, ...person }: SiteErasure,
  { clock = systemClock, ...options }: OwnLogOptions = {},
): Promise<Erased & { readonly origin: string }> {
  return await withOwnLog(directory, { ...options, clock }, ({ log, acts }) => {
    const { role, actor, hidden } = acts(person);
    const nowMs = clock.wallMs();
    const erased = log.eraser().erase({
      target,
      basis,
      ...(caseId === undefined ? {} : { caseId }),
      deadlineMet: isWithinMonth(receivedMs ?? nowMs, nowMs),
      role,
      ...(actor === undefined ? {} : { actor }),
      pii: hidden?.pii,
    });
    return { origin: log.origin, ...erased };
  });
}
