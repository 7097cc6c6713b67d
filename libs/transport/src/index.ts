/** @module WebSocket sessions between agents and coordinator: requests, chunked objects with credits, heartbeats, reconnection. */
export { BACKOFF } from './backoff.ts';
export type { Clock } from './clock.ts';
export { type ConnectOptions, connectOnce } from './connect.ts';
export { AgentConnection, type AgentConnectionOptions } from './connection.ts';
export { CoordinatorEndpoint, type EndpointOptions } from './endpoint.ts';
export { memorySource, type ObjectSink, type ObjectSource } from './object.ts';
export type { Acceptance } from './push.ts';
export { Session, type SessionHandlers } from './session.ts';
export { SESSION_SETTINGS, type SessionSettings } from './settings.ts';
export { systemClock } from './system-clock.ts';
export { isLoopback } from './tls.ts';
