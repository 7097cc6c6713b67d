/**
 * @module What must hold in rounds of secure aggregation, whoever was killed in between: what leaves the sites never takes the masks off one
 * update, and sites that keep to the protocol are never shown two different rounds.
 */
import { type Body, hex } from '@muster/protocol';
import { MaskedParts } from '@muster/store';
import type { CoordinatorHost } from './coordinator-host.ts';
import type { SiteHost } from './site-host.ts';
import { type InvariantName, Violation } from './violation.ts';

/** By which a site says that it was shown something else than before, or than what was agreed: codes of the wire (secure-aggregation.md, section 1.11). */
const OF_TWO_VIEWS = new Map([
  [0, 'ROSTER_SIG'],
  [1, 'ROSTER_GRAPH'],
  [5, 'SPLIT_VIEW'],
  [8, 'MODEL_HASH'],
]);

/** Attempts at one round for which a site masks its update. */
const TRIES_MAX = 2;

export class SecureInvariants {
  readonly #coordinator: CoordinatorHost;
  readonly #sites: readonly SiteHost[];
  /** What each site has signed of each round. */
  readonly #signed = new Map<string, string>();
  /** What each site has announced of its words in each round. */
  readonly #words = new Map<string, string>();
  /** Of which kind the shares are that have left, by round and owner. */
  readonly #shares = new Map<string, { readonly kind: string; readonly site: string }>();
  #broken: Violation | undefined;

  constructor(coordinator: CoordinatorHost, sites: readonly SiteHost[]) {
    this.#coordinator = coordinator;
    this.#sites = sites;
  }

  /** It is about to leave a site, or has left. */
  says(site: string, body: Body): void {
    switch (body.kind) {
      case 'consistency':
        this.#once(this.#signed, `${site} ${hex(body.value.roundId)}`, hex(body.value.sig), () => [
          'one-signature-a-round',
          `${site} has signed two sets of those who count in one round`,
        ]);
        return;
      case 'unmask':
        for (const { owner } of body.value.b) this.#share(site, body.value.roundId, owner, 'own mask');
        for (const { owner } of body.value.sk) this.#share(site, body.value.roundId, owner, 'mask key');
        return;
      case 'report': {
        const { masked, updateHash } = body.value;
        if (!masked) return;
        const said = `${hex(updateHash)} ${hex(masked.sha256)} ${hex(masked.sig)}`;
        this.#once(this.#words, `${site} ${hex(masked.roundId)}`, said, () => [
          'same-words',
          `${site} brings other words than before in one round`,
        ]);
        return;
      }
      case 'abort': {
        const code = OF_TWO_VIEWS.get(body.value.code);
        if (code !== undefined)
          this.#break('never-two-views', `${site} ends its part by ${code}: ${body.value.detail}`);
        return;
      }
      default:
    }
  }

  /** Throws the first Violation of what was heard. */
  check(): void {
    if (this.#broken) throw this.#broken;
  }

  /** Sites that have not masked their update of this round as often as they do. */
  sitesLeft(round: number): number {
    const sql = 'SELECT 1 FROM masked_attempt WHERE round = $1 AND tries >= $2';
    return this.#sites.filter(({ disk }) => !disk.rows.get(sql, [round, TRIES_MAX], () => true)).length;
  }

  /** Rows of rounds that are under way, at the coordinator and at sites. */
  leftovers(): readonly string[] {
    const left = ['masked_round', 'masked_words'].filter((table) =>
      this.#coordinator.disk.rows.get(`SELECT 1 FROM ${table}`, [], () => true),
    );
    const parts = this.#sites.filter(({ disk }) => new MaskedParts(disk.rows).find() !== undefined);
    return [...left, ...parts.map(({ name }) => `the part of ${name}`)];
  }

  /** A site answers for another by one kind of share, and all sites by the same: both together take the masks off its update. */
  #share(site: string, roundId: Uint8Array, owner: number, kind: string): void {
    const key = `${hex(roundId)} ${owner}`;
    const before = this.#shares.get(key);
    if (!before) this.#shares.set(key, { kind, site });
    else if (before.kind !== kind)
      this.#break(
        'never-both-shares',
        `${before.site} has given its share of the ${before.kind} at place ${owner}, ${site} that of the ${kind}`,
      );
  }

  #once(
    known: Map<string, string>,
    key: string,
    said: string,
    broken: () => readonly [InvariantName, string],
  ): void {
    const before = known.get(key);
    known.set(key, before ?? said);
    if (before !== undefined && before !== said) this.#break(...broken());
  }

  /** Not thrown here: whoever speaks would take it for a fault of its own. */
  #break(invariant: InvariantName, message: string): void {
    this.#broken ??= new Violation(invariant, message);
  }
}
