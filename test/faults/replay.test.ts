import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { publicKeysOf } from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import {
  type Identity,
  issueCertificate,
  makeKeyPair,
  readSigningKeyFile,
  seedOf,
  sign,
  systemRandom,
} from '@muster/identity';
import { type Certificate, type Offer, updateFields } from '@muster/protocol';
import { connectOnce, memorySource, SESSION_SETTINGS, systemClock } from '@muster/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Meddle, startMeddlingProxy } from '../../tools/proxy/meddling-proxy.ts';
import { VirtualAgent, type VirtualIdentity } from '../../tools/virtual/virtual-agent.ts';
import { CoordinatorHome } from './coordinator-home.ts';
import { extent } from './extent.ts';
import { SteadfastSite, updateOf } from './steadfast-site.ts';
import { taskOf } from './task.ts';

const task = taskOf({ rounds: { max: 2, cohort: 3, quorum: 2, deadlineS: 60, offerS: 30 } });
let home: CoordinatorHome;
const identities = new Map<string, VirtualIdentity>();

beforeAll(async () => {
  home = await CoordinatorHome.make();
  await home.start();
  for (const name of ['a', 'b', 'thief']) identities.set(name, await home.enrol(name));
});

afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

function identityOf(name: string): VirtualIdentity {
  const identity = identities.get(name);
  if (!identity) throw new Error(`${name} is not enrolled`);
  return identity;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => (value !== null && typeof value === 'object' ? String(Reflect.get(value, 'kind')) : 'taken'),
    (thrown: unknown) => asMusterError(thrown).code,
  );

/** A run of two rounds with a and b as they should be, and a thief that does this in the second before it brings its own update. */
async function withThief(act: (thief: VirtualAgent, offers: readonly Offer[]) => Promise<string>) {
  const codes: string[] = [];
  const offers: Offer[] = [];
  const site = (name: string, before?: (offer: Offer) => Promise<unknown>): SteadfastSite =>
    new SteadfastSite(identityOf(name), {
      makeUpdate: (offer, bytes) => updateOf(name, offer.ref?.round ?? 0, bytes),
      ...(before ? { before } : {}),
    });
  const thief = site('thief', async (offer) => {
    offers.push(offer);
    if (offer.ref?.round === 2) codes.push(await act(thief.agent, offers));
  });
  const sites = [site('a'), site('b'), thief];
  try {
    await Promise.all(sites.map((each) => each.connect()));
    const { id } = await home.api.startRun(task, 'task.yaml');
    const run = await home.ended(id);
    return { run, codes };
  } finally {
    for (const each of sites) each[Symbol.dispose]();
  }
}

const MODEL_BYTES = 4 * (5 * 600 + 601 * 300 + 301 * 3);
type Theft = (thief: VirtualAgent, offers: readonly Offer[]) => Promise<string>;
const inRound = (offers: readonly Offer[], round: number): Offer => {
  const offer = offers.find(({ ref }) => ref?.round === round);
  if (!offer) throw new Error(`no offer of round ${round}`);
  return offer;
};

const THEFTS: readonly (readonly [string, string, Theft])[] = [
  [
    'its own update of the round before, as it was: answered as it was then, and not added again',
    'received',
    (thief, offers) => codeOf(thief.report(inRound(offers, 1), updateOf('thief', 1, MODEL_BYTES))),
  ],
  [
    'its own update of the round before, as one of this round',
    'MODEL_MISMATCH',
    (thief, offers) =>
      codeOf(
        thief.report(
          { ...inRound(offers, 2), modelHash: inRound(offers, 1).modelHash },
          updateOf('thief', 1, MODEL_BYTES),
        ),
      ),
  ],
  [
    'an update that another site has signed',
    'SIGNATURE_INVALID',
    (thief, offers) => {
      const { ref, planHash, modelHash, layoutHash, codec } = inRound(offers, 2);
      if (!ref) throw new Error('an offer without its round');
      const { bytes, weight } = updateOf('a', 2, MODEL_BYTES);
      const updateHash = randomBytes(32);
      const report = { ref, planHash, modelHash, layoutHash, codec, updateHash, size: bytes.length, weight };
      const signature = sign('update', updateFields(report), identityOf('a').identity.signing);
      const value = { ...report, figures: null, engine: null, masked: null, signature };
      return codeOf(thief.session.push({ kind: 'report', value }, memorySource(bytes)));
    },
  ],
  [
    'an update for a round that is not open yet',
    'ROUND_CLOSED',
    (thief, offers) => {
      const offer = inRound(offers, 2);
      const ref = offer.ref && { ...offer.ref, round: 7 };
      return codeOf(thief.report({ ...offer, ref }, updateOf('thief', 2, MODEL_BYTES)));
    },
  ],
];

describe('F7 a site brings what is not its update of this round: refused with its own code, and the sum is what it should be', () => {
  it.each(extent(THEFTS, THEFTS.slice(0, 1)))('%s: %s', async (_what, code, act) => {
    const honest = await withThief(async () => 'nothing');
    const { run, codes } = await withThief(act);
    expect(codes).toEqual([code]);
    expect(run.status).toBe('completed');
    // Who has shown a wrong announcement for the open round is out of it; nobody else is.
    const counted = run.history.at(-1)?.members.filter(({ outcome }) => outcome === 'counted');
    expect(counted?.map(({ site }) => site)).toEqual(expect.arrayContaining(['a', 'b']));
    if (code === 'MODEL_MISMATCH') return;
    const hashes = await Promise.all(
      [honest.run, run].map(async ({ model }) => (await home.api.model(model ?? '')).hash),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });
});

/** A knock at the coordinator's door; resolves with the code with which it is not opened. */
async function knock(
  site: VirtualIdentity,
  shown: { readonly certificate: Certificate; readonly identity?: Identity },
): Promise<string> {
  try {
    const { session } = await connectOnce({
      url: site.url,
      bindToTls: true,
      identity: {
        purpose: 'session',
        manifest: site.manifest,
        identity: shown.identity ?? site.identity,
        certificate: shown.certificate,
        random: systemRandom,
      },
      clock: systemClock,
      settings: SESSION_SETTINGS,
      handshakeMs: 5_000,
      handlers: {
        onRequest: async () => ({ kind: 'ok', value: {} }),
        onNotice: () => {},
        openObject: async () => undefined,
        onClose: () => {},
      },
    });
    session.close(new MusterError('UNAVAILABLE', 'seen'));
    return 'open';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
}

describe('F7 a certificate or key that is not good: each has a code of its own, and the door stays shut', () => {
  const HOUR_MS = 3_600_000;
  const newKeys = (): Identity => ({
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  });
  /** For the keys of a site, by this organisation, for this time. */
  async function certificateOf(
    site: VirtualIdentity,
    { forged = false, hours = 1 }: { readonly forged?: boolean; readonly hours?: number },
  ): Promise<Certificate> {
    const key = forged
      ? makeKeyPair('ed25519', systemRandom)
      : await readSigningKeyFile(join(home.folder, 'keys', 'organisation.json'), undefined);
    const request = {
      role: 'site' as const,
      name: site.site,
      serial: randomBytes(16),
      federationId: site.manifest.federationId,
      signingKey: site.identity.signing.publicKey,
      sealingKey: site.identity.sealing.publicKey,
      ...publicKeysOf(seedOf(site.identity.signing)),
      notBeforeMs: Date.now() - 48 * HOUR_MS,
      notAfterMs: Date.now() + hours * HOUR_MS,
    };
    return issueCertificate(request, key);
  }

  it.each([
    [
      'its own, as it should be',
      'open',
      async (site: VirtualIdentity) => ({ certificate: site.certificate }),
    ],
    [
      'one that somebody else issued',
      'CERTIFICATE_INVALID',
      async (site: VirtualIdentity) => ({ certificate: await certificateOf(site, { forged: true }) }),
    ],
    [
      'one whose key it does not hold',
      'SIGNATURE_INVALID',
      async (site: VirtualIdentity) => ({ certificate: site.certificate, identity: newKeys() }),
    ],
    [
      'one that expired',
      'CERTIFICATE_EXPIRED',
      async (site: VirtualIdentity) => ({ certificate: await certificateOf(site, { hours: -24 }) }),
    ],
  ] as const)('%s: %s', async (_what, code, show) => {
    const site = identityOf('thief');
    expect(await knock(site, await show(site))).toBe(code);
  });

  it('one that was revoked: SITE_REVOKED', async () => {
    const site = await home.enrol('gone');
    expect(await knock(site, site)).toBe('open');
    await home.api.revoke('gone', 'left the study');
    expect(await knock(site, site)).toBe('SITE_REVOKED');
  });
});

describe('F7 a frame of an older session: it ends the session by its code, and nothing else', () => {
  it('in place of one of the new session', async () => {
    const frames: Buffer[] = [];
    let connections = 0;
    // In the first connection nothing is changed; in the second its third frame is sent instead.
    const meddle = (): Meddle => {
      connections += 1;
      const isSecond = connections === 2;
      return (frame, index) => {
        if (!isSecond) frames[index] ??= Buffer.from(frame);
        const old = frames[3];
        return isSecond && index === 3 && old ? [old] : [frame];
      };
    };
    const proxy = await startMeddlingProxy(home.port, meddle);
    const site = identityOf('thief');
    const ends: string[] = [];
    const agent = new VirtualAgent(
      { ...site, url: `ws://127.0.0.1:${proxy.port}` },
      {
        dataset: 'flowers',
        kind: 'table',
        fetchModel: false,
        makeUpdate: () => undefined,
        onClose: (reason) => ends.push(reason.message),
      },
    );
    try {
      await agent.connect();
      agent.close();
      await agent.connect().catch(() => {});
      await expect.poll(() => ends.length, { timeout: 5_000 }).toBe(2);
      expect(ends[1]).toMatch(/FRAME_FORGED|FRAME_REPLAYED/);
      await agent.connect();
      expect(agent.session.closed).toBe(false);
    } finally {
      agent.close();
      await proxy.close();
    }
  });
});
