/**
 * @module Sites that only cosign the federation's log: where a test enrols others that go away, or never come, rounds are not held up for want
 * of witnesses.
 */
import { VirtualAgent, type VirtualIdentity } from './virtual-agent.ts';

const BACKOFF = { baseMs: 100, capMs: 1_000 };

/** They come back whenever the coordinator does, until they are closed. */
export async function startWitnesses(
  identities: readonly VirtualIdentity[],
): Promise<{ readonly close: () => void }> {
  const agents = identities.map(
    (identity) =>
      new VirtualAgent(identity, {
        dataset: 'none',
        kind: 'table',
        fetchModel: false,
        makeUpdate: () => undefined,
      }),
  );
  await Promise.all(agents.map((agent) => agent.stay(BACKOFF)));
  return {
    close() {
      for (const agent of agents) agent.close();
    },
  };
}
