import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CERTIFICATE_LIFE_MS, fingerprintOf, issueCertificate } from './certificate.ts';
import {
  type ClientOptions,
  type ServerOptions,
  startClientHandshake,
  startServerHandshake,
} from './handshake.ts';
import { type Identity, makeKeyPair } from './keys.ts';
import { systemRandom } from './random.ts';

const NOW = 1_800_000_000_000;
const federationId = new Uint8Array(16).fill(7);
const organisation = makeKeyPair('ed25519', systemRandom);
const party = (): Identity => ({
  signing: makeKeyPair('ed25519', systemRandom),
  sealing: makeKeyPair('x25519', systemRandom),
});
const coordinator = party();
const site = party();

function certify(
  role: 'coordinator' | 'site',
  identity: Identity,
  change: Partial<Parameters<typeof issueCertificate>[0]> = {},
  issuer = organisation,
) {
  return issueCertificate(
    {
      role,
      name: role === 'site' ? 'north' : 'coordinator',
      serial: new Uint8Array(16).fill(1),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: NOW - 1000,
      notAfterMs: NOW + CERTIFICATE_LIFE_MS,
      ...change,
    },
    issuer,
  );
}

const server = (change: Partial<ServerOptions> = {}): ServerOptions => ({
  nowMs: NOW,
  random: systemRandom,
  channelBinding: new Uint8Array(),
  identity: coordinator,
  certificate: certify('coordinator', coordinator),
  organisationKey: organisation.publicKey,
  federationId,
  ...change,
});
const base = { nowMs: NOW, random: systemRandom, channelBinding: new Uint8Array() };
const client = (change: object = {}): ClientOptions => ({
  ...base,
  purpose: 'session',
  federationId,
  organisationKey: organisation.publicKey,
  identity: site,
  certificate: certify('site', site),
  ...change,
});

function shake(c: ClientOptions, s: ServerOptions) {
  const agent = startClientHandshake(c);
  const other = startServerHandshake(s);
  const result = agent.receive(other.receiveHello(agent.hello));
  return { agent: result, coordinator: other.receiveProof(result.proof) };
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
  return 'accepted';
}

describe('handshake', () => {
  it('gives both sides the same channel, and each the name of the other', () => {
    const { agent, coordinator: other } = shake(client(), server());
    expect(other.peer.certificate?.name).toBe('north');
    expect(agent.coordinator.name).toBe('coordinator');
    const there = other.channel.seal('bulk', Buffer.from('model'));
    expect(agent.channel.open(there).plaintext.toString()).toBe('model');
    const back = agent.channel.seal('control', Buffer.from('update'));
    expect(other.channel.open(back)).toEqual({ kind: 'control', plaintext: Buffer.from('update') });
  });

  it('lets an agent without a certificate in for enrolment only, after the key named by its token', () => {
    const enrolling: ClientOptions = {
      ...base,
      purpose: 'enrolment',
      fingerprint: fingerprintOf(organisation.publicKey),
    };
    expect(shake(enrolling, server()).coordinator.peer).toMatchObject({
      purpose: 'enrolment',
      certificate: undefined,
    });
    const wrong: ClientOptions = { ...enrolling, fingerprint: new Uint8Array(16) };
    expect(codeOf(() => shake(wrong, server()))).toBe('COORDINATOR_MISMATCH');
  });

  it('refuses each kind of stranger with its own code', () => {
    const other = makeKeyPair('ed25519', systemRandom);
    const elsewhere = new Uint8Array(16).fill(9);
    expect(codeOf(() => shake(client({ certificate: certify('site', site, {}, other) }), server()))).toBe(
      'CERTIFICATE_INVALID',
    );
    expect(
      codeOf(() =>
        shake(client({ certificate: certify('site', site, { federationId: elsewhere }) }), server()),
      ),
    ).toBe('FEDERATION_MISMATCH');
    expect(codeOf(() => shake(client({ federationId: elsewhere }), server()))).toBe('FEDERATION_MISMATCH');
    expect(
      codeOf(() =>
        shake(
          client({ certificate: certify('site', site, { notAfterMs: NOW - 1e9, notBeforeMs: NOW - 2e9 }) }),
          server(),
        ),
      ),
    ).toBe('CERTIFICATE_EXPIRED');
    expect(codeOf(() => shake(client({ certificate: certify('coordinator', site) }), server()))).toBe(
      'CERTIFICATE_INVALID',
    );
    expect(codeOf(() => shake(client({ certificate: certify('site', party()) }), server()))).toBe(
      'SIGNATURE_INVALID',
    );
    expect(
      codeOf(() => shake(client(), server({ certificate: certify('coordinator', coordinator, {}, other) }))),
    ).toBe('COORDINATOR_MISMATCH');
    expect(codeOf(() => shake(client(), server({ identity: party() })))).toBe('COORDINATOR_MISMATCH');
    expect(codeOf(() => shake(client(), server({ nowMs: NOW + 61 * 60_000 })))).toBe('CLOCK_SKEW');
    expect(codeOf(() => shake(client(), server({ channelBinding: new Uint8Array([1]) })))).toBe(
      'COORDINATOR_MISMATCH',
    );
  });

  it('refuses any single flipped bit in any of its messages', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (which, at, bit) => {
          const flip = (bytes: Uint8Array, index: number): Uint8Array => {
            if (index !== which) return bytes;
            const copy = Uint8Array.from(bytes);
            const place = at % copy.length;
            copy[place] = (copy[place] ?? 0) ^ (1 << bit);
            return copy;
          };
          const code = codeOf(() => {
            const agent = startClientHandshake(client());
            const other = startServerHandshake(server());
            const result = agent.receive(flip(other.receiveHello(flip(agent.hello, 0)), 1));
            other.receiveProof(flip(result.proof, 2));
          });
          expect(code).not.toBe('accepted');
          expect(code).not.toBe('INTERNAL');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes its messages once and in order', () => {
    const agent = startClientHandshake(client());
    const other = startServerHandshake(server());
    expect(codeOf(() => other.receiveProof(new Uint8Array(64)))).toBe('UNEXPECTED_MESSAGE');
    other.receiveHello(agent.hello);
    expect(codeOf(() => other.receiveHello(agent.hello))).toBe('UNEXPECTED_MESSAGE');
    expect(codeOf(() => startServerHandshake(server()).receiveHello(new Uint8Array([0xc1])))).toBe(
      'MALFORMED',
    );
  });

  it('does not accept the proof of another session', () => {
    const agent = startClientHandshake(client());
    const first = startServerHandshake(server());
    const second = startServerHandshake(server());
    const { proof } = agent.receive(first.receiveHello(agent.hello));
    second.receiveHello(agent.hello);
    expect(codeOf(() => second.receiveProof(proof))).toBe('FRAME_FORGED');
  });
});
