/** @module Manifests of the federation, as a coordinator gives them: in a session of a site, or in one that came to learn which federation it is. */
import { MusterError } from '@muster/errors';
import type { Body, SignedManifest } from '@muster/protocol';

/** Some of those that a site may take at a time: it asks again for the rest. */
const MANIFESTS_MAX = 1_000;

/** Every manifest after an epoch. `ask` puts a question to the coordinator. Rejects with what it does, and UNEXPECTED_MESSAGE. */
export async function manifestsAfter(
  epoch: number,
  ask: (body: Body) => Promise<Body>,
): Promise<SignedManifest[]> {
  const manifests: SignedManifest[] = [];
  while (manifests.length < MANIFESTS_MAX) {
    const after = epoch + manifests.length;
    const answer = await ask({ kind: 'manifestsRequest', value: { after } });
    if (answer.kind !== 'manifests')
      throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to a question for manifests`);
    if (answer.value.manifests.length === 0) break;
    manifests.push(...answer.value.manifests);
  }
  return manifests;
}
