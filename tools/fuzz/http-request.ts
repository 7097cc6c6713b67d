/** @module HTTP requests to the API as nobody's client writes them: paths, queries, headers and bodies that are nearly right. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { problemSchema } from '@muster/api';
import { isErrorCode } from '@muster/errors';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { workspace } from '../processes/processes.ts';
import { byteMutations, mutateBytes } from './byte-mutation.ts';
import { rule } from './target.ts';
import { mutateTree, treeMutations } from './tree-mutation.ts';

export interface HttpRequest {
  /** Everything up to the empty line, with CREDENTIAL where the operator's secret stands; latin1. */
  readonly head: string;
  readonly body: Uint8Array;
}

/** Replaced by the secret as the request is sent: an input holds none. */
const CREDENTIAL = 'CREDENTIAL';

interface Route {
  readonly method: string;
  /** `{id}` is some id. */
  readonly path: string;
  readonly body?: unknown;
}

/** Sound but for its test set, which no coordinator has: all of it is checked, and no run begins. */
const TASK = stringify({
  ...parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8')),
  evaluation: { central: { dataset: 'nobody-has-it' } },
});

/** What changes the federation goes to names that nobody has: the fuzzer may not stop honest work by right. */
const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/healthz' },
  { method: 'GET', path: '/readyz' },
  { method: 'GET', path: '/metrics' },
  { method: 'GET', path: '/openapi.json' },
  { method: 'POST', path: '/v1/invitations', body: { site: 'nobody', validHours: 0.01 } },
  { method: 'POST', path: '/v1/invitations', body: { site: 'nobody', validHours: 0.0123456789 } },
  { method: 'GET', path: '/v1/sites' },
  { method: 'POST', path: '/v1/sites/{id}/revoke', body: { reason: 'because' } },
  { method: 'POST', path: '/v1/runs', body: { task: TASK, file: 'task.yaml', requestId: 'fuzz' } },
  { method: 'POST', path: '/v1/runs', body: { task: TASK, file: 'task.yaml', requestId: 'fuzz' } },
  { method: 'GET', path: '/v1/runs' },
  { method: 'GET', path: '/v1/runs/{id}' },
  { method: 'POST', path: '/v1/runs/{id}/cancel' },
  { method: 'POST', path: '/v1/runs/{id}/resume' },
  { method: 'GET', path: '/v1/runs/{id}/events' },
  { method: 'POST', path: '/v1/sites/{id}/reinstate' },
  { method: 'GET', path: '/v1/status' },
  { method: 'GET', path: '/v1/operators' },
  { method: 'POST', path: '/v1/operators', body: { name: 'nobody' } },
  { method: 'POST', path: '/v1/operators/{id}/revoke' },
  { method: 'GET', path: '/v1/quarantine' },
  { method: 'GET', path: '/v1/quarantine/{id}' },
  { method: 'POST', path: '/v1/quarantine/{id}/release' },
  { method: 'POST', path: '/v1/quarantine/{id}/drop' },
  { method: 'GET', path: '/v1/models' },
  { method: 'GET', path: '/v1/models/{id}' },
  { method: 'GET', path: '/v1/models/{id}/weights' },
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get', 'G\u00e9T'];
const SEGMENTS = [
  'nobody',
  'none',
  'none:0',
  '%00',
  '%2e%2e%2f',
  '%ff',
  '%',
  '..',
  '__proto__',
  'a'.repeat(63),
  'a'.repeat(64),
  'a'.repeat(200),
  "'; drop table runs",
  '%F0%9F%98%80',
];
const QUERIES = [
  '',
  '',
  '',
  '?',
  '?after=0',
  '?after=-1',
  '?after=1e309',
  '?after=9007199254740993',
  '?after=1.5',
  '?after=',
  '?after=0x10',
  '?follow=maybe',
  '?follow=1&follow=0',
  '?run=none',
  '?run=%',
  '?run[]=a&run[__proto__]=b',
  `?run=${'a'.repeat(300)}`,
  '#',
];
const OTHER_BODIES: readonly unknown[] = [{ site: 'nobody' }, { reason: 'because' }, {}, [], 'text', null];

const header = fc.oneof(
  fc.constantFrom(
    'Content-Type: text/plain',
    'Content-Type: application/json; charset=utf-16',
    'Content-Type: application/json;;=',
    'Content-Encoding: gzip',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked, identity',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 99999999999',
    'Expect: 100-continue',
    'Expect: nothing',
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Upgrade: h2c\r\nConnection: Upgrade',
    'Range: bytes=0-1',
    'If-None-Match: *',
    'Accept: application/xml',
    'Origin: null',
    'Host: ',
    'X-Request-Id: \u00ff',
    `X-Long: ${'a'.repeat(20_000)}`,
    'No colon',
    ': no name',
  ),
  fc.string({ maxLength: 20 }).map((text) => `X-Any: ${text.replaceAll(/[\r\n]/g, '')}`),
);

const authorisation = fc.oneof(
  { weight: 6, arbitrary: fc.constant(`Authorization: Bearer ${CREDENTIAL}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      'Authorization: Bearer',
      'Authorization: Bearer ',
      'Authorization: Basic YTpi',
      `Authorization: bearer ${'x'.repeat(5_000)}`,
      'Authorization: Bearer \u00ff\u0000',
      `Authorization: Bearer wrong\r\nAuthorization: Bearer ${CREDENTIAL}`,
    ),
  },
);

const rarely = <Value>(arbitrary: fc.Arbitrary<Value>, usual: Value, weight = 8): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });

export const httpRequests: fc.Arbitrary<HttpRequest> = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    method: rarely(fc.constantFrom(...METHODS), undefined),
    id: fc.oneof(fc.constantFrom(...SEGMENTS), fc.string({ maxLength: 10 }).map(encodeURIComponent)),
    query: fc.constantFrom(...QUERIES),
    authorisation,
    headers: rarely(fc.array(header, { minLength: 1, maxLength: 3 }), [], 3),
    other: rarely(fc.constantFrom(...OTHER_BODIES), undefined),
    mutations: treeMutations(3),
    text: rarely(byteMutations(2), [], 5),
    whole: rarely(byteMutations(2), [], 12),
  })
  .map(({ route, method, id, query, authorisation: proof, headers, other, mutations, text, whole }) => {
    const used = method ?? route.method;
    const hasBody = used !== 'GET' && used !== 'HEAD';
    const json = Buffer.from(JSON.stringify(mutateTree(other ?? route.body, mutations)) ?? '', 'utf8');
    const body = hasBody ? mutateBytes(json, text) : Buffer.alloc(0);
    const head = [
      `${used} ${route.path.replace('{id}', id)}${query} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
      ...(proof ? [proof] : []),
      ...(hasBody ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : []),
      ...headers,
    ].join('\r\n');
    return { head: mutateBytes(Buffer.from(head, 'latin1'), whole).toString('latin1'), body };
  });

export interface HttpAnswer {
  /** 0 when the connection ended without a word. */
  readonly status: number;
  readonly body: string;
  /** The connection was ended by the server, or by our patience. */
  readonly ended: boolean;
}

/** Sends it on a connection of its own; what came back until the end, or until nothing more comes. */
export function sendRequest(
  port: number,
  request: HttpRequest,
  secret: string,
  patienceMs: number,
): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    const finish = (ended: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...parseAnswer(Buffer.concat(parts).toString('utf8')), ended });
    };
    const timer = setTimeout(() => finish(false), patienceMs);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    const head = request.head.replaceAll(CREDENTIAL, secret);
    socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), request.body]));
  });
}

/** The first answer: a second one may follow, to what was taken for another request. */
function parseAnswer(whole: string): { status: number; body: string } {
  const text = whole.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
  const at = text.indexOf('\r\n\r\n');
  if (at < 0) return { status, body: '' };
  const length = /^content-length: (\d+)\r$/im.exec(text.slice(0, at + 1))?.[1];
  const rest = Buffer.from(text.slice(at + 4), 'utf8');
  if (length !== undefined) return { status, body: rest.subarray(0, Number(length)).toString('utf8') };
  const body = rest.toString('utf8');
  return { status, body: body.startsWith('0\r\n\r\n') ? '' : body }; // nothing, in chunks
}

/** The name of an answer. Throws for one that no request may get: a fault of the coordinator, or an error that is none of the table. */
export function judgeAnswer({ status, body }: HttpAnswer): string {
  if (status < 400) return status === 0 ? 'no answer' : String(status);
  rule(status !== 500, `HTTP 500: ${body}`);
  if (body === '') return `${status} without a word`; // such as to HEAD
  if (status === 417) return '417 by HTTP'; // to `Expect: anything`, by Node
  const parsed = problemSchema.safeParse(jsonOf(body));
  rule(
    parsed.success && isErrorCode(parsed.data.code),
    `an answer that is no problem of ours: ${status} ${body}`,
  );
  rule(parsed.data.code !== 'INTERNAL', `INTERNAL: ${body}`);
  rule(
    !/\b(?:INSERT INTO|UPDATE|SELECT|DELETE FROM) /.test(parsed.data.message),
    `words of the database: ${body}`,
  );
  return parsed.data.code;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
