/**
 * @module What a round must know of secure aggregation: how many sites it takes, and who has shared their seeds. Keys, shares and masks are
 * the shell's (secure-aggregation.md, section 1.11).
 */
import type { RoundsSettings } from './settings.ts';

/** Of a plan whose updates are masked. */
export interface MaskingSettings {
  /** Fewest sites among whom seeds may be shared: 5 against a coordinator that lies. */
  readonly sitesMin: number;
}

/** Seeds are shared: nobody else can take part any more. */
export interface Prepared {
  /** Sites whose shares the others hold, sorted by name. */
  readonly sites: readonly string[];
  /** Fewest of them whose updates can be unmasked. */
  readonly survivorsMin: number;
}

/** Fewest updates that make a result: the quorum, or what unmasking takes. */
export function fewestUpdates(
  { quorum }: Pick<RoundsSettings, 'quorum'>,
  masking: MaskingSettings | null,
  prepared: Prepared | null,
): number {
  if (masking === null) return quorum;
  return Math.max(quorum, prepared?.survivorsMin ?? masking.sitesMin);
}
