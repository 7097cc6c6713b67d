/**
 * @module A map that is empty nearly always, and has a table only while it is not: a Map without entries takes 184 bytes, and a coordinator
 * holds thousands of sessions in which nothing is under way.
 */

export class SeldomMap<Key, Value> {
  #map: Map<Key, Value> | undefined;

  get size(): number {
    return this.#map?.size ?? 0;
  }
  /** As they are now: what is set or deleted meanwhile does not show. */
  get entries(): readonly (readonly [Key, Value])[] {
    return [...(this.#map ?? [])];
  }

  has(key: Key): boolean {
    return this.#map?.has(key) ?? false;
  }

  get(key: Key): Value | undefined {
    return this.#map?.get(key);
  }

  set(key: Key, value: Value): void {
    this.#map ??= new Map();
    this.#map.set(key, value);
  }

  delete(key: Key): void {
    this.#map?.delete(key);
    if (this.#map?.size === 0) this.#map = undefined;
  }
}
