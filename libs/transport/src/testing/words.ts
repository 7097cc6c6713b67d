/** @module Messages that tests say. */
import type { Body } from '@muster/protocol';

export const register: Body = {
  kind: 'register',
  value: {
    agentVersion: '1',
    nodeVersion: '24',
    platform: 'test',
    engine: null,
    datasets: [],
    policyVersion: 0,
    policyHash: new Uint8Array(),
    policy: null,
  },
};
export const ok: Body = { kind: 'ok', value: {} };
export function received(hash: string): Body {
  return {
    kind: 'received',
    value: { ref: { run: 'r', round: 1, attempt: 1 }, updateHash: Buffer.from(hash, 'hex') },
  };
}
