/**
 * @module What operators, and time, do to what the coordinator's log only commits to: erasure, retention, and the record of what was disclosed
 * and handed out.
 */
import type { ErasureRequest, ErasureView, Exported, IssuedProof, VerifiedLog } from '@muster/api';
import { Eraser, endsOf, isWithinMonth, RETENTION_LOOK_MS, type RetentionTerms } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { systemRandom } from '@muster/identity';
import { AuditRows, type CoordinatorStore, type Vault } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';
import type { FederationLog } from './federation-log.ts';
import type { Operator, People } from './people.ts';

export interface VaultKeeperParts {
  readonly log: Pick<FederationLog, 'origin' | 'size' | 'record'>;
  readonly vault: Vault;
  readonly people: People;
  readonly store: Pick<CoordinatorStore, 'db' | 'operators'>;
  readonly retention: RetentionTerms;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

export class VaultKeeper {
  readonly #parts: VaultKeeperParts;
  readonly #eraser: Eraser;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: VaultKeeperParts) {
    const { log, vault, store, clock } = parts;
    this.#parts = parts;
    this.#eraser = new Eraser({
      origin: log.origin,
      log,
      rows: new AuditRows(store.db),
      vault,
      wallMs: () => clock.wallMs(),
      random: systemRandom,
    });
  }

  /** Throws NOT_FOUND where the vault keeps nothing of it, CONFLICT, STORAGE_*: what is begun then is taken up by `retain`. */
  erase(request: ErasureRequest, by: Operator): ErasureView {
    const { log, people, store, clock } = this.#parts;
    const { entries, person, basis, why, receivedOn } = request;
    const known = store.operators.list().filter(({ name }) => name === person);
    const nowMs = clock.wallMs();
    const receivedMs = receivedOn === undefined ? nowMs : Date.parse(`${receivedOn}T23:59:59Z`);
    const erased = this.#eraser.erase({
      target:
        person === undefined
          ? { entries: entries ?? [], ...(request.class ? { hidden: request.class } : {}) }
          : { person: [person, ...known.map(({ id }) => id)] },
      basis,
      ...(request.case === undefined ? {} : { caseId: request.case }),
      deadlineMet: isWithinMonth(receivedMs, nowMs),
      role: 'coord.admin',
      actor: people.actor(by),
      pii: people.said(by, why),
    });
    const { caseId, secrets, persons, completed } = erased;
    return {
      case: caseId,
      origin: log.origin,
      secrets,
      entries: [...erased.entries],
      persons,
      completed: [...completed],
    };
  }

  /** Somebody was given a proof of an entry, with or without what it hides. Throws INVALID_ARGUMENT for an entry that is not there. */
  proofIssued({ index, disclosed }: IssuedProof, by: Operator): number {
    const { log } = this.#parts;
    if (index >= log.size) throw new MusterError('INVALID_ARGUMENT', `the log has ${log.size} entries`);
    return this.#said(
      by,
      (said) => log.record({ ...said, name: 'proof.issued', data: { index, disclosed } }).index,
    );
  }

  exported(data: Exported, by: Operator): number {
    const { log } = this.#parts;
    return this.#said(by, (said) => log.record({ ...said, name: 'data.exported', data }).index);
  }

  verified({ origin, ...said }: VerifiedLog, by: Operator): number {
    const { log } = this.#parts;
    const data = { ...said, how: 'verified', ...(origin === log.origin ? {} : { origin }) } as const;
    return this.#said(by, (who) => log.record({ ...who, name: 'log.accessed', data }).index);
  }

  /** Once a day: lets go of what is over, and takes up what was left half done. Never throws. */
  retain(): void {
    const { retention, clock, logger } = this.#parts;
    const nowMs = clock.wallMs();
    if (nowMs - this.#lookedMs < RETENTION_LOOK_MS) return;
    try {
      this.#eraser.settle();
      for (const { caseId, secrets } of this.#eraser.retain(endsOf(retention, nowMs)))
        logger.info({ case: caseId, secrets }, 'the vault has let go of what was kept long enough');
      this.#lookedMs = nowMs;
    } catch (thrown) {
      logger.error({ err: thrown }, 'the vault could not let go of what was kept long enough');
    }
  }

  #said<T>(
    by: Operator,
    act: (said: { role: 'coord.admin'; actor: string; hidden: { pii: unknown } }) => T,
  ): T {
    const { people } = this.#parts;
    return act({ role: 'coord.admin', actor: people.actor(by), hidden: { pii: people.said(by) } });
  }
}
