import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupCoordinator, checkCoordinator, restoreCoordinator } from '@muster/coordinator';
import { afterEach, expect, it } from 'vitest';
import { closeAll, coordinator } from './harness.ts';

afterEach(closeAll);

it('a backup has the TLS files of the folder, and names what the settings name outside it', async () => {
  const { folder } = await coordinator();
  mkdirSync(join(folder, 'database-tls'));
  writeFileSync(join(folder, 'database-tls', 'cert.pem'), 'certificate');
  appendFileSync(
    join(folder, 'coordinator.yaml'),
    `tls: { certificate: database-tls/cert.pem, key: ../elsewhere/key.pem }
datasets: { flowers: { type: csv, file: flowers.csv } }
`,
  );
  const leftOut = [join(folder, '..', 'elsewhere', 'key.pem'), 'data set flowers'];
  expect(await backupCoordinator(folder, join(folder, 'backup'))).toMatchObject({ leftOut });
  const again = join(folder, 'again');
  expect((await restoreCoordinator(join(folder, 'backup'), again)).leftOut).toHaveLength(2);
  expect(readFileSync(join(again, 'database-tls', 'cert.pem'), 'utf8')).toBe('certificate');
});

it('a backup that is damaged is not restored, and the check of it tells what is damaged', async () => {
  const { folder } = await coordinator();
  const backup = join(folder, 'backup');
  await backupCoordinator(folder, backup);
  expect((await checkCoordinator(backup)).findings).toEqual([]);
  appendFileSync(join(backup, 'coordinator.yaml'), '# by hand\n');
  rmSync(join(backup, 'keys', 'organisation.json'));
  const refusal = restoreCoordinator(backup, join(folder, 'again'));
  await expect(refusal).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  await expect(refusal).rejects.toThrow(
    `coordinator.yaml is not what was backed up: this backup is damaged, and nothing was restored; take another one (all that is damaged: muster coordinator check --dir ${backup})`,
  );
  expect(existsSync(join(folder, 'again'))).toBe(false);
  expect((await checkCoordinator(backup)).findings.map(({ of, problem }) => `${of} ${problem}`)).toEqual([
    'coordinator.yaml is not what was backed up',
    'keys/organisation.json cannot be read',
  ]);
  writeFileSync(join(backup, 'coordinator.yaml'), 'data: [');
  expect((await checkCoordinator(backup)).findings).toMatchObject([
    { what: 'file', of: 'coordinator.yaml' },
    { what: 'file', of: 'keys/organisation.json' },
    { what: 'database', problem: expect.stringContaining('was not read: ') },
  ]);
});
