/** @module Hashes and proofs of a tree out of its tiles, each of which is checked against the signed root before it is believed. */

import { MusterError } from '@muster/errors';
import {
  consistencyPath,
  foldNodes,
  HASH_BYTES,
  inclusionPath,
  nodesOf,
  type Range,
  rootOfHashes,
  sameHash,
  type TreeHead,
  type TreeNode,
} from '@muster/merkle';
import { headOf, type RightEdge, rightEdge } from './right-edge.ts';
import { levelsOf, partialWidth, placeOfNode, TILE_WIDTH, type Tile, tileAt, tilePath } from './tile.ts';

/**
 * Fetches the bytes of a tile from wherever the log lies. In place of a partial tile it may give the full one, which the log
 * keeps when it drops the partial (C2SP tlog-tiles, "Partial Tiles").
 */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** Full tiles that a reader keeps, 8 KiB each. */
const TILES_KEPT_MAX = 1024;

/** Reads a tree whose head somebody trusted has signed. */
export class TreeReader {
  readonly head: TreeHead;
  readonly #read: ReadTile;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();
  #edge: Promise<RightEdge> | undefined;

  constructor(head: TreeHead, read: ReadTile) {
    this.head = head;
    this.#read = read;
  }

  /**
   * The right edge of the tree, checked against the root. Rejects with AUDIT_TILE_INVALID when the partial tiles are of a wrong
   * length or do not lead to it, and with whatever the fetch rejects with.
   */
  edge(): Promise<RightEdge> {
    this.#edge ??= this.#readEdge().catch((error: unknown) => {
      this.#edge = undefined;
      throw error;
    });
    return this.#edge;
  }

  /**
   * MTH of each range (RFC 6962, section 2.1); a range is a subtree of this tree, as proofs are made of. Rejects like `edge`, and
   * when a full tile does not hash to the hash of it in the tile above.
   */
  async hashes(ranges: readonly Range[]): Promise<readonly Uint8Array[]> {
    return Promise.all(
      ranges.map(async (range) =>
        foldNodes(await Promise.all(nodesOf(range).map((node) => this.#hashOfNode(node)))),
      ),
    );
  }

  /**
   * The inclusion proof of an entry in this tree (RFC 6962, section 2.1.1). Rejects with AUDIT_PROOF_INVALID beyond it, and like
   * `hashes`.
   */
  async inclusionProof(index: number): Promise<readonly Uint8Array[]> {
    return this.hashes(inclusionPath(index, this.head.size));
  }

  /**
   * The consistency proof from a smaller tree to this one (RFC 6962, section 2.1.2). Rejects with AUDIT_PROOF_INVALID for a
   * larger one, and like `hashes`.
   */
  async consistencyProof(oldSize: number): Promise<readonly Uint8Array[]> {
    return this.hashes(consistencyPath(oldSize, this.head.size));
  }

  async #readEdge(): Promise<RightEdge> {
    const { size, root } = this.head;
    const levels = await Promise.all(
      Array.from({ length: levelsOf(size) }, async (_, level) => {
        const width = partialWidth(level, size);
        const index = Math.floor(size / TILE_WIDTH ** (level + 1));
        return width === 0 ? new Uint8Array() : this.#fetch({ level, index, width });
      }),
    );
    const edge = rightEdge(size, levels);
    if (!sameHash(headOf(edge).root, root))
      throw new MusterError(
        'AUDIT_TILE_INVALID',
        `the partial tiles of the tree of ${size} entries do not lead to its root`,
      );
    return edge;
  }

  async #hashOfNode(node: TreeNode): Promise<Uint8Array> {
    const { level, index, first, count } = placeOfNode(node);
    const bytes = await this.#tile(level, index);
    return rootOfHashes(bytes.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES));
  }

  /** The bytes of a tile, checked: a partial one is part of the edge, a full one hashes to its place in the tile above. */
  async #tile(level: number, index: number): Promise<Uint8Array> {
    const tile = tileAt(level, index, this.head.size);
    if (!tile)
      throw new MusterError('AUDIT_PROOF_INVALID', `tile ${index} at level ${level} is beyond the tree`);
    if (tile.width < TILE_WIDTH) return (await this.edge()).levels[level] ?? new Uint8Array();
    const path = tilePath(tile);
    const kept = this.#tiles.get(path);
    if (kept) return kept;
    const checked = this.#checkedFull(level, tile);
    this.#tiles.set(path, checked);
    checked.catch(() => this.#tiles.delete(path));
    const [oldest] = this.#tiles.keys();
    if (oldest !== undefined && this.#tiles.size > TILES_KEPT_MAX) this.#tiles.delete(oldest);
    return checked;
  }

  async #checkedFull(level: number, tile: Tile): Promise<Uint8Array> {
    const [bytes, above] = await Promise.all([
      this.#fetch(tile),
      this.#tile(level + 1, Math.floor(tile.index / TILE_WIDTH)),
    ]);
    const at = (tile.index % TILE_WIDTH) * HASH_BYTES;
    if (!sameHash(rootOfHashes(bytes), above.subarray(at, at + HASH_BYTES)))
      throw new MusterError(
        'AUDIT_TILE_INVALID',
        `${tilePath(tile)} does not match the root that was signed`,
      );
    return bytes;
  }

  async #fetch(tile: Tile): Promise<Uint8Array> {
    const bytes = await this.#read(tile);
    const length = tile.width * HASH_BYTES;
    if (bytes.length !== length && bytes.length !== TILE_WIDTH * HASH_BYTES)
      throw new MusterError(
        'AUDIT_TILE_INVALID',
        `${tilePath(tile)} has ${bytes.length} bytes, and ${length} are due`,
      );
    return bytes.subarray(0, length);
  }
}
