/** @module What is no HTTP request, or one that never ended: answered by a code of the table like everything else, though there is no request yet. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemSchema } from '@muster/api';
import { MusterError } from '@muster/errors';

/** By the code of Node's parser: what it means, under the status that HTTP has for it. */
function meaningOf(code: string | undefined): { readonly status: number; readonly error: MusterError } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, error: new MusterError('TIMEOUT', 'the request did not end in time') };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        error: new MusterError('FRAME_TOO_LARGE', 'the headers of the request are too large'),
      };
    default:
      return { status: 400, error: new MusterError('INVALID_ARGUMENT', 'the request is not HTTP') };
  }
}

/** Answers, and ends the connection: nobody knows where the next request would begin. */
export function answerClientError({ code }: { readonly code?: string | undefined }, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) return;
  const { status, error } = meaningOf(code);
  const body = JSON.stringify(problemSchema.parse({ ...error.toJSON(), requestId: randomUUID() }));
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  socket.destroySoon();
}
