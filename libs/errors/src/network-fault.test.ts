import { describe, expect, it } from 'vitest';
import { networkFault } from './network-fault.ts';

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const wss = new URL('wss://muster.example.org:7443');
const ws = new URL('ws://127.0.0.1:7443');

describe('a connection that could not be made', () => {
  it.each([
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('for its certificate (%s) is TLS_UNTRUSTED: waiting would not mend it', (code) => {
    const fault = networkFault(coded(code, 'the reason'), wss);
    expect([fault.code, fault.retryable]).toEqual(['TLS_UNTRUSTED', false]);
    expect(fault.message).toBe('the certificate of wss://muster.example.org:7443 is not trusted: the reason');
    expect(fault.action).toContain('--ca');
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('for its name (%s) is HOST_UNKNOWN', (code) => {
    const fault = networkFault(coded(code), wss);
    expect([fault.code, fault.message]).toEqual([
      'HOST_UNKNOWN',
      `no host is known by the name muster.example.org (${code})`,
    ]);
  });

  it('says when one side speaks TLS and the other does not', () => {
    expect(networkFault(coded('ECONNRESET', 'socket hang up'), ws).message).toContain('begins with wss://');
    expect(networkFault(coded('ECONNRESET'), new URL('http://127.0.0.1')).message).toContain('https://');
    expect(networkFault(coded('EPROTO', 'wrong version number'), wss).message).toContain(
      'does not speak TLS',
    );
    expect(networkFault(coded('ECONNRESET'), wss).message).not.toContain('TLS');
  });

  it('finds the reason that fetch and an attempt at several addresses wrap', () => {
    const refused = coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1');
    const wrapped = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    expect(networkFault(wrapped, ws)).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the coordinator at ws://127.0.0.1:7443 cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    });
    expect(networkFault('odd', ws).message).toContain('odd');
  });
});
