import { MusterError } from '@muster/errors';
import { CERTIFICATE_LIFE_MS, type VerifiedCertificate, verifySite } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { Body, Certificate } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { CertificateRenewal } from './renewal.ts';

const HOUR_MS = 3_600_000;
const START_MS = 1_800_000_000_000;
const DUE_IN_MS = (2 / 3) * CERTIFICATE_LIFE_MS;
const federation = testFederation({ nowMs: START_MS });
const { manifest } = federation;
const { identity } = federation.site('north');

function issued(notBeforeMs: number, name = 'north'): Certificate {
  const life = { notBeforeMs, notAfterMs: notBeforeMs + CERTIFICATE_LIFE_MS };
  return federation.site(name, { identity, ...life }).certificate;
}
function verified(certificate: Certificate): VerifiedCertificate {
  return verifySite(certificate, manifest, { nowMs: START_MS, skewMs: 0 });
}

/** Time that stands until it passes, a gate that asks `answer`, and a disk that keeps what it is given unless it is full. */
function bench(answer: () => Body) {
  let nowMs = START_MS;
  let timers: { readonly atMs: number; readonly act: () => void }[] = [];
  const log: string[] = [];
  const disk = { full: false };
  const gate = {
    connected: true,
    request: async ({ body }: { body: Body }) => {
      log.push(body.kind);
      return answer();
    },
  };
  const note = ({ code }: { code?: string }): void => void log.push(code ?? 'renewed');
  const renewal = new CertificateRenewal({
    gate,
    current: verified(issued(START_MS)),
    manifest: () => manifest,
    clock: {
      monotonicMs: () => nowMs,
      wallMs: () => nowMs,
      after(ms, act) {
        const timer = { atMs: nowMs + ms, act };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
    log: { info: note, warn: note } as ConstructorParameters<typeof CertificateRenewal>[0]['log'],
    keep: async () => {
      if (disk.full) throw new MusterError('STORAGE_FULL', 'no room');
      log.push('kept');
    },
    onRenewed: () => void log.push('used'),
  });
  /** Lets time pass, hour by hour, and whatever comes of it come to its end. */
  const pass = async (ms: number): Promise<string[]> => {
    const untilMs = nowMs + ms;
    for (let next = timers[0]; next && next.atMs <= untilMs; next = timers[0]) {
      nowMs = next.atMs;
      timers.shift();
      next.act();
      await new Promise((resolve) => setImmediate(resolve));
    }
    nowMs = untilMs;
    return log.splice(0);
  };
  return { renewal, gate, disk, log, pass, now: () => nowMs, waiting: () => timers.length };
}
const reply = (certificate: Certificate): Body => ({ kind: 'renewalReply', value: { certificate } });
const DONE = ['renewalRequest', 'kept', 'renewed', 'used'];

describe('renewal at the site', () => {
  it('asks when two thirds are over, keeps what it gets before it uses it, and begins anew', async () => {
    const site = bench(() => reply(issued(site.now())));
    await site.renewal.look();
    expect(await site.pass(DUE_IN_MS - 1)).toEqual([]);
    expect(await site.pass(HOUR_MS)).toEqual(DONE);
    expect(await site.pass(DUE_IN_MS - HOUR_MS)).toEqual([]);
    expect(await site.pass(2 * HOUR_MS)).toEqual(DONE);
  });

  it('looks at once on a connection, and asks nobody without one', async () => {
    const site = bench(() => reply(issued(site.now())));
    site.gate.connected = false;
    expect(await site.pass(DUE_IN_MS + 48 * HOUR_MS)).toEqual([]);
    site.gate.connected = true;
    await Promise.all([site.renewal.look(), site.renewal.look()]); // one asks
    expect(site.log).toEqual(DONE);
  });

  it('goes on with what it has when it is refused, or when the disk is full, and asks again', async () => {
    let refused = true;
    const site = bench(() => {
      if (refused) throw new MusterError('UNAVAILABLE', 'the coordinator stops');
      return reply(issued(site.now()));
    });
    await site.pass(DUE_IN_MS - HOUR_MS);
    expect(await site.pass(HOUR_MS)).toEqual(['renewalRequest', 'UNAVAILABLE']);
    refused = false;
    site.disk.full = true;
    expect(await site.pass(HOUR_MS)).toEqual(['renewalRequest', 'STORAGE_FULL']);
    site.disk.full = false;
    expect(await site.pass(HOUR_MS)).toEqual(DONE);
  });

  it('keeps nothing that is not its own', async () => {
    const answers: Body[] = [reply(issued(START_MS + DUE_IN_MS, 'south')), { kind: 'ok', value: {} }];
    const site = bench(() => answers.shift() ?? { kind: 'ok', value: {} });
    await site.pass(DUE_IN_MS - HOUR_MS);
    expect(await site.pass(HOUR_MS)).toEqual(['renewalRequest', 'CERTIFICATE_INVALID']);
    expect(await site.pass(HOUR_MS)).toEqual(['renewalRequest', 'UNEXPECTED_MESSAGE']);
  });

  it('ends with the agent', async () => {
    const site = bench(() => reply(issued(site.now())));
    site.renewal.stop();
    expect(site.waiting()).toBe(0);
    await site.pass(DUE_IN_MS);
    await site.renewal.look();
    expect(site.log).toEqual([]);
  });
});
