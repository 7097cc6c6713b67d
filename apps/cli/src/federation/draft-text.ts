/** @module What a person is told of a draft: what it says, where it is, and what comes next. */
import { basename, resolve } from 'node:path';
import type { Output } from '../output.ts';
import { isSigned, type ManifestView, manifestText, missingText } from './manifest-text.ts';

/** A draft, and what is to be done with it. */
export function tellDraft(output: Output, view: ManifestView, file: string): void {
  output.result(view, () =>
    [manifestText(view), '', `Wrote ${resolve(file)}`, nextStep(view, file)].join('\n'),
  );
}

/** What comes after a manifest was drafted or signed. */
export function nextStep(view: ManifestView, file: string): string {
  if (!isSigned(view))
    return `Missing: ${missingText(view)}\nNext: hand ${basename(file)} to them, who run: muster federation sign ${basename(file)} --key KEY`;
  return view.epoch === 1
    ? `Everybody has signed. Next, where the keys of coordinator.card.json are: muster coordinator init --dir coordinator --manifest ${file}`
    : `Enough have signed. Next: muster federation install ${file}`;
}
