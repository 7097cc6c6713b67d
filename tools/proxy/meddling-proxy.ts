/**
 * @module Somebody in the middle of agent and coordinator: a TCP proxy that cuts what one of them sends into WebSocket frames (RFC 6455,
 * section 5.2) and passes on what `meddle` makes of each. What the other sends passes as it is.
 */
import { createServer, connect as openSocket, type Socket } from 'node:net';

export interface MeddlingProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** `frame` is whole, its header included; `index` counts from 0 after the upgrade: hello, proof, then sealed frames. */
export type Meddle = (frame: Buffer, index: number) => readonly Buffer[];

/** `up`: what agents send; a meddler for each connection. */
export async function startMeddlingProxy(
  target: number,
  meddle: () => Meddle,
  direction: 'up' | 'down' = 'up',
): Promise<MeddlingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((agent) => {
    const coordinator = openSocket(target, '127.0.0.1');
    for (const socket of [agent, coordinator]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        agent.destroy();
        coordinator.destroy();
      });
    }
    const [from, to] = direction === 'up' ? [agent, coordinator] : [coordinator, agent];
    to.pipe(from);
    const cut = makeCutter(meddle());
    from.on('data', (bytes) => {
      for (const part of cut(bytes)) to.write(part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The frame without its last bytes, and a header that says so. */
export function shortened(frame: Buffer, bytes: number): Buffer {
  const short = Buffer.from(frame.subarray(0, frame.length - bytes));
  const field = short.readUInt8(1) & 0x7f;
  if (field === 127) short.writeBigUInt64BE(short.readBigUInt64BE(2) - BigInt(bytes), 2);
  else if (field === 126) short.writeUInt16BE(short.readUInt16BE(2) - bytes, 2);
  else short.writeUInt8(short.readUInt8(1) - bytes, 1);
  return short;
}

/** Of a stream of bytes, those of the HTTP upgrade as they come, then frames. */
function makeCutter(meddle: Meddle): (bytes: Buffer) => readonly Buffer[] {
  let rest = Buffer.alloc(0);
  let upgraded = false;
  let index = 0;
  return (bytes) => {
    const out: Buffer[] = [];
    rest = Buffer.concat([rest, bytes]);
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return out;
      upgraded = true;
      out.push(rest.subarray(0, end + 4));
      rest = rest.subarray(end + 4);
    }
    for (let length = frameLength(rest); length > 0 && rest.length >= length; length = frameLength(rest)) {
      out.push(...meddle(rest.subarray(0, length), index));
      index += 1;
      rest = rest.subarray(length);
    }
    return out;
  };
}

/** Bytes of the frame that begins here; 0 while its header is not whole. */
function frameLength(bytes: Buffer): number {
  if (bytes.length < 2) return 0;
  const second = bytes.readUInt8(1);
  const mask = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return 2 + mask + short;
  if (short === 126) return bytes.length < 4 ? 0 : 4 + mask + bytes.readUInt16BE(2);
  return bytes.length < 10 ? 0 : 10 + mask + Number(bytes.readBigUInt64BE(2));
}
