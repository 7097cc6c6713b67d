/** @module A coordinator's endpoint and agents over loopback. */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { MusterError } from '@muster/errors';
import type { Peer } from '@muster/identity';
import { type ConnectOptions, connectOnce } from '../connect.ts';
import { CoordinatorEndpoint, type EndpointOptions } from '../endpoint.ts';
import type { Session, SessionHandlers } from '../session.ts';
import { SESSION_SETTINGS, type SessionSettings } from '../settings.ts';
import { systemClock } from '../system-clock.ts';
import { coordinatorIdentity, siteIdentity } from './parties.ts';

export const noHandlers: SessionHandlers = {
  onRequest: async () => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is handled here');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

export interface Bench extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
  readonly endpoint: CoordinatorEndpoint;
  /** What the endpoint refused, and the sessions that it opened. */
  readonly refused: MusterError[];
  readonly opened: Session[];
  /** Why the endpoint's sessions ended. */
  readonly ended: MusterError[];
  /** Breaks every connection without a word, as a pulled cable would. */
  cut(): void;
  options(change?: Partial<ConnectOptions>): ConnectOptions;
  connect(change?: Partial<ConnectOptions>): Promise<Session>;
}

export interface BenchOptions {
  readonly handlers?: Partial<SessionHandlers>;
  readonly settings?: Partial<SessionSettings>;
  readonly endpoint?: Partial<EndpointOptions>;
  readonly server?: Server;
  readonly url?: (port: number) => string;
}

export async function openBench(change: BenchOptions = {}): Promise<Bench> {
  const server = change.server ?? createServer((_request, response) => response.end());
  const refused: MusterError[] = [];
  const opened: Session[] = [];
  const ended: MusterError[] = [];
  const sessions: Session[] = [];
  const cables = new Set<Socket>();
  server.on('connection', (socket: Socket) => cables.add(socket));
  const settings = { ...SESSION_SETTINGS, ...change.settings };
  const handlers = { ...noHandlers, ...change.handlers };
  const endpoint = new CoordinatorEndpoint({
    server,
    clock: systemClock,
    identity: coordinatorIdentity(),
    settings,
    handshakeMs: 2000,
    pendingMax: 4,
    sessionsMax: 100,
    authorise: () => {},
    accept: () => ({
      ...handlers,
      onClose: (reason, own, said) => {
        ended.push(reason);
        handlers.onClose(reason, own, said);
      },
    }),
    onSession: (session: Session, _peer: Peer) => opened.push(session),
    onRefused: (error: MusterError) => refused.push(error),
    ...change.endpoint,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    url: change.url?.(port) ?? `ws://127.0.0.1:${port}`,
    bindToTls: true,
    identity: siteIdentity(),
    clock: systemClock,
    settings,
    handshakeMs: 2000,
    handlers: noHandlers,
    ...more,
  });
  return {
    port,
    server,
    endpoint,
    refused,
    opened,
    ended,
    cut() {
      for (const cable of cables) cable.destroy();
      cables.clear();
    },
    options,
    async connect(more = {}) {
      const { session } = await connectOnce(options(more));
      sessions.push(session);
      return session;
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.close(new MusterError('UNAVAILABLE', 'the test is over'));
      endpoint.close();
      for (const cable of cables) cable.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
