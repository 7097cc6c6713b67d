import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupCoordinator, restoreCoordinator } from '@muster/coordinator';
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
