import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateHash } from './certificate.ts';
import { assertCoordinator } from './enrolment.ts';
import {
  type ClientOptions,
  type ServerOptions,
  startClientHandshake,
  startServerHandshake,
} from './handshake.ts';
import { makeKeyPair } from './keys.ts';
import { makeManifest } from './manifest.ts';
import { systemRandom } from './random.ts';
import { type TestSite, testFederation } from './testing.ts';

const NOW = 1_800_000_000_000;
const federation = testFederation({ nowMs: NOW });
const { manifest, coordinator } = federation;
const north = federation.site('north');
const { identity } = north;

const base = { nowMs: NOW, random: systemRandom, channelBinding: new Uint8Array() };
const server = (change: Partial<ServerOptions> = {}): ServerOptions => ({
  ...base,
  ...coordinator,
  manifest: () => manifest,
  ...change,
});
const client = (change: object = {}): ClientOptions => ({
  ...base,
  purpose: 'session',
  manifest,
  ...north,
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

  it('lets an agent without a certificate in for enrolment only, which is told who answers and believes nothing yet', () => {
    const { agent, coordinator: other } = shake({ ...base, purpose: 'enrolment' }, server());
    expect(other.peer).toMatchObject({ purpose: 'enrolment', certificate: undefined });
    expect(agent.coordinator.signingKey).toEqual(coordinator.identity.signing.publicKey);
    expect(() => assertCoordinator(agent.coordinator, manifest)).not.toThrow();
    const stranger = testFederation({ nowMs: NOW }).manifest;
    expect(codeOf(() => assertCoordinator(agent.coordinator, stranger))).toBe('COORDINATOR_MISMATCH');
  });

  it('refuses each kind of stranger with its own code', () => {
    const stranger = testFederation({ nowMs: NOW });
    const site = (how: TestSite) => codeOf(() => shake(client(federation.site('north', how)), server()));
    const issuer = makeKeyPair('ed25519', systemRandom);
    expect(site({ issuer })).toBe('CERTIFICATE_INVALID');
    expect(site({ federationId: new Uint8Array(16) })).toBe('FEDERATION_MISMATCH');
    expect(site({ notAfterMs: NOW - 1e9, notBeforeMs: NOW - 2e9 })).toBe('CERTIFICATE_EXPIRED');
    expect(site({ role: 'coordinator' })).toBe('CERTIFICATE_INVALID');
    expect(site({ issuer: coordinator.identity.signing })).toBe('CERTIFICATE_INVALID');
    const stolen = client({ certificate: federation.site('north').certificate });
    expect(codeOf(() => shake(stolen, server()))).toBe('SIGNATURE_INVALID');
    const foreign = client({ manifest: stranger.manifest });
    expect(codeOf(() => shake(foreign, server()))).toBe('FEDERATION_MISMATCH');
    for (const change of [
      stranger.coordinator,
      { certificate: north.certificate },
      { identity },
      { certificate: federation.site('coordinator', { role: 'coordinator' }).certificate },
      { channelBinding: new Uint8Array([1]) },
    ])
      expect(codeOf(() => shake(client(), server(change)))).toBe('COORDINATOR_MISMATCH');
    expect(codeOf(() => shake(client(), server({ nowMs: NOW + 61 * 60_000 })))).toBe('CLOCK_SKEW');
  });

  it('refuses a site whose certificate the newest manifest revokes, or whose organisation has left it', () => {
    const hash = Buffer.from(certificateHash(north.certificate), 'hex');
    const revoking = makeManifest({ ...manifest, revoked: [hash] });
    expect(codeOf(() => shake(client(), server({ manifest: () => revoking })))).toBe('SITE_REVOKED');
    const [organisation] = manifest.organisations;
    if (!organisation) throw new Error('no organisation');
    const key = makeKeyPair('ed25519', systemRandom).publicKey;
    const left = makeManifest({ ...manifest, organisations: [{ ...organisation, key }] });
    expect(codeOf(() => shake(client(), server({ manifest: () => left })))).toBe('CERTIFICATE_INVALID');
    const rotated = makeManifest({
      ...manifest,
      organisations: [{ ...organisation, key, formerKey: organisation.key }],
    });
    const { peer } = shake(client(), server({ manifest: () => rotated })).coordinator;
    expect(peer.certificate).toMatchObject({ name: 'north', organisation: 'test' });
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

  it('can tell a peer why its certificate is refused, as by who it is', () => {
    const agent = startClientHandshake(client(federation.site('north', { issuer: identity.signing })));
    const other = startServerHandshake(server());
    const { proof, channel } = agent.receive(other.receiveHello(agent.hello));
    expect(other.channel).toBeUndefined();
    expect(codeOf(() => other.receiveProof(proof))).toBe('CERTIFICATE_INVALID');
    const sealed = other.channel?.seal('control', Buffer.from('why')) ?? new Uint8Array();
    expect(channel.open(sealed).plaintext.toString()).toBe('why');
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
