import { createDecipheriv } from 'node:crypto';
import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SealedChannel } from './sealed-channel.ts';

const keys = { agent: new Uint8Array(32).fill(1), coordinator: new Uint8Array(32).fill(2) };
const pair = () => ({
  agent: new SealedChannel('agent', keys),
  coordinator: new SealedChannel('coordinator', keys),
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
};

describe('SealedChannel', () => {
  it('is AES-256-GCM as the design writes it down', () => {
    const frame = pair().agent.seal('bulk', Buffer.from('known answer'));
    const nonce = Buffer.from('010000000000000000000000', 'hex'); // direction 1, counter 0
    const decipher = createDecipheriv('aes-256-gcm', keys.agent, nonce);
    decipher.setAAD(frame.subarray(0, 16));
    decipher.setAuthTag(frame.subarray(frame.length - 16));
    expect(decipher.update(frame.subarray(16, frame.length - 16)).toString()).toBe('known answer');
    decipher.final();
    expect(frame.subarray(0, 16).toString('hex')).toBe('010100000c0000000000000000000000');
  });

  it('carries any bytes in order, both ways', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 }),
        (messages) => {
          const { agent, coordinator } = pair();
          for (const [up, bytes] of messages) {
            const [from, to] = up ? [agent, coordinator] : [coordinator, agent];
            expect(new Uint8Array(to.open(from.seal('control', bytes)).plaintext)).toEqual(bytes);
          }
        },
      ),
    );
  });

  it('dies of a replayed, reordered, lost, reflected or altered frame', () => {
    const replay = pair();
    const first = replay.agent.seal('control', Buffer.from('1'));
    const second = replay.agent.seal('control', Buffer.from('2'));
    replay.coordinator.open(first);
    expect(codeOf(() => replay.coordinator.open(first))).toBe('FRAME_REPLAYED');
    expect(codeOf(() => replay.coordinator.open(second))).toBe('FRAME_REPLAYED'); // dead: the right frame comes too late
    expect(codeOf(() => replay.coordinator.seal('control', first))).toBe('FRAME_REPLAYED');

    expect(codeOf(() => pair().coordinator.open(second))).toBe('FRAME_REPLAYED');
    const reflected = pair().agent.seal('control', Buffer.from('mine'));
    expect(codeOf(() => pair().agent.open(reflected))).toBe('FRAME_FORGED');

    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const frame = Buffer.from(first);
        const place = at % frame.length;
        frame[place] = (frame[place] ?? 0) ^ (1 << bit);
        expect(codeOf(() => pair().coordinator.open(frame))).toMatch(
          /^(MALFORMED|FRAME_REPLAYED|FRAME_FORGED)$/,
        );
      }),
    );
    for (const length of [0, 1, 15, 31, first.length - 1]) {
      expect(codeOf(() => pair().coordinator.open(first.subarray(0, length)))).toBe('MALFORMED');
    }
  });

  it('changes its keys after a number of frames without losing one, and both sides must agree on it', () => {
    const agent = new SealedChannel('agent', keys, 16);
    const coordinator = new SealedChannel('coordinator', keys, 16);
    const first = agent.seal('control', Buffer.from('same text'));
    coordinator.open(first);
    for (let index = 1; index < 40; index += 1)
      coordinator.open(agent.seal('control', Buffer.from(`${index}`)));
    expect(coordinator.open(agent.seal('control', Buffer.from('after'))).plaintext.toString()).toBe('after');
    const never = new SealedChannel('agent', keys);
    const rekeyed = new SealedChannel('coordinator', keys, 16);
    for (let index = 0; index < 16; index += 1) rekeyed.open(never.seal('control', first));
    expect(codeOf(() => rekeyed.open(never.seal('control', first)))).toBe('FRAME_FORGED');
  });
});
