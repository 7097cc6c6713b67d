/**
 * @module Targets: an open session, as the coordinator has it and as an agent has it, whose peer says what it likes. Every request is
 * answered by a code of the table; nothing is left of a session that is over: no transfer, no request, no sink and no source.
 */
import { createHash, type Hash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { MusterError } from '@muster/errors';
import { systemRandom } from '@muster/identity';
import type { Envelope } from '@muster/protocol';
import {
  type Acceptance,
  CoordinatorEndpoint,
  connectOnce,
  memorySource,
  type ObjectSource,
  SESSION_SETTINGS,
  type Session,
  type SessionHandlers,
  systemClock,
} from '@muster/transport';
import fc from 'fast-check';
import { WebSocketServer } from 'ws';
import { converse, dialogue, type Line } from '../dialogue.ts';
import { presentFederation } from '../parties.ts';
import { callCoordinator, type Peer, takeAgent } from '../peer.ts';
import { type FuzzTarget, fuzzTarget, rule } from '../target.ts';

const WAIT_MS = 9_000;
const OBJECT = new Uint8Array(700_000).fill(3);
const OBJECT_HASH = createHash('sha256').update(OBJECT).digest();
const SINK_BYTES_MAX = 2_000_000;
const settings = { ...SESSION_SETTINGS, transfersMax: 3, handlersMax: 8, requestMs: 500 };

const script = dialogue({ objects: [OBJECT_HASH], runs: ['run'], linesMax: 25 });

/** What one session opened and must have closed when it is over. */
class Holdings {
  open = 0;
  readonly faults: MusterError[] = [];

  source(): ObjectSource {
    this.open += 1;
    let closed = false;
    return {
      ...memorySource(OBJECT),
      close: () => {
        rule(!closed, 'a source is closed twice');
        closed = true;
        this.open -= 1;
      },
    };
  }

  /** Takes any object that is announced with a size that memory allows. */
  accept(sizeBytes: number): Acceptance {
    if (sizeBytes > SINK_BYTES_MAX) throw new MusterError('FRAME_TOO_LARGE', 'too large');
    this.open += 1;
    let next = 0;
    let over = false;
    const end = (): void => {
      rule(!over, 'a sink hears of two ends');
      over = true;
      this.open -= 1;
    };
    return {
      kind: 'accept',
      sizeBytes,
      offset: 0,
      sink: {
        write: async (offset, bytes) => {
          rule(offset === next && offset + bytes.length <= sizeBytes, 'a sink gets bytes out of place');
          next += bytes.length;
        },
        abort: end,
      },
      finish: async () => {
        rule(next === sizeBytes, 'an object that is not whole is finished');
        end();
        return { kind: 'ok', value: {} };
      },
    };
  }
}

function handlers(holdings: Holdings): SessionHandlers {
  return {
    async onRequest(body) {
      if (body.kind === 'report') return holdings.accept(body.value.size);
      if (body.kind === 'register')
        return {
          kind: 'registered',
          value: {
            heartbeatMs: 1_000,
            timeMs: 1,
            standing: null,
            logPolicy: new Uint8Array(),
            nextEvent: 0,
            witnessKey: new Uint8Array(),
            manifest: { epoch: 1, hash: new Uint8Array(32) },
            logWitnesses: [],
          },
        };
      throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is not handled`);
    },
    onNotice: () => {},
    openObject: async (sha256) => (sha256 === OBJECT_HASH.toString('hex') ? holdings.source() : undefined),
    onClose: () => {},
    onFault: (error) => holdings.faults.push(error),
  };
}

/** Says the script, then one request that must be answered if the session lives; and what must hold when all is over. */
async function play(scene: Scene, lines: readonly Line[]): Promise<string> {
  const { peer, session, holdings } = scene;
  let outcome: string;
  try {
    outcome = await converse(peer, scene.heard, lines, WAIT_MS);
  } finally {
    peer.socket.terminate();
  }
  const open = session();
  await settled(
    () => (open?.closed ?? true) && (open?.stats.handling ?? 0) === 0 && holdings.open === 0,
    () => `left over: ${holdings.open} objects, ${JSON.stringify(open?.stats)}`,
  );
  const [fault] = holdings.faults;
  if (fault) throw fault.cause ?? fault;
  return outcome;
}

interface Scene {
  readonly peer: Peer;
  readonly heard: readonly Envelope[];
  readonly session: () => Session | undefined;
  readonly holdings: Holdings;
}

async function settled(condition: () => boolean, what: () => string): Promise<void> {
  const endMs = performance.now() + WAIT_MS;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`broken rule: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const federation = presentFederation();
const { manifest } = federation;
const asCoordinator = { ...federation.coordinator, manifest: () => manifest, random: systemRandom };
const asSite = {
  purpose: 'session',
  ...federation.site('site'),
  manifest,
  random: systemRandom,
} as const;

/** One endpoint serves all scripts: what one leaves behind would disturb the next. */
let endpoint: { readonly url: string; readonly opened: Session[]; holdings: Holdings } | undefined;

async function openEndpoint() {
  if (endpoint) return endpoint;
  const server = createServer((_request, response) => response.end());
  const opened: Session[] = [];
  const made = { url: await listen(server), opened, holdings: new Holdings() };
  new CoordinatorEndpoint({
    server,
    clock: systemClock,
    identity: asCoordinator,
    settings,
    handshakeMs: 5_000,
    pendingMax: 8,
    sessionsMax: 8,
    authorise: () => {},
    accept: () => handlers(made.holdings),
    onSession: (session) => made.opened.push(session),
    onRefused: () => {},
  });
  endpoint = made;
  return made;
}

/** `early`: the first line comes with the proof, when there is no session yet. */
const sides = fc.record({
  lines: script,
  early: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const coordinator = fuzzTarget('session, as coordinator', sides, async ({ lines, early }) => {
  const holdings = new Holdings();
  const door = await openEndpoint();
  door.holdings = holdings;
  door.opened.length = 0;
  const heard: Envelope[] = [];
  const peer = await callCoordinator(door.url, asSite, (envelope) => heard.push(envelope), early);
  return play({ peer, heard, session: () => door.opened[0], holdings }, lines);
});

let called: { readonly url: string; readonly sockets: WebSocketServer } | undefined;

async function openHostile() {
  if (called) return called;
  const server = createServer();
  const url = await listen(server);
  called = { url, sockets: new WebSocketServer({ server, handleProtocols: () => 'muster.v1' }) };
  return called;
}

/** The agent asks, pulls and pushes meanwhile: there are requests and transfers that a lie could be about. */
const agent = fuzzTarget('session, as agent', script, async (lines) => {
  const holdings = new Holdings();
  const heard: Envelope[] = [];
  const { url, sockets } = await openHostile();
  const taken = takeAgent(sockets, asCoordinator, (envelope) => heard.push(envelope));
  const connecting = connectOnce({
    url,
    bindToTls: true,
    identity: asSite,
    clock: systemClock,
    settings,
    handshakeMs: 5_000,
    handlers: handlers(holdings),
  });
  const peer = await taken;
  // An honest coordinator's first word: a heartbeat.
  peer.send(peer.seal('control', Buffer.from([0x62, 0])));
  const { session } = await connecting;
  const work = Promise.allSettled([
    pull(session),
    session.push(REPORT, holdings.source()),
    session.request({ kind: 'register', value: REGISTER }),
  ]);
  const outcome = await play({ peer, heard, session: () => session, holdings }, lines);
  for (const done of await work) {
    if (done.status === 'fulfilled') continue;
    const { reason } = done;
    // A code that this version does not know, or INTERNAL itself, may be the peer's word.
    rule(reason instanceof MusterError, `a request ends in ${String(reason)}`);
    rule(
      reason.code !== 'INTERNAL' || reason.cause === undefined,
      `a request ends in ${String(reason.cause)}`,
    );
  }
  return outcome;
});

const REGISTER = {
  agentVersion: '1',
  nodeVersion: '24',
  platform: 'fuzz',
  engine: null,
  datasets: [],
  policyVersion: 1,
  policyHash: new Uint8Array(32),
  policy: null,
};
const REPORT = {
  kind: 'report',
  value: {
    ref: { run: 'run', round: 1, attempt: 1 },
    planHash: OBJECT_HASH,
    modelHash: OBJECT_HASH,
    layoutHash: OBJECT_HASH,
    updateHash: OBJECT_HASH,
    size: OBJECT.length,
    weight: 1,
    codec: 'f32',
    figures: null,
    engine: null,
    masked: null,
    signature: new Uint8Array(64),
  },
} as const;

/** What a pull says is whole has the hash that was asked for. */
async function pull(session: Session): Promise<void> {
  const hash: Hash = createHash('sha256');
  let next = 0;
  await session.pull(
    OBJECT_HASH.toString('hex'),
    {
      write: (offset, bytes) => {
        rule(offset === next, 'a pull writes bytes out of place');
        next += bytes.length;
        hash.update(bytes);
      },
      abort: () => {},
    },
    { sizeBytesMax: SINK_BYTES_MAX },
  );
  rule(hash.digest().equals(OBJECT_HASH), 'a pull is whole and has another hash');
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const address = server.address();
  return `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

export const sessionTargets: readonly FuzzTarget[] = [coordinator, agent];
