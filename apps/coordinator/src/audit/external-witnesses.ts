/**
 * @module Witnesses of the federation's log that are no sites: a regulator, a trust office, asked over HTTP (C2SP tlog-witness). With three sites or fewer
 * they are what makes a quorum that cannot be split.
 */
import { createHash } from 'node:crypto';
import {
  ADD_CHECKPOINT_BYTES_MAX,
  type PolicyWitness,
  parseVerifierKey,
  type Witness,
  type WitnessAnswer,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import type { CoordinatorConfig } from '../config.ts';
import type { Logger } from '../logger.ts';

/** Publishing waits no longer for any witness. */
const ASK_MS = 1_000;
/** Longer than the signature lines of any witness. */
const ANSWER_BYTES_MAX = 64 * 1024;
/** What a witness answers that knows the log; what they mean is the publisher's. */
const EXPECTED: ReadonlySet<number> = new Set([200, 409, 422]);
const SAID_MAX = 200;

export class ExternalWitness implements PolicyWitness, Witness {
  readonly name: string;
  readonly key: PolicyWitness['key'];
  readonly url: string;
  readonly #log: Pick<Logger, 'warn' | 'info'>;
  readonly #fetch: typeof fetch;
  #isDown = false;

  constructor(
    { name, key, url }: CoordinatorConfig['audit']['witnesses'][number],
    { log, fetch }: { readonly log: Pick<Logger, 'warn' | 'info'>; readonly fetch: typeof globalThis.fetch },
  ) {
    this.name = name;
    this.key = parseVerifierKey(key);
    this.url = url;
    this.#log = log;
    this.#fetch = fetch;
  }

  get keys(): readonly PolicyWitness['key'][] {
    return [this.key];
  }

  /** Rejects with TIMEOUT, UNAVAILABLE and FRAME_TOO_LARGE; a person is told when it begins to give no cosignatures, and when that is over. */
  async ask(body: Uint8Array): Promise<WitnessAnswer> {
    try {
      const answer = await this.#post(body);
      const said = Buffer.from(answer.body).toString().split('\n')[0]?.slice(0, SAID_MAX);
      this.#tell(EXPECTED.has(answer.status) ? undefined : `${answer.status}, ${said}`);
      return answer;
    } catch (thrown) {
      this.#tell(asMusterError(thrown).message);
      throw thrown;
    }
  }

  /** From where it serves what it has cosigned last (C2SP tlog-witness, "Monitoring"). Rejects as `ask`. */
  async newest(origin: string): Promise<Uint8Array> {
    const name = createHash('sha256').update(origin).digest('hex');
    const { status, body } = await this.#request(`${name}/checkpoint`, { method: 'GET' });
    if (status !== 200) throw new MusterError('NOT_FOUND', `${this.url} serves no checkpoint: ${status}`);
    return body;
  }

  #tell(trouble: string | undefined): void {
    if (trouble !== undefined && !this.#isDown)
      this.#log.warn({ witness: this.name }, `the witness cosigns nothing: ${trouble}`);
    if (trouble === undefined && this.#isDown)
      this.#log.info({ witness: this.name }, 'the witness cosigns again');
    this.#isDown = trouble !== undefined;
  }

  #post(body: Uint8Array): Promise<WitnessAnswer> {
    if (body.length > ADD_CHECKPOINT_BYTES_MAX)
      throw new MusterError('FRAME_TOO_LARGE', 'the request is larger than any witness reads');
    return this.#request('add-checkpoint', {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  }

  async #request(path: string, init: RequestInit): Promise<WitnessAnswer> {
    const signal = AbortSignal.timeout(ASK_MS);
    try {
      const url = new URL(path, `${this.url.replace(/\/$/, '')}/`);
      const answer = await this.#fetch(url, { ...init, redirect: 'error', signal });
      return {
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: await wholeOf(answer),
      };
    } catch (thrown) {
      if (thrown instanceof MusterError) throw thrown;
      if (signal.aborted)
        throw new MusterError('TIMEOUT', `${this.url} gives no answer within ${ASK_MS} ms`, {
          cause: thrown,
        });
      throw new MusterError('UNAVAILABLE', `${this.url} cannot be asked: ${reasonOf(thrown)}`, {
        cause: thrown,
      });
    }
  }
}

/** What comes after the limit is not waited for. */
async function wholeOf({ body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > ANSWER_BYTES_MAX)
      throw new MusterError('FRAME_TOO_LARGE', `the witness answers more than ${ANSWER_BYTES_MAX} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || String(Reflect.get(cause, 'code') ?? cause.name);
}
