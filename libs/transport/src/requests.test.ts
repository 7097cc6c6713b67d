import { MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { Requests } from './requests.ts';
import { codeOf, FakeClock, ok } from './testing.ts';
import { errorBody, errorOf } from './wire-error.ts';

const ready: Body = { kind: 'pushReady', value: { transfer: 1, offset: 0, credits: 1 } };

describe('requests', () => {
  it('settles each once: by its answer, its time limit, or the end', async () => {
    const clock = new FakeClock();
    const requests = new Requests(clock, 10);
    const [a, b, c] = [1, 2, 3].map(() => requests.open('register', 1_000));
    expect(requests.settle(a?.id ?? 0, ok)).toBe(true);
    expect(requests.settle(a?.id ?? 0, ok)).toBe(false);
    clock.pass(1_000);
    expect(await Promise.all([a, b, c].map((each) => codeOf(each?.answer ?? Promise.resolve())))).toEqual([
      'resolved',
      'TIMEOUT',
      'TIMEOUT',
    ]);
    const d = requests.open('register', 1_000);
    requests.failAll(new MusterError('UNAVAILABLE', 'over'));
    expect(await codeOf(d.answer)).toBe('UNAVAILABLE');
    expect([requests.size, clock.waiting]).toEqual([0, 0]);
  });

  it('bounds how many wait', () => {
    const requests = new Requests(new FakeClock(), 2);
    requests.open('register', 1);
    requests.open('register', 1);
    expect(() => requests.open('register', 1)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  });

  it('waits without a limit between PushReady and the last answer, and takes PushReady once', async () => {
    const clock = new FakeClock();
    const requests = new Requests(clock, 10);
    let looks = 0;
    const { id, answer } = requests.open('report', 1_000, (body) => {
      looks += 1;
      return body.kind === 'pushReady';
    });
    requests.settle(id, ready);
    clock.pass(1e6);
    expect(requests.size).toBe(1);
    requests.rearm(id);
    requests.settle(id, ready); // out of turn: it is the last answer now
    expect(await answer).toEqual(ready);
    expect(looks).toBe(1);
  });

  it('rejects by what the look at the first answer throws, and by an answer of an unknown type', async () => {
    const requests = new Requests(new FakeClock(), 10);
    const first = requests.open('pull', 1_000, () => {
      throw new MusterError('FRAME_TOO_LARGE', 'too large');
    });
    requests.settle(first.id, ok);
    expect(await codeOf(first.answer)).toBe('FRAME_TOO_LARGE');
    const second = requests.open('pull', 1_000);
    requests.settle(second.id, undefined);
    expect(await codeOf(second.answer)).toBe('UNKNOWN_MESSAGE');
  });
});

describe('errors on the wire', () => {
  it('keep code, sentence, figures and the time to wait', () => {
    const detail = { round: 3, sites: ['a', 'b'], note: null, deep: true };
    const error = new MusterError('LATE', 'too late', { retryAfterMs: 70, detail });
    expect(errorOf(errorBody(error))).toMatchObject({
      code: 'LATE',
      message: 'too late',
      retryAfterMs: 70,
      detail,
    });
  });

  it('lose what is no figure, and never the session', () => {
    const from = (detail: string) =>
      errorOf({ code: 'LATE', message: '', retryable: false, retryAfterMs: 0, detail }).detail;
    expect(from('')).toEqual({});
    expect(from('[1]')).toEqual({});
    expect(from('{"a":')).toEqual({});
    expect(from('{"a":{"b":1},"c":[{}],"__proto__":{"x":1}}')).toEqual(
      JSON.parse('{"a":"{\\"b\\":1}","c":"[{}]","__proto__":"{\\"x\\":1}"}'),
    );
  });

  it('of a later version become INTERNAL and keep their name', () => {
    const error = errorOf({ code: 'NEW_CODE', message: 'why', retryable: true, retryAfterMs: 0, detail: '' });
    expect([error.code, error.message]).toEqual(['INTERNAL', 'NEW_CODE: why']);
  });

  it('fit the limits of the wire, whatever they say', () => {
    const body = errorBody(
      new MusterError('LATE', 'x'.repeat(5000), { retryAfterMs: 1e12, detail: { long: 'y'.repeat(9000) } }),
    );
    expect([body.message.length, body.retryAfterMs, body.detail]).toEqual([2048, 86_400_000, '']);
  });
});
