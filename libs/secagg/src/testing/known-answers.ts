/** @module The known answers of secure-aggregation.md, section 1.11, for tests. */
import { readFileSync } from 'node:fs';

interface KnownAnswers {
  readonly roundId: string;
  readonly publicKeyA: string;
  readonly publicKeyB: string;
  readonly sharedSecret: string;
  readonly maskKey_min3_max8_segment0_w32: string;
  readonly maskFirstWordsU32: readonly number[];
  readonly selfKey_i3_segment0_w32: string;
  readonly encKey_3to8: string;
  readonly graph: {
    readonly permutation: readonly number[];
    readonly neighboursOf0: readonly number[];
    readonly neighboursOf7: readonly number[];
  };
  readonly shamirByte: {
    readonly secret: string;
    readonly c1: string;
    readonly c2: string;
    readonly f1to4: readonly string[];
  };
  readonly degreeAndThreshold: {
    readonly rows: readonly {
      readonly gamma: number;
      readonly delta: number;
      readonly lambda: number;
      readonly profile: 'malicious' | 'semi-honest';
      readonly n: readonly number[];
      readonly k: readonly number[];
      readonly t: readonly number[];
    }[];
    readonly completeGraph: { readonly n: readonly number[]; readonly t: readonly number[] };
  };
}

export const KNOWN: KnownAnswers = JSON.parse(
  readFileSync(new URL('../../vectors/known-answers.json', import.meta.url), 'utf8'),
);

export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
