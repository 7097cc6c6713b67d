import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AuditLog,
  assessCheckpoint,
  cosign,
  cosignedAnswer,
  decideAddCheckpoint,
  EventQueue,
  makeSigningKey,
  openCheckpoint,
  Publisher,
  parseAddCheckpoint,
  parseLogProof,
  quorumPolicy,
  readEvent,
  refusalAnswer,
  verifyLogProof,
  type Witness,
  type WitnessTrouble,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { systemRandom } from '@muster/identity';
import {
  AuditFolder,
  AuditRows,
  coordinatorMigrations,
  type Db,
  memorySqlite,
  migrate,
  openCheckpointLock,
  Witnessed,
} from '@muster/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ORIGIN = 'audit.example.org/fed/7/1';
const key = makeSigningKey(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
const producer = {
  source: '//fed-7/coordinator',
  key: makeSigningKey('fed-7/coordinator', 'ed25519', new Uint8Array(32).fill(2)),
};
const NOW_MS = 1_800_000_000_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-audit-log-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newDb(): Db {
  const db = memorySqlite();
  migrate(db, coordinatorMigrations, 0);
  return db;
}

/** A witness whose memory is a database. */
function witness(name: string, seed: number): Witness & { readonly state: Witnessed } {
  const state = new Witnessed(newDb());
  const own = makeSigningKey(name, 'cosignature/v1', new Uint8Array(32).fill(seed));
  return {
    name,
    keys: [own.verifier],
    state,
    async ask(body) {
      const decision = decideAddCheckpoint(body, (origin) => {
        if (origin !== ORIGIN) return undefined;
        const { size, root } = state.latest(origin) ?? {
          size: 0,
          root: Buffer.from('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'base64'),
        };
        return { keys: [key.verifier], latest: { size, root } };
      });
      if (decision.kind === 'refuse') return refusalAnswer(decision);
      const { checkpoint: note } = parseAddCheckpoint(body);
      state.advance(decision.from.size, { origin: ORIGIN, ...decision.to, note, atMs: NOW_MS });
      return cosignedAnswer(cosign(decision.text, [own], NOW_MS / 1000));
    },
    newest: async (origin) => state.latest(origin)?.note ?? new Uint8Array(),
  };
}

function open(name: string, db = newDb(), witnesses: readonly Witness[] = [], enough = 2) {
  const rows = new AuditRows(db);
  const log = new AuditLog({ rows, producer, wallMs: () => NOW_MS, random: systemRandom });
  const troubles: WitnessTrouble[] = [];
  const lock = openCheckpointLock(join(folder, `${name}.db`), 0);
  const publisher = new Publisher({
    origin: ORIGIN,
    keys: [key],
    rows,
    lock,
    folder: new AuditFolder(join(folder, name)),
    wallMs: () => NOW_MS,
    later: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    witnesses: () => witnesses,
    isWitnessed: () => witnesses.length > 0,
    isEnough: (names) => names.size >= enough,
    noticed: (trouble) => troubles.push(trouble),
  });
  return { db, rows, lock, log, publisher, troubles, folder: join(folder, name) };
}

const skew = (skewS: number) => ({ name: 'clock.skew', role: 'system', data: { skewS } }) as const;
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );

describe('a log', () => {
  it('holds an event as soon as its transaction commits, and not when it does not', () => {
    const { db, log } = open('transaction');
    log.record(skew(1));
    expect(() =>
      db.tx(() => {
        log.record(skew(2));
        throw new Error('the act failed');
      }),
    ).toThrow('the act failed');
    const { index, entry } = log.record(skew(3));
    expect([index, readEvent(entry).flseq, log.size]).toEqual([1, 1, 2]);
    expect(() => log.record({ ...skew(1), data: { skewS: 0.5 } })).toThrow(/no audit event/);
    expect(log.size).toBe(2);
  });

  it('takes events of others in their order, each once', () => {
    const site = 's-0123456789abcdef';
    const source = `//fed-7/site/${site}/out`;
    const own = { source, key: makeSigningKey(`fed-7/site/${site}`, 'ed25519', new Uint8Array(32).fill(3)) };
    const theirs = new AuditLog({
      rows: new AuditRows(newDb()),
      producer: own,
      wallMs: () => NOW_MS,
      random: systemRandom,
    });
    const entries = [1, 2, 3].map((n) => theirs.record(skew(n)).entry);
    const { log } = open('others');
    const admit = (n: number, at = source) => {
      try {
        return log.admit(entries[n] ?? new Uint8Array(), at, own.key.verifier).index;
      } catch (thrown) {
        return asMusterError(thrown).code;
      }
    };
    expect([admit(1), admit(0), admit(0), admit(2), admit(1), admit(2), admit(1)]).toEqual([
      'AUDIT_EVENT_INVALID',
      0,
      0,
      'AUDIT_EVENT_INVALID',
      1,
      2,
      1,
    ]);
    expect(admit(0, producer.source)).toBe('AUDIT_EVENT_INVALID');
  });

  it('batches what belongs to no row, and refuses what the catalogue does without losing the rest', async () => {
    const { log } = open('batch');
    const due: (() => void)[] = [];
    const queue = new EventQueue(log, (_ms, act) => {
      due.push(act);
      return () => {};
    });
    const results = [
      queue.append(skew(1)),
      queue.append({ ...skew(1), data: { skewS: Number.NaN } }),
      queue.append(skew(2)),
    ];
    expect([queue.waiting, log.size]).toEqual([3, 0]);
    for (const act of due) act();
    const settled = await Promise.allSettled(results);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([due.length, log.size]).toEqual([1, 2]);
    await queue.append({
      name: 'log.epoch_started',
      role: 'system',
      data: {
        origin: ORIGIN,
        key: `fed/x+0a0b0c0d+A${'A'.repeat(43)}`,
        producerKey: `fed/x+0a0b0c0d+A${'A'.repeat(43)}`,
      },
    });
    expect(log.size).toBe(3);
  });

  it('is published with the cosignatures of its witnesses, and proves each entry', async () => {
    const witnesses = [witness('w/1', 11), witness('w/2', 12), witness('w/3', 13)];
    const { log, publisher, folder: path } = open('published', newDb(), witnesses);
    const policy = quorumPolicy(
      [{ key: key.verifier, url: null }],
      witnesses.map(({ name, keys: [own] }) => ({
        name: name.replace('/', '-'),
        key: own ?? key.verifier,
        url: null,
      })),
      0,
    );
    const entries: Uint8Array[] = [];
    for (const count of [1, 2, 253, 1, 300]) {
      for (let n = 0; n < count; n += 1) entries.push(log.record(skew(n)).entry);
      const { head, note } = await publisher.publish();
      expect(head.size).toBe(entries.length);
      expect(assessCheckpoint(note, policy).hasQuorum).toBe(true);
    }
    expect(Buffer.from(await readFile(join(path, 'checkpoint'))).toString()).toContain(`${ORIGIN}\n557\n`);
    for (const index of [0, 1, 255, 256, 511, 556]) {
      const proof = await publisher.proofOf(index);
      expect(verifyLogProof(proof, entries[index] ?? new Uint8Array(), policy).index).toBe(index);
      expect(parseLogProof(proof).index).toBe(index);
    }
    expect(await codeOf(publisher.proofOf(557))).toBe('AUDIT_PROOF_INVALID');
  });

  it('keeps the cosignatures of witnesses that are away when it is published again', async () => {
    const away = witness('w/1', 11);
    const stays = witness('w/2', 12);
    const there = [away, stays];
    const { log, publisher, folder: path } = open('refreshed', newDb(), there);
    log.record(skew(0));
    await publisher.publish();
    there.shift();
    await publisher.publish();
    const served = await readFile(join(path, 'checkpoint'));
    const { signatures } = openCheckpoint(served, [key.verifier, ...away.keys, ...stays.keys]);
    expect(signatures.map((each) => each.key.name)).toEqual([ORIGIN, 'w/1', 'w/2']);
  });

  it('goes on after a restart from what is on the disk, and writes again what is missing', async () => {
    const first = open('restarted');
    for (let n = 0; n < 600; n += 1) first.log.record(skew(n));
    const { note, head } = await first.publisher.publish();
    rmSync(join(first.folder, 'tile', '0', '001'));
    rmSync(join(first.folder, 'checkpoint'));
    first.db.run('DELETE FROM audit_edge');
    const again = open('restarted', first.db);
    await again.publisher.recover();
    expect([again.publisher.published?.head.size, await readFile(join(first.folder, 'checkpoint'))]).toEqual([
      600,
      Buffer.from(note),
    ]);
    expect(await again.publisher.proofOf(300)).toBeDefined();
    again.log.record(skew(601));
    const next = await again.publisher.publish();
    expect(next.head.size).toBe(601);
    expect(openCheckpoint(next.note, [key.verifier]).checkpoint.size).toBe(head.size + 1);
  });

  it('is refused when its entries are fewer or others than were signed', async () => {
    const first = open('rolled-back');
    for (let n = 0; n < 10; n += 1) first.log.record(skew(n));
    const db = newDb();
    const old = open('rolled-back-old', db);
    for (let n = 0; n < 9; n += 1) old.log.record(skew(n));
    await first.publisher.publish();
    expect(await codeOf(open('rolled-back', db).publisher.recover())).toBe('AUDIT_ROLLED_BACK');
    for (let n = 9; n < 12; n += 1) old.log.record(skew(n));
    expect(await codeOf(open('rolled-back', db).publisher.recover())).toBe('AUDIT_ROLLED_BACK');
  });

  it('signs nothing more once a witness has shown another history, or more of it', async () => {
    const seen = witness('w/1', 11);
    const { log, publisher } = open('fork-a', newDb(), [seen]);
    for (let n = 0; n < 5; n += 1) log.record(skew(n));
    await publisher.publish();
    for (const [size, kind, code] of [
      [4, 'ahead', 'AUDIT_ROLLED_BACK'],
      [8, 'inconsistent', 'AUDIT_FORK'],
    ] as const) {
      const fork = open(`fork-${size}`, newDb(), [seen]);
      for (let n = 0; n < size; n += 1) fork.log.record(skew(n));
      expect((await fork.publisher.publish()).head.size).toBe(size);
      expect(fork.troubles.map((each) => each.kind)).toEqual([kind]);
      fork.log.record(skew(size));
      expect(await codeOf(fork.publisher.publish())).toBe(code);
      expect(fork.lock.latest(ORIGIN)?.size).toBe(size);
    }
    expect(seen.state.latest(ORIGIN)?.size).toBe(5);
  });

  it('that was put back with its lock signs nothing before a witness has seen what it signed last', async () => {
    const seen = witness('w/1', 11);
    const there: Witness[] = [seen];
    const first = open('true', newDb(), there);
    for (let n = 0; n < 3; n += 1) first.log.record(skew(n));
    await first.publisher.publish();
    const locked = first.lock.latest(ORIGIN);
    if (!locked) throw new Error('nothing was signed');
    /** What a copy of the machine has, from before it went on. */
    const copy = async (name: string) => {
      const opened = open(name, newDb(), there);
      for (const [seq, entry] of first.rows.entries(0, 3).entries())
        opened.rows.append(entry, { source: producer.source, seq, type: '', subject: '' });
      opened.rows.moveEnd(producer.source, first.rows.end(producer.source));
      opened.lock.advance(ORIGIN, 0, locked);
      await opened.publisher.recover();
      opened.log.record(skew(99));
      return opened;
    };
    const asleep = await copy('asleep');
    there.pop();
    expect((await asleep.publisher.publish()).head.size).toBe(3);
    there.push(seen);
    expect((await asleep.publisher.publish()).head.size).toBe(4);
    const restored = await copy('restored');
    expect(await codeOf(restored.publisher.publish())).toBe('AUDIT_ROLLED_BACK');
    expect([restored.lock.latest(ORIGIN)?.size, restored.troubles[0]?.kind]).toEqual([3, 'ahead']);
  });

  it('is stopped by no slow witness, to whom a newer checkpoint came before the one that it is asked about', async () => {
    const seen = witness('w/1', 11);
    const { promise: overtaken, resolve: overtake } = Promise.withResolvers<void>();
    let asked = 0;
    const slow: Witness = {
      ...seen,
      async ask(body) {
        asked += 1;
        if (asked === 1) await overtaken;
        return await seen.ask(body);
      },
    };
    const { log, publisher, troubles } = open('overtaken', newDb(), [slow]);
    log.record(skew(0));
    await publisher.publish(); // it waits for no witness longer than a second
    log.record(skew(1));
    await publisher.publish();
    expect(seen.state.latest(ORIGIN)?.size).toBe(2);
    overtake();
    await expect.poll(() => asked).toBe(2);
    await publisher.settled();
    log.record(skew(2));
    await publisher.publish();
    expect([troubles, seen.state.latest(ORIGIN)?.size]).toEqual([[], 3]);
  });

  it('is published by one at a time, whoever asks between two', async () => {
    const { rows, log, folder: path } = open('turns');
    const files = new AuditFolder(path);
    let [inside, most] = [0, 0];
    const publisher = new Publisher({
      origin: ORIGIN,
      keys: [key],
      rows,
      lock: openCheckpointLock(join(folder, 'turns-too.db'), 0),
      folder: {
        read: (name) => files.read(name),
        replaceCheckpoint: (note) => files.replaceCheckpoint(note),
        async write(written) {
          inside += 1;
          most = Math.max(most, inside);
          await files.write(written);
          inside -= 1;
        },
      },
      wallMs: () => NOW_MS,
      later: () => new Promise(() => {}),
      witnesses: () => [],
      isWitnessed: () => false,
      isEnough: () => false,
      noticed: () => {},
    });
    log.record(skew(1));
    const first = publisher.publish();
    log.record(skew(2));
    const second = publisher.publish();
    const third = first.then(() => {
      log.record(skew(3));
      return publisher.publish();
    });
    const sizes = (await Promise.all([first, second, third])).map(({ head }) => head.size);
    expect([sizes.at(-1), most]).toEqual([3, 1]);
  });

  it.each([
    [3, [false, true]],
    [2, [true, true]],
  ])(
    'shown as two, with one liar among four witnesses, has both at a quorum of %i: %j',
    async (quorum, both) => {
      const [first, second, third] = [31, 32, 33].map((seed) => witness(`w-${seed}`, seed));
      // It remembers nothing: to each side it is another one.
      const liar = () => witness('w-34', 34);
      if (!first || !second || !third) throw new Error('three are honest');
      const histories = await Promise.all(
        [
          [first, liar()],
          [second, third, liar()],
        ].map(async (shown, side) => {
          const { log, publisher } = open(`split-${quorum}-${side}`, newDb(), shown, shown.length);
          log.record(skew(side));
          return await publisher.publish();
        }),
      );
      const witnesses = [first, second, third, liar()].map(({ name, keys: [own] }) => ({
        name,
        key: own ?? key.verifier,
        url: null,
      }));
      const policy = quorumPolicy([{ key: key.verifier, url: null }], witnesses, 1);
      expect(policy.groups.map(({ threshold }) => threshold)).toEqual([3]);
      const asked = { ...policy, groups: policy.groups.map((each) => ({ ...each, threshold: quorum })) };
      expect(histories.map(({ note }) => assessCheckpoint(note, asked).hasQuorum)).toEqual(both);
    },
  );

  it('is stopped by no witness that only says so', async () => {
    const says = (status: number, body: string): Witness => ({
      name: 'w/liar',
      keys: [makeSigningKey('w/liar', 'cosignature/v1', new Uint8Array(32).fill(13)).verifier],
      ask: async () => ({ status, contentType: 'text/x.tlog.size', body: Buffer.from(body) }),
      newest: () => readFile(join(folder, `liar-${status}`, 'checkpoint')),
    });
    for (const [status, body] of [
      [409, '1000\n'],
      [422, 'inconsistent\n'],
    ] as const) {
      const { log, publisher, troubles } = open(`liar-${status}`, newDb(), [says(status, body)]);
      for (let n = 0; n < 3; n += 1) log.record(skew(n));
      await publisher.publish(); // before there is any checkpoint to show
      log.record(skew(3));
      await publisher.publish();
      expect(troubles.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable']);
    }
  });

  it('never replaces a file that was written', async () => {
    const { db, log, publisher, folder: path } = open('immutable');
    for (let n = 0; n < 256; n += 1) log.record(skew(n));
    await publisher.publish();
    const tile = join(path, 'tile', '0', '000');
    await writeFile(tile, Buffer.alloc(8_192));
    db.run('DELETE FROM audit_edge');
    expect(await codeOf(open('immutable', db).publisher.recover())).toBe('STORAGE_CORRUPT');
    expect(await readFile(tile)).toEqual(Buffer.alloc(8_192));
  });
});
