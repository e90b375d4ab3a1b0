import { imageProblems, lessonHtml, sanitized } from './lesson-html.js';

const OWN = '/files/0192f7a0-0000-7000-8000-000000000001';

describe('lessons as HTML', () => {
  it('show headings, lists, tables, emphasis and links', () => {
    expect(
      lessonHtml('## Why\n\n- **one**\n\n| a | b |\n|:-:|---|\n| 1 | 2 |\n\n[more](https://example.org)'),
    ).toBe(
      '<h2>Why</h2>\n<ul>\n<li><strong>one</strong></li>\n</ul>\n' +
        '<table>\n<thead>\n<tr>\n<th style="text-align:center">a</th>\n<th>b</th>\n</tr>\n</thead>\n' +
        '<tbody>\n<tr>\n<td style="text-align:center">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n' +
        '<p><a href="https://example.org" rel="noopener noreferrer">more</a></p>\n',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt&#58;alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox(1))',
    '![x](javascript:alert(1))',
    '![x" onerror="alert(1)](/files/x)',
    `![x](${OWN} "t\\" onload=\\"alert(1)")`,
    '<a href="java\nscript:alert(1)">x</a>',
    '<math><mtext></mtext><style><img src onerror=alert(1)></style></math>',
    '| <td onclick=alert(1)> |\n|---|\n| <style>*{}</style> |',
    '<https://example.org/"onmouseover="alert(1)>',
    '```html\n<script>alert(1)</script>\n```',
  ])('abuse 57: carry nothing that runs: %s', (body) => {
    const html = lessonHtml(body);
    const tags = html.match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).toMatch(/^<\/?(p|a|img|table|thead|tbody|tr|th|td|pre|code|em|strong|br)\b/);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|style=(?!"")/i);
      expect(tag).not.toMatch(/(href|src)="\s*(javascript|vbscript|data):/i);
    }
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)></svg>',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<p style="background:url(javascript:alert(1))" onmouseover=alert(1)>x</p>',
    '<math><mtext></mtext><style><img src onerror=alert(1)></style></math>',
  ])('abuse 57: carry nothing that runs, even if the Markdown let it through: %s', (html) => {
    expect(sanitized(html)).not.toMatch(/script|svg|style|onerror|onclick|onmouseover|<img/i);
  });

  it('show images of our own with alternative text, and no others', () => {
    expect(lessonHtml(`![a sink](${OWN})`)).toContain(`<img src="${OWN}" alt="a sink" />`);
    for (const image of [
      `![](${OWN})`,
      '![x](https://example.org/x.png)',
      '![x](//example.org/x.png)',
      `![x](${OWN}/../y)`,
    ]) {
      expect(lessonHtml(image)).not.toContain('<img');
      expect(imageProblems(image)).toHaveLength(1);
    }
    expect(imageProblems(`![a sink](${OWN}) in a line`)).toEqual([]);
  });

  it('answer markup of any depth in time', () => {
    const started = Date.now();
    for (const deep of ['>'.repeat(20_000), '['.repeat(20_000), '*a '.repeat(20_000), '- '.repeat(5_000)])
      lessonHtml(deep);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});
