import { html } from './html.js';

describe('markup', () => {
  it('is put together with every value escaped', () => {
    const rows = ['<b>', `"O'Neil" & co`].map((name) => html`<li>${name}</li>`);
    expect(
      String(
        html`<ul>
            ${rows}
          </ul>
          ${3}`,
      ),
    ).toBe('<ul><li>&lt;b&gt;</li><li>&quot;O&#39;Neil&quot; &amp; co</li></ul>3');
  });
});
