/** @module Whose key signs the events of a source at each place of a log: enrolment begins it, rotation changes it, revocation ends it. */
import type { EventData } from '../../event/catalogue.ts';
import { rotationHolds } from '../../event/key-rotation.ts';
import { parseVerifierKey, type VerifierKey } from '../../verifier-key.ts';
import type { Logged, RuleReport } from './rule-report.ts';

interface Span {
  /** From this entry on. */
  readonly from: number;
  /** Null: none signs any more. */
  readonly key: VerifierKey | null;
}

export class ProducerKeys {
  readonly #spans = new Map<string, Span[]>();
  readonly #parsed = new Map<string, VerifierKey>();
  readonly #report: RuleReport;
  /** Keys that sign the checkpoints, the newest last. */
  readonly #logKeys: string[] = [];

  constructor(report: RuleReport) {
    this.#report = report;
  }

  /** Null where the source has none there. */
  at(source: string, index: number): VerifierKey | null {
    return this.#spans.get(source)?.findLast(({ from }) => from <= index)?.key ?? null;
  }

  get logKeys(): readonly string[] {
    return this.#logKeys;
  }

  signsCheckpoints(vkey: string): void {
    this.#logKeys.push(vkey);
  }

  /** The key of a source from an entry on. A source that has another one already gets it on the word of whoever keeps the log. */
  begin(source: string, vkey: string, index: number): void {
    const key = this.#parse(vkey, index);
    const before = this.at(source, index);
    if (!key || (before && Buffer.compare(before.publicKey, key.publicKey) === 0)) return;
    if (before)
      this.#report.warn(
        'key',
        index,
        `${source} has another key by enrolment, which its old key has not signed`,
      );
    this.#add(source, { from: index, key });
  }

  rotate({ index, event }: Logged<'key.rotated'>, source: string): void {
    const { data } = event;
    if (!rotationHolds(data))
      this.#report.broken('key', index, 'a change of keys is not signed by the keys that it names');
    else if (data.effectiveSize <= index && data.holder !== 'witness')
      this.#report.broken('key', index, 'a change of keys begins before it was written');
    else if (data.holder === 'log') {
      // The key of another log than this one is no business of this one.
      if (source === event.source) this.#rotateLog(data, index);
    } else if (data.holder !== 'witness') this.#rotateProducer(data, index, source);
  }

  revoke({ index, event: { data } }: Logged<'key.revoked'>, source: string): void {
    if (data.holder === 'site' || data.holder === 'coordinator')
      this.#add(source, { from: Math.max(index + 1, data.effectiveSize), key: null });
  }

  #rotateLog(data: EventData<'key.rotated'>, index: number): void {
    if (this.#logKeys.at(-1) !== data.old)
      this.#report.broken(
        'key',
        index,
        'a change of keys is not from the key that signed the log until then',
      );
    this.#logKeys.push(data.new);
  }

  #rotateProducer(data: EventData<'key.rotated'>, index: number, source: string): void {
    const [before, old] = [this.at(source, index), this.#parse(data.old, index)];
    const next = this.#parse(data.new, index);
    if (!before || !old || Buffer.compare(before.publicKey, old.publicKey) !== 0)
      this.#report.broken(
        'key',
        index,
        `a change of keys is not from the key that signed ${source} until then`,
      );
    if (data.reason === 'lost')
      this.#report.warn('key', index, `${source} has lost its key: the new one rests on the word of the log`);
    if (next) this.#add(source, { from: data.effectiveSize, key: next });
  }

  #add(source: string, span: Span): void {
    const spans = this.#spans.get(source);
    if (spans) spans.push(span);
    else this.#spans.set(source, [span]);
  }

  #parse(vkey: string, index: number): VerifierKey | null {
    const known = this.#parsed.get(vkey);
    if (known) return known;
    try {
      const key = parseVerifierKey(vkey);
      this.#parsed.set(vkey, key);
      return key;
    } catch {
      this.#report.broken('key', index, `no key: ${vkey}`);
      return null;
    }
  }
}
