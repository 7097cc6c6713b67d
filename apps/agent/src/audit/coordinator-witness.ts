/** @module The coordinator as the witness of a site's own log. */
import { type Witness, witnessKeyOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';

/** Who cosigns the log of a site. */
export interface Cosigner {
  /** Raw Ed25519. */
  readonly key: Uint8Array;
  /** Throws UNAVAILABLE without a connection. */
  ask(body: Body): Promise<Body>;
}

/** Nobody while it cannot be asked. `federation`: its id in hex. */
export function coordinatorAsWitness(known: Cosigner | undefined, federation: string): readonly Witness[] {
  if (!known) return [];
  return [
    {
      name: 'coordinator',
      keys: [witnessKeyOf({ federation, role: 'coordinator' }, known.key)],
      async ask(body) {
        const answer = await known.ask({ kind: 'addCheckpoint', value: { body } });
        if (answer.kind !== 'witnessAnswer')
          throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer of a witness`);
        return answer.value;
      },
      newest: () =>
        Promise.reject(
          new MusterError(
            'AUDIT_ROLLED_BACK',
            'the coordinator has cosigned more of the log of this site, or another one, than is here',
          ),
        ),
    },
  ];
}
