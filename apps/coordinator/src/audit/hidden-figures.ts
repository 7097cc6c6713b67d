/** @module The figures of a model, as the vault keeps them. */
import type { HiddenParts } from '@muster/audit';

/** Confidential, and nothing where there are none. JSON has no number for what diverged: that is a text. */
export function hiddenFigures(metrics: Readonly<Record<string, number>>): HiddenParts {
  const figures = Object.entries(metrics);
  if (figures.length === 0) return {};
  return {
    conf: {
      metrics: Object.fromEntries(
        figures.map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
      ),
    },
  };
}
