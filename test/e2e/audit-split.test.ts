/** Two coordinators from one folder, each of which shows two of the four sites a history of its own. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessCheckpoint, parseLogPolicy } from '@muster/audit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { apiOf } from '../../tools/processes/processes.ts';
import { AttackedFederation, endOf } from './attacked-federation.ts';

let federation: AttackedFederation;

beforeAll(async () => {
  federation = await AttackedFederation.start('split');
});
afterAll(() => federation?.stop());

it('opens no round on either side, and ends when one site has met both', async () => {
  const { home, url } = federation;
  const twin = join(federation.folder, 'twin');
  const policy = parseLogPolicy(Buffer.from(await federation.api.auditPolicy()));
  await federation.coordinator.stop();
  cpSync(home, twin, { recursive: true });
  const config = join(twin, 'coordinator.yaml');
  const settings: { readonly listen: object } = parse(readFileSync(config, 'utf8'));
  writeFileSync(config, stringify({ ...settings, listen: { ...settings.listen, port: 0 } }));
  const other = await federation.also(twin);
  const otherUrl = String(other.ready.url);
  for (const site of ['c', 'd']) await federation.restartAgent(site, () => turn(site, url, otherUrl));
  await federation.startCoordinator(home);

  const apis = [federation.api, apiOf(twin, otherUrl)];
  for (const api of apis) {
    // Whatever else each does makes it another history.
    const connected = async () => (await api.sites()).filter(({ status }) => status === 'connected').length;
    await expect.poll(connected, { timeout: 60_000 }).toBe(2);
    await api.addOperator('somebody');
    const id = await federation.startRun({ api, sites: 2 });
    await expect
      .poll(async () => (await api.run(id)).reason, { timeout: 60_000 })
      .toMatch(/2 of the 4 witnesses of the audit log are there, and 3 are needed/);
    expect((await api.run(id)).status).toBe('waiting');
  }
  const checkpoints = [home, twin].map((folder) => join(folder, 'data', 'audit', '1', 'checkpoint'));
  const cosigners = () =>
    checkpoints.map((path) => assessCheckpoint(readFileSync(path), policy).cosigners.length);
  await expect.poll(cosigners, { timeout: 60_000 }).toEqual([2, 2]);

  await federation.restartAgent('c', () => turn('c', otherUrl, url));
  const { exit, codes } = await endOf(federation.coordinator);
  expect(exit).toBe(1);
  // Which one depends on whose history is the longer one.
  expect([...codes].filter((code) => code === 'AUDIT_FORK' || code === 'AUDIT_ROLLED_BACK')).not.toEqual([]);
});

/** A site is told of another address of its coordinator. */
function turn(site: string, from: string, to: string): void {
  const file = join(federation.siteFolder(site), 'keys', 'enrolment.json');
  const ws = (address: string): string => address.replace(/^http/, 'ws');
  writeFileSync(file, readFileSync(file, 'utf8').replace(ws(from), ws(to)), { mode: 0o600 });
}
