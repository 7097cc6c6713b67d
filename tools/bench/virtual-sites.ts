import { asMusterError } from '@muster/errors';
import { enrolVirtual, VirtualAgent, type VirtualUpdate } from '../virtual/virtual-agent.ts';

interface Order {
  readonly url: string;
  readonly tokens: readonly string[];
  /** Of every update; null: as the model has, which is pulled first. */
  readonly updateBytes: number | null;
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
}

/** One update for each length, made once: the benchmark is not about making them. */
const updates = new Map<number, VirtualUpdate>();

function updateOf(bytes: number): VirtualUpdate {
  const known = updates.get(bytes);
  if (known) return known;
  const values = Float32Array.from({ length: bytes / 4 }, (_, index) => 0.001 * Math.sin(index));
  const raw = new Uint8Array(values.buffer);
  const made = { bytes: raw, weight: 600 };
  updates.set(bytes, made);
  return made;
}

/** While the coordinator is down. */
const EXPECTED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'OVERLOADED', 'HANDSHAKE_TIMEOUT']);
/** Handshakes under way at the same time. */
const AT_ONCE = 8;

process.on('disconnect', () => process.exit(0));
process.once('message', async ({ url, tokens, updateBytes, backoff }: Order) => {
  const waiting = [...tokens];
  let connected = 0;
  let errors = 0;
  const enter = async (token: string): Promise<void> => {
    const agent = new VirtualAgent(await enrolVirtual(url, token), {
      dataset: 'bench',
      kind: 'image',
      fetchModel: updateBytes === null,
      makeUpdate: (_offer, modelBytes) => updateOf(updateBytes ?? modelBytes),
      onError: (error) => {
        if (!EXPECTED.has(asMusterError(error).code)) console.error('virtual agent:', error);
      },
    });
    await agent.stay(backoff);
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
