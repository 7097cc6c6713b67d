/** @module The coordinator's log: JSON lines on standard error. */
import pino from 'pino';

export type Logger = pino.Logger;

export function makeLogger(level: string): Logger {
  return pino({ level, base: { app: 'coordinator' } }, pino.destination({ fd: 2, sync: true }));
}
