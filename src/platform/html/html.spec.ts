import fc from 'fast-check';
import { html, type Markup } from './html.js';

describe('html', () => {
  it('escapes whatever is text: nothing of it opens a tag, ends a value or begins an entity of its own', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ', '\n', ';') }),
        (text) => {
          const inside = html`<b title="${text}">${text}</b>`.text.slice('<b title="'.length, -'</b>'.length);
          const [value, content] = inside.split('">') as [string, string];
          expect(value).toBe(content);
          expect(value).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
        },
      ),
    );
  });

  it('leaves markup as it is, one or many, and leaves out what is null', () => {
    const item = (n: number): Markup => html`<li>${n}</li>`;
    const made = html`${[item(1), item(2)]}${null}${html`<br />`}`;
    expect(made.text).toBe('<li>1</li><li>2</li><br />');
  });
});
