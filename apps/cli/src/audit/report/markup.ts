/**
 * @module HTML and SVG out of templates. Whatever is put into one is text, and is escaped, unless it is markup of another template: what stands in
 * a log can be read on a page, and does nothing there.
 */
import { printable } from '../../output.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that was made by a template here, and by nothing else. */
export class Markup {
  readonly #text: string;

  constructor(parts: TemplateStringsArray, values: readonly MarkupValue[]) {
    this.#text = parts.reduce(
      (text, part, i) => `${text}${i === 0 ? '' : rendered(values[i - 1])}${part}`,
      '',
    );
  }

  toString(): string {
    return this.#text;
  }
}

/** `false`, null and undefined are nothing: a part that is left out. */
type MarkupValue = string | number | Markup | readonly Markup[] | false | null | undefined;

/** Values stand between tags, or in attributes within quotation marks; never in tags, names of attributes, styles or scripts. */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(parts, values);
}

function rendered(value: MarkupValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map((each) => each.toString()).join('');
  return printable(String(value)).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
