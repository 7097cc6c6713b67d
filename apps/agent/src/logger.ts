/** @module The agent's log: JSON lines on standard error. It stays on this machine. */
import pino from 'pino';

export type Logger = pino.Logger;

export function makeLogger(level: string, site: string): Logger {
  return pino({ level, base: { app: 'agent', site } }, pino.destination({ fd: 2, sync: true }));
}
