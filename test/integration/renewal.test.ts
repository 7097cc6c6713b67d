import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { enrol, prepareAgent, readJournal } from '@muster/agent';
import { type RunningAgent, startAgent } from '@muster/agent/daemon';
import { asMusterError, MusterError } from '@muster/errors';
import {
  acceptChain,
  parseCertificate,
  readIdentityFile,
  readManifests,
  systemRandom,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import { type Clock, connectOnce, SESSION_SETTINGS, type Session } from '@muster/transport';
import { afterEach, describe, expect, it } from 'vitest';
import { writeSiteFiles } from '../../tools/processes/site-files.ts';
import type { VirtualIdentity } from '../../tools/virtual/virtual-agent.ts';
import { atEnd, closeAll, coordinator } from './harness.ts';

afterEach(closeAll);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The calendar that coordinator and sites share: turning it wakes what waits for an hour or longer, all else goes by the real time. */
class Calendar implements Clock {
  #turnedMs = 0;
  readonly #waiting = new Set<() => void>();

  monotonicMs(): number {
    return performance.now();
  }
  wallMs(): number {
    return Date.now() + this.#turnedMs;
  }
  after(ms: number, act: () => void): () => void {
    if (ms >= HOUR_MS) {
      this.#waiting.add(act);
      return () => this.#waiting.delete(act);
    }
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  }
  turn(days: number): void {
    this.#turnedMs += days * DAY_MS;
    for (const act of [...this.#waiting]) if (this.#waiting.delete(act)) act();
  }
}

/** A coordinator, and the folder of a site that is enrolled with it, under one calendar. */
async function federationOf(name: string) {
  const calendar = new Calendar();
  const federation = await coordinator('heartbeatS: 0.1\n', { clock: calendar });
  const { api } = federation;
  const dir = join(federation.folder, name);
  const token = async (site: string) => (await api.invite(site)).token;
  await enrol({ token: await token(name), url: federation.url.replace(/^http/, 'ws'), dir }, calendar);
  await writeSiteFiles({ folder: dir, name, config: { datasets: {}, log: 'silent' } });
  const start = async (): Promise<RunningAgent> => {
    const agent = await startAgent(await prepareAgent(dir), calendar);
    atEnd(() => agent.close());
    return agent;
  };
  const isConnected = () =>
    expect
      .poll(async () => (await api.sites()).find((site) => site.name === name)?.status, { timeout: 10_000 })
      .toBe('connected');
  return { ...federation, calendar, dir, token, start, isConnected };
}

/** A session of a site by one of its certificates; `over` resolves with the code that the coordinator has said at its end. */
async function knock(site: Omit<VirtualIdentity, 'log'>, certificate: Certificate, clock: Clock) {
  const { promise: over, resolve } = Promise.withResolvers<string>();
  const { session } = await connectOnce({
    url: site.url,
    bindToTls: true,
    identity: {
      purpose: 'session',
      manifest: site.manifest,
      identity: site.identity,
      certificate,
      random: systemRandom,
    },
    clock,
    settings: SESSION_SETTINGS,
    handshakeMs: 5_000,
    handlers: {
      onRequest: async () => ({ kind: 'ok', value: {} }),
      onNotice: () => {},
      openObject: async () => undefined,
      onClose: (_reason, _session, said) => resolve(said?.code ?? ''),
    },
  });
  atEnd(() => session.close(new MusterError('UNAVAILABLE', 'the test is over')));
  return { session, over };
}
/** A site that is in a folder, with the certificate that is there now. */
async function virtualOf(dir: string): Promise<Omit<VirtualIdentity, 'log'>> {
  const keys = (name: string) => join(dir, 'keys', name);
  const facts = JSON.parse(readFileSync(keys('enrolment.json'), 'utf8'));
  return {
    url: facts.url,
    site: facts.site,
    identity: await readIdentityFile(keys('identity.json')),
    certificate: parseCertificate(Buffer.from(readFileSync(keys('site.cert'), 'utf8'), 'base64')),
    manifest: acceptChain(undefined, await readManifests(keys('manifest.json'))),
  };
}
/** The line between a site and its coordinator. */
async function wireTo(port: number) {
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    if (whole) near.pipe(far).pipe(near);
    else near.destroy();
  });
  const cut = (): void => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  atEnd(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    mend: (): void => {
      whole = true;
    },
  };
}
const renewalOf = async (session: Session): Promise<Certificate> => {
  const answer = await session.request({ kind: 'renewalRequest', value: {} });
  if (answer.kind !== 'renewalReply') throw new Error(`answered by ${answer.kind}`);
  return answer.value.certificate;
};
const errorOf = (work: Promise<unknown>): Promise<MusterError> =>
  work.then(
    () => new MusterError('INTERNAL', 'nothing went wrong'),
    (thrown: unknown) => asMusterError(thrown),
  );

describe('the certificate of a site', () => {
  it('is renewed by its agent, which goes on with the new one, and says in its journal that it asked', async () => {
    const { calendar, dir, start, isConnected } = await federationOf('north');
    const certificate = () => readFileSync(join(dir, 'keys', 'site.cert'), 'utf8');
    const keys = readFileSync(join(dir, 'keys', 'identity.json'), 'utf8');
    await start();
    await isConnected();
    const first = certificate();
    const agentOf = await virtualOf(dir);
    calendar.turn(59);
    calendar.turn(2);
    await expect.poll(certificate, { timeout: 10_000 }).not.toBe(first);
    // It is void as soon as the agent comes with the new one.
    await expect
      .poll(async () => (await errorOf(knock(agentOf, agentOf.certificate, calendar))).code, {
        timeout: 10_000,
      })
      .toBe('CERTIFICATE_INVALID');
    const second = certificate();
    calendar.turn(31); // beyond the end of the first
    await isConnected();
    calendar.turn(30);
    await expect.poll(certificate, { timeout: 10_000 }).not.toBe(second);
    await isConnected();
    expect(readFileSync(join(dir, 'keys', 'identity.json'), 'utf8')).toBe(keys);
    const { entries, intact } = await readJournal(dir, 100);
    expect(intact).toBe(true);
    expect(entries.filter(({ what }) => what === 'renewalRequest')).toHaveLength(2);
  });

  it('is good until the renewed one was shown, however often it is asked for and lost', async () => {
    const { calendar, enrol: enrolVirtual } = await federationOf('north');
    const site = await enrolVirtual('south');
    const first = await knock(site, site.certificate, calendar);
    expect((await errorOf(renewalOf(first.session))).code).toBe('CONFLICT');
    calendar.turn(61);
    const lost = await renewalOf(first.session);
    const again = await knock(site, site.certificate, calendar);
    const renewed = await renewalOf(again.session);
    expect(renewed).toEqual(lost);
    await knock(site, renewed, calendar);
    expect((await errorOf(knock(site, site.certificate, calendar))).code).toBe('CERTIFICATE_INVALID');
    expect((await errorOf(renewalOf(first.session))).code).toBe('CERTIFICATE_INVALID');
    await knock(site, renewed, calendar);
  });

  it('ends its sessions when it ends', async () => {
    const { calendar, enrol: enrolVirtual } = await federationOf('north');
    const site = await enrolVirtual('south');
    const { session, over } = await knock(site, site.certificate, calendar);
    calendar.turn(89);
    expect((await session.request({ kind: 'renewalRequest', value: {} })).kind).toBe('renewalReply');
    calendar.turn(2);
    expect(await over).toBe('CERTIFICATE_EXPIRED');
  });
});

describe('a site whose certificate has expired', () => {
  it('says what to do, and comes back by a new token with its folder as it was', async () => {
    const { calendar, dir, folder, url, start, isConnected, token } = await federationOf('north');
    const identity = readFileSync(join(dir, 'keys', 'identity.json'), 'utf8');
    const again = async (site: string, more = {}) =>
      enrol({ token: await token(site), dir, again: true, ...more }, calendar);
    const agent = await start();
    await isConnected();
    expect((await errorOf(again('north'))).code).toBe('STORAGE_BUSY');
    calendar.turn(100); // as if it had been away
    const advice = `muster agent enrol TOKEN --again --dir ${dir}`;
    expect(await agent.fatal).toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
      message: expect.stringContaining(advice),
    });
    await agent.close();
    const refused = await errorOf(start());
    expect([refused.code, refused.message]).toEqual(['CERTIFICATE_EXPIRED', expect.stringContaining(advice)]);
    expect((await errorOf(again('north', { again: false }))).code).toBe('CONFLICT');
    const south = await token('south');
    expect((await errorOf(again('north', { token: south }))).code).toBe('CONFLICT');
    const elsewhere = await coordinator();
    const foreign = (await elsewhere.api.invite('north')).token;
    expect((await errorOf(again('north', { token: foreign }))).code).toBe('FEDERATION_MISMATCH');
    expect(await again('north')).toMatchObject({ site: 'north', keysCreated: false, configCreated: false });
    expect(readFileSync(join(dir, 'keys', 'identity.json'), 'utf8')).toBe(identity);
    await start();
    await isConnected();
    expect(await readJournal(dir, 100)).toMatchObject({ intact: true });
    const other = { token: south, url: url.replace(/^http/, 'ws'), dir: join(folder, 'south') };
    expect((await enrol(other, calendar)).site).toBe('south'); // its token was not spent
  });

  it('says so too when it was cut off as its time ran out: a refusal in the clear agrees with its own clock', async () => {
    const { calendar, dir, url, start, isConnected } = await federationOf('north');
    const wire = await wireTo(Number(new URL(url).port));
    const facts = join(dir, 'keys', 'enrolment.json');
    writeFileSync(facts, readFileSync(facts, 'utf8').replace(/:\d+"/, `:${wire.port}"`));
    const agent = await start();
    await isConnected();
    wire.cut();
    calendar.turn(100);
    wire.mend();
    expect(await agent.fatal).toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
      message: expect.stringContaining('muster agent enrol TOKEN --again'),
    });
  });

  it('leaves no session of its earlier certificate behind', async () => {
    const { calendar, enrol: enrolVirtual, enter } = await federationOf('north');
    const before = await enrolVirtual('south');
    const closed = Promise.withResolvers<string>();
    const agent = await enter(before, {
      makeUpdate: () => undefined,
      onClose: () => closed.resolve(agent.session.peerSaid?.code ?? ''),
    });
    const after = await enrolVirtual('south');
    expect(await closed.promise).toBe('CERTIFICATE_INVALID');
    await knock(after, after.certificate, calendar);
  });
});
