/** @module What comes from people who are not of the federation: bytes on the port, crooked upgrades, WebSocket frames by hand, half handshakes. */
import { connect, type Socket } from 'node:net';
import { startClientHandshake, systemRandom } from '@muster/identity';

import fc from 'fast-check';
import { WebSocket } from 'ws';
import type { VirtualIdentity } from '../../virtual/virtual-agent.ts';
import { type ByteMutation, byteMutations, mutateBytes } from '../byte-mutation.ts';
import { openSocket } from '../peer.ts';
import { bytesOf } from '../wire-arbitrary.ts';

/** A connection that never gets as far as a session. */
export type Stranger =
  | { readonly kind: 'bytes'; readonly parts: readonly Uint8Array[]; readonly stays: boolean }
  | {
      readonly kind: 'upgrade';
      readonly head: string;
      readonly parts: readonly Uint8Array[];
      readonly stays: boolean;
    }
  | { readonly kind: 'messages'; readonly messages: readonly (string | Uint8Array)[] }
  | {
      readonly kind: 'handshake';
      readonly purpose: 'session' | 'enrolment';
      readonly hello: readonly ByteMutation[];
      readonly proof: readonly ByteMutation[] | 'none' | 'twice';
      readonly other: Uint8Array | undefined;
      readonly after: readonly Uint8Array[];
    };

const noise = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 600 }),
  fc.constantFrom(
    Buffer.from([0x16, 0x03, 0x01, 0xff, 0xff, 0x00, 0xc1]),
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Buffer.from('GET / HTTP/1.1\r\n'),
    Buffer.from(
      'POST /v1/runs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n',
    ),
    Buffer.alloc(70_000, 'A'),
  ),
);

/** A frame of RFC 6455, section 5.2, with any bits, a length that may lie, and a mask that may be missing. */
const webSocketFrame: fc.Arbitrary<Uint8Array> = fc
  .record({
    first: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(0x82, 0x81, 0x89, 0x8a, 0x88, 0x02, 0x00, 0x80) },
      { weight: 1, arbitrary: fc.nat(255) },
    ),
    masked: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    payload: fc.uint8Array({ maxLength: 140 }),
    lie: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(126, 127, 2 ** 20, 2 ** 31, 2 ** 53) },
    ),
  })
  .map(({ first, masked, payload, lie }) => {
    const length = lie ?? payload.length;
    const head = [first];
    const mask = masked ? 0x80 : 0;
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(length));
    if (length < 126) head.push(mask | length);
    else if (length < 2 ** 16) head.push(mask | 126, ...size.subarray(6));
    else head.push(mask | 127, ...size);
    return Buffer.concat([Uint8Array.from([...head, ...(masked ? [0, 0, 0, 0] : [])]), payload]);
  });

const head = fc
  .record({
    path: fc.constantFrom('/v1/agent', '/v1/agent', '/v1/agent', '/', '//', '/v1/agent?a=b', '/healthz', '*'),
    version: fc.constantFrom('13', '13', '13', '8', '', '13, 8'),
    key: fc.constantFrom(
      'AAAAAAAAAAAAAAAAAAAAAA==',
      'AAAAAAAAAAAAAAAAAAAAAA==',
      '',
      'short',
      '='.repeat(3_000),
    ),
    protocol: fc.constantFrom('muster.v1', 'muster.v1', 'chat, muster.v1', 'chat', '', '"', ','.repeat(500)),
    extra: fc.constantFrom(
      '',
      '',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n',
      'Content-Length: 9\r\n',
      'Upgrade: h2c\r\n',
      'Origin: \u00ff\r\n',
    ),
    broken: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
  })
  .map(({ path, version, key, protocol, extra, broken }) => {
    const text = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Protocol: ${protocol}\r\n${extra}\r\n`;
    return mutateBytes(Buffer.from(text, 'latin1'), broken).toString('latin1');
  });

const message = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  bytesOf('Handshake'),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(8_192, 8_193, 1_048_576, 1_048_577).map((length) => new Uint8Array(length)),
);

/** Rarely, a peer that says nothing more and stays until it is thrown out. */
const stays = fc.oneof(
  { weight: 20, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

export const strangers: fc.Arbitrary<Stranger> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      parts: fc.array(noise, { minLength: 1, maxLength: 4 }),
      stays,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('upgrade' as const),
      head,
      parts: fc.array(webSocketFrame, { maxLength: 30, size: 'max' }),
      stays,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('messages' as const),
      messages: fc.array(message, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('handshake' as const),
      purpose: fc.constantFrom('session' as const, 'enrolment' as const),
      hello: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
      proof: fc.oneof(byteMutations(2), fc.constantFrom('none' as const, 'twice' as const)),
      other: fc.option(bytesOf('Handshake'), { freq: 3, nil: undefined }),
      after: fc.array(bytesOf('Envelope'), { maxLength: 3 }),
    }),
  },
);

export interface Door {
  /** ws://… of the coordinator. */
  readonly url: string;
  readonly port: number;
  /** Whose certificate is shown, with a proof that need not be sound. */
  readonly identity: VirtualIdentity;
  onFrames(count: number): void;
}

const ANSWER_MS = 150;
const STAY_MS = 3_000;

/** Does what the stranger does, and leaves. */
export async function visit(door: Door, stranger: Stranger): Promise<string> {
  switch (stranger.kind) {
    case 'bytes':
      await onSocket(door, stranger.parts, stranger.stays);
      return 'bytes';
    case 'upgrade':
      await onSocket(door, [Buffer.from(stranger.head, 'latin1'), ...stranger.parts], stranger.stays);
      return 'upgrade';
    case 'messages': {
      const socket = await openSocket(door.url);
      for (const each of stranger.messages) {
        socket.send(each);
        door.onFrames(1);
      }
      await over(socket);
      return 'messages';
    }
    case 'handshake':
      await shakeHands(door, stranger);
      return 'handshake';
  }
}

function onSocket(door: Door, parts: readonly Uint8Array[], stays: boolean): Promise<void> {
  return new Promise((resolve) => {
    // Half open, so that nothing is ended by politeness.
    const socket: Socket = connect({ port: door.port, host: '127.0.0.1', allowHalfOpen: true });
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(finish, stays ? STAY_MS : ANSWER_MS);
    socket.on('error', () => {});
    socket.on('close', finish);
    socket.on('end', () => {
      if (!stays) finish();
    });
    socket.on('data', () => {});
    socket.on('connect', () => {
      for (const part of parts) {
        socket.write(part);
        door.onFrames(1);
      }
    });
  });
}

async function shakeHands(door: Door, way: Extract<Stranger, { kind: 'handshake' }>): Promise<void> {
  const { identity, onFrames } = door;
  const socket = await openSocket(door.url);
  const client = startClientHandshake({
    nowMs: Date.now(),
    channelBinding: new Uint8Array(),
    random: systemRandom,
    purpose: 'session',
    manifest: identity.manifest,
    identity: identity.identity,
    certificate: identity.certificate,
  });
  const answer = new Promise<Buffer | undefined>((resolve) => {
    socket.once('message', (data) => resolve(data instanceof Buffer ? data : undefined));
    socket.once('close', () => resolve(undefined));
  });
  socket.send(way.other ?? mutateBytes(client.hello, way.hello));
  onFrames(1);
  const heard = await Promise.race([answer, patience()]);
  if (heard && way.proof !== 'none' && way.other === undefined && way.hello.length === 0) {
    const { proof, channel } = client.receive(heard);
    socket.send(way.proof === 'twice' ? proof : mutateBytes(proof, way.proof));
    if (way.proof === 'twice') socket.send(proof);
    onFrames(way.proof === 'twice' ? 2 : 1);
    for (const plaintext of way.after) {
      if (socket.readyState !== WebSocket.OPEN) break;
      socket.send(channel.seal('control', plaintext));
      onFrames(1);
    }
  }
  await over(socket);
}

function patience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ANSWER_MS));
}

/** Waits a little for the coordinator to end it, and ends it then. */
async function over(socket: WebSocket): Promise<void> {
  await Promise.race([new Promise((resolve) => socket.once('close', resolve)), patience()]);
  socket.terminate();
}
