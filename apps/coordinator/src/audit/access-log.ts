/**
 * @module Who came to the API, who was turned away, and what was handed out there, as the log has it: counted, for a log of every try could be
 * filled by anybody.
 */
import { isIP } from 'node:net';
import type { EventData, EventName } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';
import type { Act, FederationLog } from './federation-log.ts';
import type { Operator, People } from './people.ts';

/** Failures are told once a minute, what went well once an hour. */
const FAILED_MS = 60_000;
const SUCCEEDED_MS = 3_600_000;
const EXPORTED_MS = 1_000;

type Network = EventData<'auth.failed'>['network'];
type Reason = EventData<'auth.failed'>['reason'];

/** Something that is told later, as often as it has happened by then. */
interface Counted {
  readonly count: number;
  readonly draft: (count: number) => Act<EventName>;
}

export interface AccessLogParts {
  readonly log: Pick<FederationLog, 'append'>;
  readonly people: People;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Pick<Logger, 'warn'>;
}

export class AccessLog {
  readonly #parts: AccessLogParts;
  readonly #counted = new Map<string, Counted>();

  constructor(parts: AccessLogParts) {
    this.#parts = parts;
  }

  /** `remote`: an IP address. */
  failed(reason: Reason, remote: string): void {
    const network = networkOf(remote);
    this.#count(`failed ${reason} ${network}`, FAILED_MS, (count) => ({
      name: 'auth.failed',
      data: { method: 'credential', count, network, reason },
    }));
  }

  succeeded(operator: Operator, remote: string): void {
    const network = networkOf(remote);
    this.#count(`succeeded ${operator} ${network}`, SUCCEEDED_MS, (count) => ({
      name: 'auth.succeeded',
      ...this.#by(operator),
      data: { method: 'credential', count, network },
    }));
  }

  /** Weights of a model are handed out. A disk at fault keeps nobody from reading: it is told when it can be. `model`: hex. */
  exported(model: string, operator: Operator): void {
    this.#count(`exported ${model} ${operator}`, EXPORTED_MS, () => ({
      name: 'data.exported',
      ...this.#by(operator),
      data: { what: 'model', format: 'f32', recipient: 'operator', content: `sha256:${model}` },
    }));
  }

  /** Tells of what was counted so far. */
  async flush(): Promise<void> {
    await Promise.all([...this.#counted.keys()].map((key) => this.#tell(key)));
  }

  #by(operator: Operator) {
    const { people } = this.#parts;
    const hidden = { pii: people.said(operator) };
    return { role: 'coord.admin', actor: people.actor(operator), hidden } as const;
  }

  #count(key: string, tellMs: number, draft: Counted['draft'], times = 1): void {
    const known = this.#counted.get(key);
    this.#counted.set(key, { draft, count: (known?.count ?? 0) + times });
    if (!known) this.#parts.clock.after(tellMs, () => void this.#tell(key));
  }

  async #tell(key: string): Promise<void> {
    const { log, logger } = this.#parts;
    const counted = this.#counted.get(key);
    if (!counted) return;
    this.#counted.delete(key);
    const { count, draft } = counted;
    try {
      await log.append(draft(count));
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      logger.warn({ code }, `what happened at the API could not be logged yet: ${message}`);
      this.#count(key, FAILED_MS, draft, count);
    }
  }
}

/** Of an address only this is told: not where somebody is, but from how far away he comes. */
export function networkOf(remote: string): Network {
  const address = remote.replace(/^::ffff:/i, '').toLowerCase();
  if (address === '::1' || /^127\./.test(address)) return 'loopback';
  const isPrivate =
    isIP(address) === 6
      ? /^(fc|fd|fe[89ab])/.test(address)
      : /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
          address,
        );
  return isPrivate ? 'private' : 'public';
}
