import fc from 'fast-check';
import { lessonHtml } from '../../programs/lesson-html.js';
import { cleanMarkdown } from '../bank/clean-markdown.rules.js';
import { markdownOfHtml, markdownOfPlain } from './markdown-text.js';

/** What a reader sees of Markdown. */
const shown = (markdown: string): string =>
  lessonHtml(markdown)
    .replace(/<br \/>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Text that is full of what Markdown and HTML give a meaning. */
const sign = fc.constantFrom(
  ...'\\`*_{}[]()<>#+-.!|~&;:="\'1a \n\t',
  '&amp;',
  '<b>',
  '</p>',
  '<script>',
  '<a href="x">',
  '<!--',
  '-->',
  '```',
  '[[1]]',
  '![a](b)',
  '    ',
);
const signs = fc.array(sign, { maxLength: 30 }).map((parts) => parts.join(''));
const text = fc.oneof(signs, fc.string({ unit: 'grapheme' })).filter((t) => !/[^\P{Cc}\t\n]/u.test(t));

describe('plain text as Markdown', () => {
  it('shows as it was written, whatever was written', () => {
    fc.assert(
      fc.property(text, (written) => expect(words(shown(markdownOfPlain(written)))).toBe(words(written))),
      { numRuns: 2_000 },
    );
  });

  it('stays as it is when HTML is taken out of Markdown: no sign of it is taken for a tag', () => {
    fc.assert(
      fc.property(text, (written) => {
        const [plain, html] = [markdownOfPlain(written), markdownOfHtml(`<p>${written}</p>`).markdown];
        expect([cleanMarkdown(plain), cleanMarkdown(html)]).toEqual([plain, html]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps lines, paragraphs and indentation', () => {
    expect(lessonHtml(markdownOfPlain('one\n    two\n\n\nthree  '))).toBe(
      '<p>one<br />\n\u00A0\u00A0\u00A0\u00A0two</p>\n<p>three</p>\n',
    );
  });

  it('holds no blank by accident: [[1]] stays what was written', () => {
    expect(markdownOfPlain('[[1]]')).not.toContain('[[1]]');
  });
});

describe('HTML as Markdown', () => {
  it('shows the same text, whatever the text', () => {
    const html = (t: string) => t.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    fc.assert(
      fc.property(text, (written) =>
        expect(words(shown(markdownOfHtml(`<p>${html(written)}</p>`).markdown))).toBe(words(written)),
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['<p>Which <b>one</b>?</p>', 'Which **one**?'],
    ['<p>a</p><p><span style="font-style: italic;">b</span></p>', 'a\n\n*b*'],
    ['one<br>two', 'one\\\ntwo'],
    ['<ul><li>a</li><li>b</li></ul>', '-   a\n-   b'],
    ['H<sub>2</sub>O, 10<sup>-3</sup>, x<sup>ab</sup>', 'H₂O, 10⁻³, x^(ab)'],
    ['<a href="https://example.org/a_b">link</a>', '[link](https://example.org/a_b)'],
    [
      '<table><tr><th>a</th><th>b|</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>',
      '| a | b\\| |\n| --- | --- |\n| 1 | 2 |',
    ],
    ['<pre>a *b*\n  c</pre>', '```\na *b*\n  c\n```'],
    ['x &lt; 3 &amp; y', 'x < 3 & y'],
    ['', ''],
  ])('%s', (html, markdown) => {
    expect(markdownOfHtml(html)).toEqual({ markdown, losses: [] });
  });

  it('keeps the pictures that came with it and names the others', () => {
    const at = (address: string) => (address === '@@PLUGINFILE@@/a.png' ? 'a.png' : null);
    const html =
      '<img src="@@PLUGINFILE@@/a.png" alt="A sink"><img src="@@PLUGINFILE@@/a.png"><img src="https://example.org/b.png" alt="B">';
    expect(markdownOfHtml(html, at)).toEqual({
      markdown: '![A sink](exchange:a.png)![a.png](exchange:a.png)*B*',
      losses: [
        'The picture a.png has no alternative text: its name stands for it.',
        'The picture b.png is not kept.',
      ],
    });
  });

  it('names what Markdown does not say', () => {
    const html =
      '<p style="color: red">a</p><a href="@@PLUGINFILE@@/hello.mp3">hear</a><iframe src="x"></iframe><u>b</u> \\(x^2\\)';
    expect(markdownOfHtml(html).losses).toEqual([
      'Colors and other styles are not kept.',
      'The link to hello.mp3 is not kept.',
      'What <iframe> adds is not kept.',
      'What <u> adds is not kept.',
      'A formula in TeX is kept as its source.',
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">x</a>',
    '<p onclick="alert(1)">x</p>',
    '<style>*{}</style>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('abuse 57: carries nothing that runs: %s', (html) => {
    const rendered = lessonHtml(markdownOfHtml(html).markdown);
    expect(rendered).not.toMatch(/<(script|svg|style|img)|\son\w+=|javascript:/i);
  });
});
