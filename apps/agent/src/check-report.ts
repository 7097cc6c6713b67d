/** @module What the checks of a site found, one line for each. */
import { siteOnlyPart } from '@muster/data';
import { asMusterError } from '@muster/errors';

export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** For the eyes of this site: it may name files and cells. */
  readonly finding: string;
}

export interface CheckReport {
  readonly checks: readonly (Finding & { readonly name: string })[];
}

export class Checks {
  readonly #checks: (Finding & { readonly name: string })[] = [];

  get report(): CheckReport {
    return { checks: this.#checks };
  }

  add(name: string, found: Finding): void {
    this.#checks.push({ name, ...found });
  }

  /** Adds what `act` finds, or why it failed; resolves with its value, undefined when there is none. */
  async attempt<T = undefined>(
    name: string,
    act: () => Promise<Finding & { readonly value?: T }>,
  ): Promise<T | undefined> {
    try {
      const { value, status, finding } = await act();
      this.add(name, { status, finding });
      return value;
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      const seenHere = siteOnlyPart(thrown);
      this.add(name, {
        status: 'failed',
        finding: `${message}${seenHere ? ` [${seenHere}]` : ''} (${code})`,
      });
      return undefined;
    }
  }
}
