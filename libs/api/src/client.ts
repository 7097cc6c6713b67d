/** @module A client of the API: typed by the contract, with Muster's errors for everything that goes wrong. */
import { isErrorCode, MusterError, networkFault } from '@muster/errors';
import type { z } from 'zod';
import {
  auditPartiesSchema,
  type ErasureRequest,
  type Exported,
  erasureSchema,
  type IssuedProof,
  loggedSchema,
  type VerifiedLog,
} from './audit.ts';
import { manifestInstalledSchema, manifestsSchema } from './manifests.ts';
import { modelDetailSchema, modelSummarySchema } from './models.ts';
import { newOperatorSchema, operatorViewSchema } from './operators.ts';
import { problemSchema } from './problem.ts';
import { quarantinedSchema, releaseSchema } from './quarantine.ts';
import { parseRunEvent, type RunEvent } from './run-events.ts';
import { runDetailSchema, runSummarySchema } from './runs.ts';
import { publishedPolicySchema, siteDetailSchema } from './site-policies.ts';
import { invitationSchema, revokedSchema, siteViewSchema } from './sites.ts';
import { statusSchema } from './status.ts';

/** Where the coordinator is, and who asks: the parts of an operator's credential. */
export interface ApiTarget {
  readonly url: string;
  readonly secret: string;
  /** The way out: `fetch`, or one that trusts a private certificate authority. */
  readonly fetch: typeof fetch;
}

/**
 * The coordinator's API. Every method throws what the coordinator refused with by its own code, UNAVAILABLE when nobody answers or the answer breaks
 * off, CANCELLED, INTERNAL for an answer that is none of ours, and ZodError for one that breaks the contract.
 */
export class ApiClient {
  readonly #target: ApiTarget;

  constructor(target: ApiTarget) {
    this.#target = target;
  }

  /** https:// or http:// of the coordinator. */
  get url(): string {
    return this.#target.url;
  }

  async sites() {
    return siteViewSchema.array().parse(await this.#json('GET', '/v1/sites'));
  }
  async site(name: string) {
    return siteDetailSchema.parse(await this.#json('GET', `/v1/sites/${encodeURIComponent(name)}`));
  }
  async policies() {
    return publishedPolicySchema.array().parse(await this.#json('GET', '/v1/policies'));
  }
  async invite(site: string, validHours?: number) {
    const body = validHours === undefined ? { site } : { site, validHours };
    return invitationSchema.parse(await this.#json('POST', '/v1/invitations', body));
  }
  async revoke(site: string, reason: string) {
    return revokedSchema.parse(
      await this.#json('POST', `/v1/sites/${encodeURIComponent(site)}/revoke`, { reason }),
    );
  }
  async reinstate(site: string) {
    return siteViewSchema.parse(
      await this.#json('POST', `/v1/sites/${encodeURIComponent(site)}/reinstate`, {}),
    );
  }
  async quarantine(run?: string) {
    const query = run === undefined ? '' : `?run=${encodeURIComponent(run)}`;
    return quarantinedSchema.array().parse(await this.#json('GET', `/v1/quarantine${query}`));
  }
  async quarantined(id: string) {
    return quarantinedSchema.parse(await this.#json('GET', `/v1/quarantine/${encodeURIComponent(id)}`));
  }
  async release(id: string) {
    return releaseSchema.parse(
      await this.#json('POST', `/v1/quarantine/${encodeURIComponent(id)}/release`, {}),
    );
  }
  async drop(id: string) {
    return quarantinedSchema.parse(
      await this.#json('POST', `/v1/quarantine/${encodeURIComponent(id)}/drop`, {}),
    );
  }
  async status() {
    return statusSchema.parse(await this.#json('GET', '/v1/status'));
  }
  async operators() {
    return operatorViewSchema.array().parse(await this.#json('GET', '/v1/operators'));
  }
  async addOperator(name: string) {
    return newOperatorSchema.parse(await this.#json('POST', '/v1/operators', { name }));
  }
  async revokeOperator(name: string) {
    return operatorViewSchema.parse(
      await this.#json('POST', `/v1/operators/${encodeURIComponent(name)}/revoke`, {}),
    );
  }
  /** Signed manifests after an epoch, base64. */
  async manifests(after = 0): Promise<readonly string[]> {
    return manifestsSchema.parse(await this.#json('GET', `/v1/manifests?after=${after}`)).manifests;
  }
  async installManifests(manifests: readonly string[]) {
    return manifestInstalledSchema.parse(await this.#json('POST', '/v1/manifests', { manifests }));
  }
  /** Whose signatures on the federation's log count, as C2SP tlog-policy. */
  async auditPolicy(): Promise<string> {
    const response = await this.#send('GET', '/v1/audit/policy');
    return await response.text();
  }
  /** Whom the pseudonyms of the log stand for. */
  async auditParties() {
    return auditPartiesSchema.parse(await this.#json('GET', '/v1/audit/parties'));
  }
  /** Erases what the log only commits to. */
  async erase(request: ErasureRequest) {
    return erasureSchema.parse(await this.#json('POST', '/v1/audit/erasures', request));
  }
  /** Logs that a proof of an entry was handed out. */
  async proofIssued(issued: IssuedProof) {
    return loggedSchema.parse(await this.#json('POST', '/v1/audit/proofs', issued));
  }
  /** Logs that something of the log was handed out. */
  async exported(exported: Exported) {
    return loggedSchema.parse(await this.#json('POST', '/v1/audit/exports', exported));
  }
  /** Logs that a log was verified. */
  async verified(verified: VerifiedLog) {
    return loggedSchema.parse(await this.#json('POST', '/v1/audit/verifications', verified));
  }
  async startRun(task: string, file: string, requestId?: string) {
    const body = requestId === undefined ? { task, file } : { task, file, requestId };
    return runSummarySchema.parse(await this.#json('POST', '/v1/runs', body));
  }
  async runs() {
    return runSummarySchema.array().parse(await this.#json('GET', '/v1/runs'));
  }
  async run(id: string) {
    return runDetailSchema.parse(await this.#json('GET', `/v1/runs/${encodeURIComponent(id)}`));
  }
  async cancelRun(id: string) {
    return runSummarySchema.parse(await this.#json('POST', `/v1/runs/${encodeURIComponent(id)}/cancel`, {}));
  }
  async resumeRun(id: string, { newAttempt = false } = {}) {
    const body = { newAttempt };
    return runSummarySchema.parse(
      await this.#json('POST', `/v1/runs/${encodeURIComponent(id)}/resume`, body),
    );
  }
  async models(run?: string) {
    const query = run === undefined ? '' : `?run=${encodeURIComponent(run)}`;
    return modelSummarySchema.array().parse(await this.#json('GET', `/v1/models${query}`));
  }
  async model(id: string) {
    return modelDetailSchema.parse(await this.#json('GET', `/v1/models/${encodeURIComponent(id)}`));
  }

  /** Bytes of a model version: f32 little-endian in layout order. The caller checks them against the hash of the model. */
  async weights(id: string): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#send('GET', `/v1/models/${encodeURIComponent(id)}/weights`);
    if (!response.body) throw new MusterError('INTERNAL', 'the coordinator sent no weights');
    return response.body;
  }

  /** Events of a run from `after` on; with `follow` until the run has ended, the connection closes or the signal fires. */
  async *events(
    run: string,
    options: { after?: number; follow?: boolean; signal?: AbortSignal } = {},
  ): AsyncGenerator<RunEvent> {
    const path = `/v1/runs/${encodeURIComponent(run)}/events?after=${options.after ?? 0}&follow=${options.follow === true}`;
    const response = await this.#send('GET', path, undefined, options.signal);
    if (!response.body) return;
    let rest = '';
    for await (const text of pieces(response.body, options.signal)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter((each) => each !== '')) {
        const event = parseRunEvent(JSON.parse(line));
        if (event) yield event;
      }
    }
  }

  async #json(method: string, path: string, body?: unknown): Promise<unknown> {
    return (await this.#send(method, path, body)).json();
  }

  async #send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const { url, secret, fetch } = this.#target;
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      if (signal?.aborted) throw new MusterError('CANCELLED', 'the request was cancelled', { cause });
      throw networkFault(cause, new URL(url));
    }
    if (response.ok) return response;
    throw await problemOf(response);
  }
}

/** The text of a stream as it comes. Throws UNAVAILABLE when it breaks off, CANCELLED when the signal fired. */
async function* pieces(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  try {
    yield* body.pipeThrough(new TextDecoderStream());
  } catch (cause) {
    throw signal?.aborted
      ? new MusterError('CANCELLED', 'the request was cancelled', { cause })
      : new MusterError('UNAVAILABLE', 'the coordinator broke the answer off', { cause });
  }
}

async function problemOf(response: Response): Promise<MusterError> {
  const text = await response.text();
  let problem: z.infer<typeof problemSchema> | undefined;
  try {
    problem = problemSchema.safeParse(JSON.parse(text)).data;
  } catch {
    problem = undefined;
  }
  if (!problem)
    return new MusterError('INTERNAL', `the coordinator answered ${response.status} without a reason`);
  const detail = Object.fromEntries(
    Object.entries(problem.detail).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
        ? value
        : JSON.stringify(value),
    ]),
  );
  return new MusterError(isErrorCode(problem.code) ? problem.code : 'INTERNAL', problem.message, { detail });
}
