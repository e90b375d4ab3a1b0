import fc from 'fast-check';
import type { QuestionContent } from './question-content.js';
import { picturesIn, questionHtml, sanitizedQuestion } from './question-html.js';
import { namedPictures, pictureProblems } from './question-picture.rules.js';

const ID = '0192f7a0-0000-7000-8000-000000000001';
const OTHER = '0192f7a0-0000-7000-8000-000000000002';

const question = (more: Partial<QuestionContent> = {}): QuestionContent => ({
  type: 'TRUE_FALSE',
  stem: 'Is this a knee?',
  presentation: {},
  answerKey: { isTrue: true },
  ...more,
});

describe('a text of a question as HTML', () => {
  it('names its pictures by the id of their file, with their alternative text', () => {
    expect(questionHtml(`See ![a "bent" *knee*](file:${ID.toUpperCase()} "title") here`)).toBe(
      `<p>See <img data-file="${ID}" alt="a &quot;bent&quot; knee" /> here</p>\n`,
    );
  });

  it.each([
    '![x](https://example.org/x.png)',
    '![x](//example.org/x.png)',
    '![x](data:image/png;base64,AAAA)',
    '![x](data:image/svg+xml;base64,AAAA)',
    '![x](file:///etc/passwd)',
    `![x](file://${ID})`,
    `![x](file:${ID}/../y)`,
    `![x](/files/${ID})`,
    '![x][far]\n\n[far]: https://example.org/x.png',
    '[![x](http://example.org/x.png)](http://example.org)',
  ])('shows no picture from anywhere else, and publishing says so: %s', (stem) => {
    expect(questionHtml(stem)).not.toContain('<img');
    expect(pictureProblems(question({ stem }))).toEqual([
      { field: 'stem', message: expect.stringContaining('upload it') },
    ]);
  });

  it.each([
    `![x" onerror="alert(1)](file:${ID})`,
    `![x](file:${ID} "t\\" onload=\\"alert(1)")`,
    `<img src=x onerror=alert(1) data-file="${ID}">`,
    '[x](file:///etc/passwd)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '<svg onload=alert(1)></svg>',
  ])('abuse 57: carries nothing that runs: %s', (body) => {
    const tags = questionHtml(body).match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).toMatch(/^<\/?(p|a|img)\b/);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|src=|style=/i);
      expect(tag).not.toMatch(/href="\s*(javascript|data|file):/i);
    }
  });

  it('abuse 57: lets no other image through, even if the Markdown did', () => {
    const html = `<img src="x" onerror="alert(1)"><img data-file="${ID}"><img data-file="x" alt="y"><img data-file="${ID}" alt="ok" src="http://x">`;
    expect(sanitizedQuestion(html)).toBe(`<img data-file="${ID}" alt="ok" />`);
  });
});

describe('pictures of a question', () => {
  it('are found in every text and the picture of a hotspot, with their place', () => {
    const shown = `![knee](file:${ID})`;
    const found = namedPictures({
      type: 'CLOZE',
      stem: `${shown} and ![hip](file:${OTHER})`,
      presentation: {
        choices: [
          { id: 'a', text: 'plain' },
          { id: 'b', text: shown },
        ],
        prompts: [{ id: 'p', text: shown }],
        blanks: [
          { id: '1', kind: 'CHOICE', choices: [{ id: 'c', text: shown }] },
          { id: '2', kind: 'TEXT' },
        ],
        picture: { fileId: OTHER.toUpperCase(), alternativeText: 'a hand', width: 1, height: 1 },
      },
      answerKey: {
        choiceFeedback: { b: shown },
        whenTrue: shown,
        whenFalse: shown,
        accepted: [{ pattern: 'x' }, { pattern: 'y', feedback: shown }],
        numbers: [{ number: '1', tolerance: '0', feedback: shown }],
        blanks: {
          '1': { choiceFeedback: { c: shown } },
          '2': {
            accepted: [{ pattern: 'x', feedback: shown }],
            numbers: [{ number: '1', tolerance: '0', feedback: shown }],
          },
        },
        gradingNotes: shown,
        whenCorrect: shown,
        whenPartlyCorrect: shown,
        whenIncorrect: shown,
        explanation: shown,
      },
    });
    const fields = [
      ...['stem', 'whenTrue', 'whenFalse', 'whenCorrect', 'whenPartlyCorrect', 'whenIncorrect'],
      ...['explanation', 'gradingNotes', 'choices.1.text', 'choices.1.feedback', 'prompts.0.text'],
      ...['accepted.1.feedback', 'numbers.0.feedback', 'blanks.0.choices.0.text'],
      ...['blanks.0.choices.0.feedback', 'blanks.1.accepted.0.feedback', 'blanks.1.numbers.0.feedback'],
    ];
    expect(new Set(found.map(({ field }) => field))).toEqual(new Set([...fields, 'picture.fileId']));
    expect(found.filter(({ fileId }) => fileId === OTHER).map(({ field }) => field)).toEqual([
      'stem',
      'picture.fileId',
    ]);
  });

  it('need alternative text before they are published, each where it is missing', () => {
    const bare = `![](file:${ID})`;
    const picture = { fileId: ID, alternativeText: ' ', width: 1, height: 1 };
    const problems = pictureProblems(
      question({ stem: bare, presentation: { picture }, answerKey: { explanation: `![ ](file:${ID})` } }),
    );
    expect(problems.map(({ field }) => field)).toEqual(['stem', 'explanation', 'picture.alternativeText']);
    expect(pictureProblems(question({ stem: `![a knee](file:${ID})` }))).toEqual([]);
    expect(questionHtml(bare)).not.toContain('<img');
  });

  it('are shown exactly when nothing is wrong with them', () => {
    const words = fc.stringMatching(/^[a-z *_"<>&[\]]{0,12}$/);
    const source = fc.constantFrom(`file:${ID}`, 'https://x.org/y.png', 'data:image/png;base64,AA', 'file:x');
    fc.assert(
      fc.property(words, source, (alt, from) => {
        const stem = `![${alt}](${from})`;
        const right = picturesIn(stem).length - pictureProblems(question({ stem })).length;
        expect(questionHtml(stem).split('<img').length - 1).toBe(right);
      }),
    );
  });
});
