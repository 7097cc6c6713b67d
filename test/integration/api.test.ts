import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { closeAll, coordinator } from './harness.ts';

afterEach(closeAll);

/** What comes back for bytes that need not be HTTP, until the coordinator ends the connection. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('utf8');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

it('whatever is wrong with a request, the answer is a problem with a code of the table', async () => {
  const { url, folder } = await coordinator();
  const { secret } = JSON.parse(readFileSync(join(folder, 'operator.json'), 'utf8'));
  const head = `HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${secret}\r\n`;
  const cases = [
    [`GET /v1/runs/% ${head}\r\n`, 400, 'INVALID_ARGUMENT'],
    [`GET /v1/runs/${'a'.repeat(200)} ${head}\r\n`, 400, 'INVALID_ARGUMENT'],
    ['FET /v1/runs HTTP/1.1\r\n\r\n', 400, 'INVALID_ARGUMENT'],
    ['\x16\x03\x01\xff\xff', 400, 'INVALID_ARGUMENT'],
    [`POST /v1/runs ${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`, 400, 'INVALID_ARGUMENT'],
    [`GET /v1/runs ${head}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'FRAME_TOO_LARGE'],
  ] as const;
  for (const [request, status, code] of cases) {
    const answer = await raw(url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
    expect(problem).toMatchObject({ code, retryable: false, detail: {}, requestId: expect.any(String) });
  }
});

it('an invitation may be good for any part of an hour', async () => {
  const { api } = await coordinator();
  for (const hours of [1e-9, 0.0123456789, 1 / 3, 167.123456789]) {
    const { expiresAt } = await api.invite('north', hours);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - hours * 3_600_000)).toBeLessThan(60_000);
  }
});

it('of a site that is revoked it says when it was seen last, and of a second time that the first stands', async () => {
  const { api, join: enter } = await coordinator();
  await enter('north', { makeUpdate: () => undefined });
  const { lastSeenAt: first } = (await api.sites())[0] ?? {};
  const { revokedBefore, revokedAt } = await api.revoke('north', 'left the study');
  expect(revokedBefore).toBe(false);
  await expect
    .poll(async () => (await api.sites())[0]?.lastSeenAt ?? '')
    .toSatisfy((at: string) => at >= (revokedAt ?? '') && at > (first ?? ''));
  expect(await api.revoke('north', 'again')).toMatchObject({
    revokedBefore: true,
    revokedAt,
    revokeReason: 'left the study',
  });
});

it('/metrics answers while the database does not: what only it knows is not a number', async () => {
  const { url, folder } = await coordinator();
  const other = new DatabaseSync(join(folder, 'data', 'coordinator.db'));
  for (const table of ['site', 'run', 'quarantine'])
    other.exec(`ALTER TABLE ${table} RENAME TO lost_${table}`);
  other.close();
  const answer = await fetch(`${url}/metrics`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  for (const gauge of ['sites_suspended', 'runs_queued', 'quarantine_bytes'])
    expect(text).toMatch(new RegExp(`^muster_${gauge} NaN$`, 'im'));
  expect(text).toMatch(/^muster_alarms \d+$/m);
});
