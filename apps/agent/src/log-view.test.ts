import { writeFileSync } from 'node:fs';
import { openSiteStore } from '@muster/store/site';
import { expect, it } from 'vitest';
import { enrolledFolder } from './enrolled-folder.fixture.ts';
import { acceptLog, readLogs } from './log-view.ts';
import { readStatus } from './status.ts';

const originOf = (epoch: number): string => `audit.example.org/fed/7/${epoch}`;
const said = { by: 'Ada', why: 'restored on Monday' };
const clock = { wallMs: () => 0 };

it('a log that was accepted is no reason to stop, though the agent has not been asked since', async () => {
  const folder = await enrolledFolder();
  const store = await openSiteStore(folder.state, 0);
  store.trust.forked({ origin: originOf(1), evidence: 'fork.json', atMs: 0 });
  await store.close();
  const [code, origin, at] = ['AUDIT_LOG_CHANGED', originOf(2), new Date(0).toISOString()];
  writeFileSync(folder.logTrouble, JSON.stringify({ code, origin, at, reason: 'people must agree' }));
  const asked = { accepted: false, trouble: { code }, consents: { needed: 2, given: [] } };
  expect(await readLogs(folder.root)).toMatchObject(asked);
  expect((await readStatus(folder.root)).logTrouble).toMatchObject({ code });

  expect(await acceptLog(folder.root, origin, said, clock)).toMatchObject({ accepted: false });
  const accepted = await acceptLog(folder.root, origin, { ...said, by: 'Grace' }, clock);
  expect(accepted).toMatchObject({ accepted: true, trouble: null, consents: { given: [{}, {}] } });
  expect((await readStatus(folder.root)).logTrouble).toBe(null);
  const again = acceptLog(folder.root, origin, said, clock);
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
});
