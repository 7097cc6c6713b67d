/**
 * @module The process of virtual agents: gets tokens from its parent, enrols, connects and comes back whenever the connection breaks, and
 * answers every offer with an update at once.
 */
import { createHash } from 'node:crypto';
import { asMusterError } from '@muster/errors';
import { enrolVirtual, VirtualAgent, type VirtualUpdate } from '../virtual/virtual-agent.ts';

interface Order {
  readonly url: string;
  readonly tokens: readonly string[];
  /** Of every update; null: as the model has, which is pulled first. */
  readonly updateBytes: number | null;
}

/** One update for each length, made once: the benchmark is not about making them. */
const updates = new Map<number, VirtualUpdate>();

function updateOf(bytes: number): VirtualUpdate {
  const known = updates.get(bytes);
  if (known) return known;
  const values = Float32Array.from({ length: bytes / 4 }, (_, index) => 0.001 * Math.sin(index));
  const raw = new Uint8Array(values.buffer);
  const made = { bytes: raw, weight: 600, hash: createHash('sha256').update(raw).digest() };
  updates.set(bytes, made);
  return made;
}

/** Handshakes under way at the same time. */
const AT_ONCE = 8;
/** As an agent does after a break, but never for long: the benchmark waits for it. */
const BACK_MS_MAX = 250;

process.on('disconnect', () => process.exit(0));
process.once('message', async ({ url, tokens, updateBytes }: Order) => {
  const waiting = [...tokens];
  let connected = 0;
  let errors = 0;
  const enter = async (token: string): Promise<void> => {
    const comeBack = (): void => {
      setTimeout(() => void agent.connect().catch(comeBack), BACK_MS_MAX * Math.random());
    };
    const agent: VirtualAgent = new VirtualAgent(await enrolVirtual(url, token), {
      dataset: 'bench',
      kind: 'image',
      fetchModel: updateBytes === null,
      makeUpdate: (_offer, modelBytes) => updateOf(updateBytes ?? modelBytes),
      onError: (error) => {
        if (asMusterError(error).code !== 'UNAVAILABLE') console.error('virtual agent:', error);
      },
      onClose: comeBack,
    });
    await agent.connect();
  };
  const enterAll = async (): Promise<void> => {
    for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
      try {
        await enter(token);
        connected += 1;
      } catch (thrown) {
        errors += 1;
        console.error('virtual agent:', thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enterAll));
  process.send?.({ connected, errors });
});
