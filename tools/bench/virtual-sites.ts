/** @module The process of virtual agents: gets tokens from its parent, enrols, connects, and answers every offer with an update at once. */
import { createHash } from 'node:crypto';
import { enrolVirtual, VirtualAgent, type VirtualUpdate } from '../virtual/virtual-agent.ts';

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

process.on('disconnect', () => process.exit(0));
process.once('message', async ({ url, tokens }: { url: string; tokens: readonly string[] }) => {
  for (const token of tokens) {
    const agent = new VirtualAgent(await enrolVirtual(url, token), {
      dataset: 'bench',
      kind: 'image',
      fetchModel: true,
      makeUpdate: (_offer, modelBytes) => updateOf(modelBytes),
      onError: (error) => console.error('virtual agent:', error),
    });
    await agent.connect();
  }
  process.send?.('connected');
});
