/** @module The manifests of the federation as its log tells of them: one epoch after the other, each of the one before. */
import type { Logged, RuleReport } from './rule-report.ts';

export class Manifests {
  readonly #report: RuleReport;
  #last: { readonly epoch: number; readonly manifest: string } | undefined;

  constructor(report: RuleReport) {
    this.#report = report;
  }

  /** The first that a log tells of may be of any epoch: those before it were in force when the log began. */
  changed({ index, event: { data } }: Logged<'manifest.changed'>): void {
    const { epoch, manifest, previous } = data;
    if ((epoch === 1) !== (previous === undefined))
      this.#report.broken('manifest', index, `manifest ${epoch} does not say which one it follows`);
    const last = this.#last;
    if (last && (epoch !== last.epoch + 1 || previous !== last.manifest))
      this.#report.broken('manifest', index, `manifest ${epoch} does not follow manifest ${last.epoch}`);
    this.#last = { epoch, manifest };
  }
}
