/**
 * @module A process that appends to an audit log as a coordinator does, until somebody kills it: `node audit-writer.ts FOLDER load`. Events come in
 * batches and in the transactions of acts, and all of it is published as fast as it goes. With `script` it does so much and no more,
 * tries again what fails, and says so.
 *
 * Each line that it writes is one that it stands by: `ready POLICY`, `durable INDEX HASH` for an entry (leaf hash), `act ID` for a row and
 * the event about it, `failed CODE`, `done`.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { leafHash, type Recorded } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { type KeptLog, openKeptLog } from '../../tools/audit/kept-log.ts';

/** More than a batch: some wait for the next one. */
const CALLERS = 300;
/** Between two events of a caller, so that publishing has its turn too. */
const CALL_MS = 40;
const ACT_MS = 7;
const PUBLISH_MS = 20;
/** Of a script. */
const STEPS = 3;
const EVENTS_OF_STEP = 100;
/** Beyond it something fails that was to fail once. */
const TRIES_MAX = 5;
/** It could not even begin: its supervisor starts it again. */
const EXIT_NOT_OPENED = 3;

const say = (...words: readonly (string | number)[]): boolean => process.stdout.write(`${words.join(' ')}\n`);

function durable({ index, entry }: Recorded): void {
  say('durable', index, Buffer.from(leafHash(entry)).toString('base64'));
}

async function append({ log }: KeptLog, n: number): Promise<void> {
  durable(await log.append({ name: 'clock.skew', role: 'system', data: { skewS: n % 1_000 } }));
}

/** A row and its event, in one transaction, as the API adds an operator. */
function act({ log, store }: KeptLog): void {
  const id = `p:${randomBytes(16).toString('base64url')}`;
  const recorded = store.db.tx(() => {
    store.operators.add({ id, name: id, credentialHash: id, createdMs: 0 });
    return log.record({
      name: 'admin.action',
      role: 'coord.admin',
      data: { action: 'operator-added', target: { type: 'operator', id }, fourEyes: false },
    });
  });
  durable(recorded);
  say('act', id);
}

async function load(kept: KeptLog): Promise<never> {
  const forever = async (ms: number, step: () => unknown, firstMs = 0): Promise<never> => {
    for (await pause(firstMs); ; await pause(ms)) await step();
  };
  let n = 0;
  return await Promise.race([
    ...Array.from({ length: CALLERS }, (_, at) =>
      forever(CALL_MS, () => append(kept, n++), (at * CALL_MS) / CALLERS),
    ),
    forever(ACT_MS, () => act(kept)),
    forever(PUBLISH_MS, () => kept.log.publish()),
  ]);
}

async function again(step: () => unknown): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await step();
      return;
    } catch (thrown) {
      say('failed', asMusterError(thrown).code);
      if (tries === TRIES_MAX) throw thrown;
    }
  }
}

async function script(kept: KeptLog): Promise<void> {
  for (let step = 0; step < STEPS; step += 1) {
    await Promise.all(Array.from({ length: EVENTS_OF_STEP }, (_, n) => again(() => append(kept, n))));
    await again(() => act(kept));
    await again(() => kept.log.publish());
  }
  say('done');
}

const [folder = '', mode] = process.argv.slice(2);
const kept = await openKeptLog(folder).catch((thrown: unknown) => {
  say('failed', asMusterError(thrown).code);
  process.exit(EXIT_NOT_OPENED);
});
say('ready', Buffer.from(kept.log.witnesses.policyText).toString('base64'));
if (mode === 'load') await load(kept);
else await script(kept);
