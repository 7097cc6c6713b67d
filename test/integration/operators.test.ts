import { request } from 'node:http';
import { ApiClient } from '@muster/api';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, codeOf, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 20');
async function withAda() {
  const { api, url } = await coordinator();
  const { secret } = await api.addOperator('ada');
  return { first: api, url, secret, ada: new ApiClient({ url, secret, fetch: globalThis.fetch }) };
}

describe('operators over HTTP', () => {
  it('come and go: a new one may do all that the first may', async () => {
    const { first, ada } = await withAda();
    expect(await codeOf(first.addOperator('ada'))).toBe('CONFLICT');
    expect(await codeOf(first.addOperator('Ada Lovelace'))).toBe('INVALID_ARGUMENT');
    expect((await ada.revokeOperator('operator')).status).toBe('revoked');
    expect(await codeOf(first.sites())).toBe('UNAUTHENTICATED');
    expect((await ada.operators()).map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      'ada active',
      'operator revoked',
    ]);
    expect(await codeOf(ada.revokeOperator('ada'))).toBe('LAST_OPERATOR');
    expect(await codeOf(ada.revokeOperator('nobody'))).toBe('NOT_FOUND');
    await ada.addOperator('bob');
    expect((await ada.revokeOperator('ada')).status).toBe('revoked'); // and is told so
    expect(await codeOf(ada.operators())).toBe('UNAUTHENTICATED');
  });

  it('are cut off in the middle of what they follow', async () => {
    const { first, ada } = await withAda();
    const { id } = await first.startRun(task, 'tiny.yaml'); // waits for sites that never come
    const heard = Promise.withResolvers<void>();
    const following = (async () => {
      for await (const event of ada.events(id, { follow: true })) if (event.seq > 0) heard.resolve();
    })();
    const ended = codeOf(following);
    await heard.promise;
    await first.revokeOperator('ada');
    expect(await ended).toBe('UNAVAILABLE');
    expect((await first.run(id)).endedAt).toBeNull();
  });

  it('do nothing by a request that they began before and end after', async () => {
    const { first, url, secret } = await withAda();
    const slow = request(`${url}/v1/operators`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'content-length': '14',
        expect: '100-continue', // told when the coordinator has taken the request up
      },
    });
    const broken = new Promise((resolve) => slow.on('error', resolve));
    slow.flushHeaders();
    await new Promise<void>((resolve) => slow.on('continue', resolve));
    slow.write('{"name":');
    await first.revokeOperator('ada');
    slow.end('"eve"}');
    expect(await broken).toBeInstanceOf(Error);
    expect((await first.operators()).map(({ name }) => name)).not.toContain('eve');
  });

  it('are described by the OpenAPI document', async () => {
    const { url } = await withAda();
    const document: unknown = await (await fetch(`${url}/openapi.json`)).json();
    expect(document).toMatchObject({
      paths: {
        '/v1/operators': { get: {}, post: {} },
        '/v1/operators/{name}/revoke': { post: {} },
      },
    });
  });
});
