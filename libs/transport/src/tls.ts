/** @module What TLS adds to a session: a name for the very connection that both sides mix into the handshake (RFC 9266 in spirit). */
import { isIPv4 } from 'node:net';
import { TLSSocket } from 'node:tls';
import { MusterError } from '@muster/errors';

const LABEL = 'EXPORTER-fl-v1';

/** 32 bytes that only the two ends of this TLS connection know; empty on plain TCP. */
export function channelBindingOf(socket: unknown): Uint8Array {
  return socket instanceof TLSSocket
    ? socket.exportKeyingMaterial(32, LABEL, Buffer.alloc(0))
    : new Uint8Array();
}

/** Whether a host can only be this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}

/** The URL of a coordinator's agent endpoint. Throws INVALID_ARGUMENT, or TLS_REQUIRED for ws:// to another machine. */
export function agentUrl(text: string, path: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new MusterError('INVALID_ARGUMENT', `"${text}" is no URL; it looks like wss://muster.example.org`, {
      cause,
    });
  }
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:')
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the URL begins with wss://: did you mean ${meant(text, url)}?`,
    );
  if (url.protocol === 'ws:' && !isLoopback(url.hostname))
    throw new MusterError('TLS_REQUIRED', `ws:// goes to this machine only; use wss:// for ${url.hostname}`);
  if (url.pathname === '/') url.pathname = path;
  return url;
}

/** What an agent's URL for this would be: http:// becomes ws://, all else wss://, also a host without any scheme. */
function meant(text: string, { protocol }: URL): string {
  const rest = text.includes('://') ? text.slice(text.indexOf('://') + 3) : text;
  return `${protocol === 'http:' ? 'ws' : 'wss'}://${rest}`;
}
