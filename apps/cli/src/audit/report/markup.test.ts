import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './markup.ts';

describe('markup', () => {
  it('has values as text, lists one after the other, and nothing for nothing', () => {
    const items = ['a', 'b'].map((each) => html`<li>${each}</li>`);
    expect(`${html`<ul>${items}</ul>${null}${undefined}${false}${0}`}`).toBe(
      '<ul><li>a</li><li>b</li></ul>0',
    );
  });

  it('lets no text out of its place: neither between tags nor in an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const page = `${html`<p title="${text}">${text}</p>`}`;
        const [, attribute, content] = /^<p title="([^"<>']*)">([^"<>']*)<\/p>$/s.exec(page) ?? [];
        expect(content).toBeDefined();
        expect(attribute).toBe(content);
        // An ampersand begins an entity of ours, and nothing else.
        expect(content?.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
      { numRuns: 1000 },
    );
  });

  it('shows what moves cursors or turns the direction of writing', () => {
    expect(`${html`${'a\u202eb\u0000c'}`}`).toBe('a\\u202eb\\u0000c');
  });
});
