import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCoordinatorStore } from './store.ts';

test('a touch goes to the disk, or a disk that takes nothing would seem to be well again; and leaves no trace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-touch-'));
  try {
    using store = await openCoordinatorStore(folder, 0);
    const rows = () => store.db.all('SELECT name FROM federation', [], ({ name }) => name);
    const written = (): number => statSync(join(folder, 'coordinator.db-wal')).size;
    for (let times = 0; times < 2; times += 1) {
      const before = { bytes: written(), rows: rows() };
      store.db.tx(() => store.federation.touch());
      expect(written()).toBeGreaterThan(before.bytes);
      expect(rows()).toEqual(before.rows);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
