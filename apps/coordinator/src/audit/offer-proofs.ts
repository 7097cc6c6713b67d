/** @module What shows a site that what it is asked is in the federation's log, under a checkpoint that a quorum has cosigned. */
import type { Cohort, EventName } from '@muster/audit';
import { MusterError } from '@muster/errors';
import type { OfferProof } from '@muster/protocol';
import type { FederationLog } from './federation-log.ts';

/** An entry, and the proof of it under the checkpoint that was newest then. */
interface Proven {
  readonly entry: Uint8Array;
  readonly proof: Uint8Array;
}

export class OfferProofs {
  readonly #log: FederationLog;
  /** One proof does for all who are asked, and the newest is all that is asked for. */
  #newest: { readonly about: string; readonly proven: Promise<Proven> } | undefined;

  constructor(log: FederationLog) {
    this.#log = log;
  }

  /** Rejects with what keeps the log from being published or cosigned, and NOT_IN_COHORT. `site`: its pseudonym. */
  async ofOffer(subject: string, site: string, cohort: Cohort): Promise<OfferProof> {
    const proven = await this.#prove('task.offered', subject);
    const { index, path } = cohort.placeOf(site);
    return { ...proven, cohortIndex: index, cohortPath: [...path] };
  }

  /** Of the model that the attempt has made. Rejects likewise. */
  async ofModel(subject: string): Promise<OfferProof> {
    return { ...(await this.#prove('model.published', subject)), cohortIndex: 0, cohortPath: [] };
  }

  async #prove(name: EventName, subject: string): Promise<Proven> {
    const about = `${name} ${subject}`;
    if (this.#newest?.about !== about) this.#newest = { about, proven: this.#make(name, subject) };
    const { proven } = this.#newest;
    try {
      return await proven;
    } catch (thrown) {
      if (this.#newest?.proven === proven) this.#newest = undefined;
      throw thrown;
    }
  }

  async #make(name: EventName, subject: string): Promise<Proven> {
    const logged = this.#log.latest(name, subject);
    if (!logged) throw new MusterError('INTERNAL', `there is no ${name} of ${subject} in the log`);
    await this.#log.cosignedUpTo(logged.index);
    return { entry: logged.entry, proof: await this.#log.proofOf(logged.index) };
  }
}
