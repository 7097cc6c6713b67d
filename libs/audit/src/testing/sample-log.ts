/** @module A log in memory, for tests: entries, files, keys, checkpoints. */
import { filesBetween } from '../log-files.ts';
import { EMPTY_EDGE, headOf, type RightEdge } from '../right-edge.ts';
import { signCheckpoint } from '../signed-checkpoint.ts';
import { makeSigningKey, type SigningKey } from '../signing-key.ts';
import { type Tile, tilePath } from '../tile.ts';
import { TreeReader } from '../tree-reader.ts';
import { type SignatureType, supportsType } from '../verifier-key.ts';

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** `count` different entries, the first of number `from`. */
export function sampleEntries(count: number, from = 0): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => bytes(`entry ${from + i}`));
}

/** A key from a seed that is one byte over and over. */
export function sampleKey(name: string, type: SignatureType = 'ed25519', byte = 7): SigningKey {
  return makeSigningKey(name, type, new Uint8Array(32).fill(byte));
}

/** Whether tests of ML-DSA-44 can run here, and what their names say when not. */
export const hasMlDsa = supportsType('subtree/v1');
export const mlDsaNote = hasMlDsa ? '' : ' (skipped: this Node.js has no ML-DSA-44)';
/** The second type of a cosignature, where there is one. */
export const SECOND_TYPE: SignatureType = hasMlDsa ? 'subtree/v1' : 'cosignature/v1';

export const ORIGIN = 'audit.example/fed/f1/1';

/** A whole log, read from its files alone. */
export class SampleLog {
  readonly key = sampleKey(ORIGIN);
  readonly entries: readonly Uint8Array[];
  readonly edge: RightEdge;
  readonly files: Map<string, Uint8Array>;

  constructor(entries: readonly Uint8Array[]) {
    const { edge, files } = filesBetween(EMPTY_EDGE, entries);
    this.entries = entries;
    this.edge = edge;
    this.files = new Map(files.map((file) => [file.path, file.bytes]));
  }

  /** The log's own signature on its head. */
  checkpoint(): Uint8Array {
    return signCheckpoint({ origin: ORIGIN, ...headOf(this.edge) }, [this.key], 0);
  }

  /** A reader of the files, of the head that was signed. */
  reader(head = headOf(this.edge)): TreeReader {
    return new TreeReader(head, (tile) => this.read(tile));
  }

  async read(tile: Tile): Promise<Uint8Array> {
    const content = this.files.get(tilePath(tile));
    if (!content) throw new Error(`no file ${tilePath(tile)}`);
    return content;
  }
}
