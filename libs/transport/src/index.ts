/** @module WebSocket sessions between agents and coordinator: requests, chunked objects with credits, heartbeats, reconnection. */
export { BACKOFF } from './backoff.ts';
export { type Clock, pause } from './clock.ts';
export { type ConnectOptions, connectOnce, type Dial, type OpenSocket } from './connect.ts';
export { AgentConnection, type AgentConnectionOptions } from './connection.ts';
export { CoordinatorEndpoint, type EndpointOptions } from './endpoint.ts';
export { memorySource, type ObjectSink, type ObjectSource } from './object.ts';
export type { Acceptance } from './push.ts';
export { systemUniform, type Uniform } from './random.ts';
export { Session, type SessionHandlers } from './session.ts';
export { SESSION_SETTINGS, type SessionSettings } from './settings.ts';
export type { FrameSocket } from './socket.ts';
export { systemClock } from './system-clock.ts';
export { isLoopback } from './tls.ts';
