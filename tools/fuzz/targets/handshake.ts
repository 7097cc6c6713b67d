/**
 * @module Targets: the session handshake with one side played by the fuzzer. Either side is given messages that were honest until they
 * were broken, and messages that never were. Nobody gets in with anything but what an honest peer said.
 */

import { MusterError } from '@muster/errors';
import { refusal, startClientHandshake, startServerHandshake } from '@muster/identity';
import { type Certificate, decodeHandshake, HANDSHAKE_BYTES_MAX } from '@muster/protocol';
import fc from 'fast-check';
import { byteMutations, mutateBytes } from '../byte-mutation.ts';
import { bytesFrom, federation, NOW_MS } from '../parties.ts';
import { type FuzzTarget, fuzzTarget, mustTake, rule } from '../target.ts';
import { bytesOf } from '../wire-arbitrary.ts';

const { coordinator, manifest } = federation;
const partyOf = (name: string) => federation.site(name, { random: bytesFrom(name) });
const site = partyOf('site');
const channelBinding = new Uint8Array();

type Purpose = 'session' | 'enrolment';

const asClient = (purpose: Purpose, certificate: Certificate = site.certificate, identity = site.identity) =>
  startClientHandshake({
    nowMs: NOW_MS,
    random: bytesFrom('client'),
    channelBinding,
    ...(purpose === 'session' ? { purpose, manifest, identity, certificate } : { purpose }),
  });

const asServer = () =>
  startServerHandshake({
    nowMs: NOW_MS,
    random: bytesFrom('server'),
    channelBinding,
    manifest: () => manifest,
    ...coordinator,
  });

const purposes = fc.constantFrom<Purpose>('session', 'enrolment');
/** What stands in for a message: itself but for some bytes, or something else. */
const instead = (message: string) =>
  fc.oneof(
    { weight: 3, arbitrary: byteMutations(2).map((mutations) => ({ mutations, other: undefined })) },
    { weight: 2, arbitrary: bytesOf(message).map((other) => ({ mutations: [], other })) },
  );

interface Instead {
  readonly mutations: Parameters<typeof mutateBytes>[1];
  readonly other: Uint8Array | undefined;
}

function put(honest: Uint8Array, { mutations, other }: Instead): Uint8Array {
  return other ?? mutateBytes(honest, mutations);
}

/** The agent hears something of what should be the coordinator. Fields that it does not know are no fault. */
const initiator = fuzzTarget(
  'handshake, as agent',
  fc.record({ purpose: purposes, answer: instead('Handshake') }),
  ({ purpose, answer }) => {
    const client = asClient(purpose);
    const honest = asServer().receiveHello(client.hello);
    try {
      const { coordinator: heard } = client.receive(put(honest, answer));
      rule(heard.name === 'coordinator', 'another coordinator was taken for ours');
    } catch (thrown) {
      // A code that the coordinator itself names, and that this version may not know.
      if (thrown instanceof MusterError && thrown.detail.unproved === true) return 'refused by the peer';
      throw thrown;
    }
    return 'accepted';
  },
);

/** The coordinator hears something of what should be an agent: first the hello, then the proof. */
const responder = fuzzTarget(
  'handshake, as coordinator',
  fc.record({
    purpose: purposes,
    hello: fc.option(instead('Handshake'), { freq: 3, nil: undefined }),
    proof: fc.option(instead('ClientProof'), { freq: 3, nil: undefined }),
    order: fc.constantFrom('honest', 'honest', 'honest', 'proof first', 'hello twice', 'proof twice'),
  }),
  ({ purpose, hello, proof, order }) => {
    const client = asClient(purpose);
    const server = asServer();
    if (order === 'proof first') server.receiveProof(Uint8Array.from(client.hello));
    const said = hello ? put(client.hello, hello) : client.hello;
    const answer = server.receiveHello(said);
    rule(answer.length <= HANDSHAKE_BYTES_MAX, 'an answer is longer than an agent takes');
    if (order === 'hello twice') server.receiveHello(said);
    const honest = client.receive(answer).proof;
    const shown = proof ? put(honest, proof) : honest;
    const isHonest = Buffer.compare(shown, honest) === 0;
    const { peer } = server.receiveProof(Uint8Array.from(shown));
    rule(isHonest, 'a peer got in by another proof than its own');
    rule((peer.certificate === undefined) === (purpose === 'enrolment'), 'a session without a certificate');
    if (order === 'proof twice') server.receiveProof(Uint8Array.from(shown));
    return 'accepted';
  },
);

/** A proof whose frame is sound, and whose certificate is not: broken, made up, or somebody else's. */
const certificates = fuzzTarget(
  'certificates',
  fc.record({
    body: instead('CertificateBody'),
    signature: instead('CertificateBody'),
    stolen: fc.boolean(),
  }),
  ({ body, signature, stolen }) => {
    const own = stolen ? partyOf('another').identity : site.identity;
    const shown = {
      body: put(site.certificate.body, body),
      signature: put(site.certificate.signature, signature),
    };
    const client = asClient('session', shown, own);
    const server = asServer();
    const { proof } = client.receive(server.receiveHello(client.hello));
    const { peer } = server.receiveProof(Uint8Array.from(proof));
    const isOwn =
      Buffer.compare(shown.body, site.certificate.body) === 0 &&
      Buffer.compare(shown.signature, site.certificate.signature) === 0;
    rule(isOwn && !stolen && peer.certificate?.name === 'site', 'a certificate that nobody signed was taken');
    return 'accepted';
  },
);

/** Whatever an error of ours says, the other side can read it. */
const refusals = fuzzTarget(
  'refusals',
  fc.oneof(
    fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 40 }),
    fc.integer({ min: 500, max: 520 }).map((length) => `${'x'.repeat(length)}\u{1f600}`.repeat(2)),
  ),
  (message) => {
    const bytes = refusal(new MusterError('UNAVAILABLE', message), NOW_MS);
    const body = mustTake('a refusal that cannot be read', () => decodeHandshake(bytes, HANDSHAKE_BYTES_MAX));
    rule(body?.kind === 'refusal' && body.value.code === 'UNAVAILABLE', 'a refusal that cannot be read');
    return 'accepted';
  },
);

export const handshakeTargets: readonly FuzzTarget[] = [initiator, responder, certificates, refusals];
