import { existsSync, readFileSync } from 'node:fs';
import type { ExchangedQuestion, ReadItem } from '../exchanged-question.js';
import { readMoodleXml } from './read-moodle-xml.rules.js';

const itemsOf = (content: string | Uint8Array): ReadItem[] => {
  const reading = readMoodleXml(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  if ('refusal' in reading) throw new Error(reading.refusal);
  const items = [...(reading.items as Iterable<ReadItem>)];
  expect(items).toHaveLength(reading.count);
  return items;
};
const question = (type: string, inside: string, text = 'Asked?'): string =>
  `<question type="${type}"><name><text>N</text></name><questiontext format="html"><text><![CDATA[${text}]]></text></questiontext>${inside}</question>`;
const itemOf = (type: string, inside: string, text?: string): ReadItem =>
  itemsOf(`<quiz>${question(type, inside, text)}</quiz>`)[0]!;
const exchanged = (type: string, inside: string, text?: string): ExchangedQuestion => {
  const item = itemOf(type, inside, text);
  if (item.outcome === 'REFUSED') throw new Error(item.refusal);
  return item.question;
};
const asked = (type: string, inside: string, text?: string) => exchanged(type, inside, text).question;
const refusal = (type: string, inside: string, text?: string): string => {
  const item = itemOf(type, inside, text);
  return item.outcome === 'REFUSED' ? item.refusal : 'read';
};
const answer = (fraction: string, text: string, more = ''): string =>
  `<answer fraction="${fraction}" format="html"><text>${text}</text>${more}</answer>`;
const feedback = (text: string): string => `<feedback format="html"><text>${text}</text></feedback>`;

describe('Moodle XML', () => {
  it('reads one right choice, and several with what each is worth', () => {
    expect(
      asked(
        'multichoice',
        `<single>true</single><correctfeedback format="html"><text>Yes.</text></correctfeedback>
         ${answer('100', '&lt;b&gt;A&lt;/b&gt;', feedback('good'))}${answer('0', 'B')}
         <generalfeedback format="markdown"><text>*Because*</text></generalfeedback>`,
        '<p>Which <em>one</em>?</p>',
      ),
    ).toEqual({
      type: 'SINGLE_CHOICE',
      stem: 'Which *one*?',
      choices: [
        { text: '**A**', correct: true, feedback: 'good' },
        { text: 'B', correct: false },
      ],
      whenCorrect: 'Yes.',
      explanation: '*Because*',
    });
    expect(
      asked(
        'multichoice',
        `<single>false</single>${answer('33.333', 'A')}${answer('66.66667', 'B')}${answer('-50', 'C')}`,
      ),
    ).toMatchObject({
      type: 'MULTIPLE_CHOICE',
      scoring: 'PARTIAL',
      choices: [
        { correct: true, percent: '33.33333' },
        { correct: true, percent: '66.66667' },
        { correct: false, percent: '-50' },
      ],
    });
  });

  it('reads true and false', () => {
    expect(
      asked('truefalse', answer('0', 'true', feedback('no')) + answer('100', 'false', feedback('yes'))),
    ).toEqual({
      type: 'TRUE_FALSE',
      stem: 'Asked?',
      isTrue: false,
      whenTrue: 'no',
      whenFalse: 'yes',
    });
    expect(refusal('truefalse', answer('0', 'true') + answer('0', 'false'))).toMatch(/Neither/);
  });

  it('reads short answers with case and patterns', () => {
    expect(
      asked(
        'shortanswer',
        `<usecase>1</usecase>${answer('100', 'R*d \\*')}${answer('50', 'Rot')}${answer('0', '*', feedback('No'))}`,
      ),
    ).toEqual({
      type: 'SHORT_TEXT',
      stem: 'Asked?',
      caseSensitive: true,
      accepted: [{ pattern: 'R*d \\*' }, { pattern: 'Rot', percent: '50' }],
      whenIncorrect: 'No',
    });
  });

  it('reads numbers with tolerance and units', () => {
    const number = answer('100', '23.50', '<tolerance>0.1</tolerance>');
    const units =
      '<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>';
    expect(asked('numerical', number)).toEqual({
      type: 'NUMBER',
      stem: 'Asked?',
      numbers: [{ number: '23.5', tolerance: '0.1' }],
    });
    expect(
      asked(
        'numerical',
        `${number}${units}<unitgradingtype>1</unitgradingtype><unitpenalty>0.25</unitpenalty><showunits>0</showunits>`,
      ),
    ).toMatchObject({
      units: [
        { unit: 'm', factor: '1' },
        { unit: 'cm', factor: '0.01' },
      ],
      unitPenaltyPercent: '25',
    });
    expect(
      itemOf('numerical', `${number}${units}<unitgradingtype>0</unitgradingtype><showunits>0</showunits>`),
    ).toMatchObject({
      losses: [expect.stringMatching(/one unit/)],
      question: { question: { unit: 'm' } },
    });
    expect(refusal('numerical', answer('100', 'many'))).toBe('"many" is no number.');
    expect(refusal('numerical', answer('100', '1', '<tolerance>-1</tolerance>'))).toMatch(/below 0/);
  });

  it('reads matching, also a choice that fits nothing', () => {
    const pair = (prompt: string, choice: string) =>
      `<subquestion format="html"><text>${prompt}</text><answer><text>${choice}</text></answer></subquestion>`;
    expect(
      asked('matching', pair('a', 'A &lt;b&gt;x&lt;/b&gt;') + pair('b', 'B') + pair('', 'C')).pairs,
    ).toEqual([
      { prompt: 'a', choice: 'A **x**' },
      { prompt: 'b', choice: 'B' },
      { prompt: null, choice: 'C' },
    ]);
  });

  it('reads essays', () => {
    expect(
      itemOf(
        'essay',
        '<minwordlimit>10</minwordlimit><maxwordlimit>200</maxwordlimit><attachments>2</attachments><graderinfo format="html"><text>Look for X</text></graderinfo>',
      ),
    ).toMatchObject({
      losses: ['Files cannot be attached to an answer.'],
      question: { question: { type: 'ESSAY', minWords: 10, maxWords: 200, gradingNotes: 'Look for X' } },
    });
  });

  it('reads embedded answers', () => {
    const text =
      '<p>{1:SHORTANSWER:=Berlin#Right &amp; good~%50%Bonn} or {2:MCH:~A~=B\\}\\~\\#} or {:NUMERICAL:=23.8:0.1#ok~%50%24:1} {1:SAC:=X &lt; y}</p>';
    expect(asked('cloze', '', text)).toEqual({
      type: 'CLOZE',
      stem: '[[1]] or [[2]] or [[3]] [[4]]',
      blanks: [
        {
          id: '1',
          kind: 'TEXT',
          accepted: [
            { pattern: 'Berlin', feedback: 'Right & good' },
            { pattern: 'Bonn', percent: '50' },
          ],
        },
        {
          id: '2',
          kind: 'CHOICE',
          weight: 2,
          choices: [
            { text: 'A', correct: false },
            { text: 'B}\\~#', correct: true },
          ],
        },
        {
          id: '3',
          kind: 'NUMBER',
          numbers: [
            { number: '23.8', tolerance: '0.1', feedback: 'ok' },
            { number: '24', tolerance: '1', percent: '50' },
          ],
        },
        { id: '4', kind: 'TEXT', accepted: [{ pattern: 'X < y' }], caseSensitive: true },
      ],
    });
    expect(refusal('cloze', '', 'nothing')).toMatch(/no blank/);
    expect(refusal('cloze', '', '{1:SA:=x')).toMatch(/not closed/);
    expect(refusal('cloze', '', '{1:MULTIRESPONSE:=a~=b}')).toMatch(/several right/);
    expect(refusal('multianswer', '', '{1:SOMETHING:=a}')).toMatch(/SOMETHING/);
  });

  it('reads gaps to select or drag words into; what looks like a blank elsewhere is text', () => {
    const option = (text: string, group: number) =>
      `<selectoption><text>${text}</text><group>${group}</group></selectoption>`;
    expect(
      asked('gapselect', option('cat', 1) + option('mat', 2) + option('dog', 1), 'The [[1]] on the [[2]]')
        .blanks,
    ).toEqual([
      {
        id: '1',
        kind: 'CHOICE',
        choices: [
          { text: 'cat', correct: true },
          { text: 'dog', correct: false },
        ],
      },
      { id: '2', kind: 'CHOICE', choices: [{ text: 'mat', correct: true }] },
    ]);
    expect(asked('ddwtos', '<dragbox><text>cat</text><group>1</group></dragbox>', 'A [[1]]')).toMatchObject({
      stem: 'A [[1]]',
    });
    expect(refusal('gapselect', option('cat', 1), 'A [[4]]')).toMatch(/\[\[4\]\]/);
    expect(asked('essay', '', 'A [[1]]').stem).toBe('A \\[\\[1\\]\\]');
  });

  it('reads orderings', () => {
    expect(
      asked(
        'ordering',
        `<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>${answer('2.0', 'b')}${answer('1.0', 'a')}`,
      ),
    ).toMatchObject({
      type: 'ORDERING',
      choices: [{ text: 'a' }, { text: 'b' }],
      orderScoring: 'LONGEST_ORDERED_SUBSET',
    });
  });

  it('reads calculated questions with their values', () => {
    const dataset = (name: string, ...values: string[]) =>
      `<dataset_definition><name><text>${name}</text></name><dataset_items>${values
        .map((v, i) => `<dataset_item><number>${i + 1}</number><value>${v}</value></dataset_item>`)
        .join('')}</dataset_items></dataset_definition>`;
    const datasets = `<dataset_definitions>${dataset('a', '1.5', '2')}${dataset('b', '3', '4', '5')}</dataset_definitions>`;
    const formula = (kind: number) =>
      answer('100', '{a} + {b}', `<tolerance>0.01</tolerance><tolerancetype>${kind}</tolerancetype>`);
    expect(asked('calculatedsimple', formula(1) + datasets, 'What is {a} + {b}?')).toEqual({
      type: 'CALCULATED',
      stem: 'What is {a} + {b}?',
      numbers: [{ number: '{a} + {b}', tolerance: '0.01', toleranceKind: 'RELATIVE' }],
      valueSets: [
        { a: '1.5', b: '3' },
        { a: '2', b: '4' },
      ],
    });
    expect(asked('calculated', formula(2) + datasets).numbers).toEqual([
      { number: '{a} + {b}', tolerance: '0.01' },
    ]);
    expect(refusal('calculated', formula(3) + datasets)).toMatch(/geometric/);
    expect(refusal('calculated', formula(1))).toMatch(/no values/);
    expect(refusal('calculated', formula(1) + datasets, 'What is {={a}*2}?')).toMatch(/calculates/);
  });

  it('takes pictures that are shown, and names files that are not kept', () => {
    const png = Buffer.from('picture').toString('base64');
    const html =
      '<img src="@@PLUGINFILE@@/a%20b.png" alt="A sink"><img src="@@PLUGINFILE@@/a%20b.png" alt="Again">';
    const file = (name: string, content = png) =>
      `<file name="${name}" path="/" encoding="base64">${content}</file>`;
    const item = itemsOf(
      `<quiz><question type="essay"><name><text>N</text></name><questiontext format="html"><text><![CDATA[${html}]]></text>${file('a b.png')}${file('x.mp3')}</questiontext></question></quiz>`,
    )[0]!;
    expect(item).toMatchObject({
      losses: ['The file x.mp3 is not kept.'],
      question: {
        question: { stem: '![A sink](exchange:a_b.png)![Again](exchange:a_b.png)' },
        pictures: [{ name: 'a_b.png', alternativeText: 'A sink', bytes: Buffer.from('picture') }],
      },
    });
  });

  it('names what no question here keeps', () => {
    expect(
      itemOf(
        'essay',
        '<defaultgrade>2.0000000</defaultgrade><hidden>1</hidden><hint format="html"><text>h</text></hint>',
      ),
    ).toMatchObject({
      losses: [
        expect.stringMatching(/worth 2 points/),
        'Hints are not kept.',
        'That it is hidden in the file is not kept.',
      ],
    });
  });

  it.each(['description', 'random', 'ddmarker', 'constructor', ''])(
    'refuses the type "%s" and says so',
    (type) => {
      expect(itemOf(type, '')).toMatchObject({ outcome: 'REFUSED', title: 'N' });
    },
  );

  it('loses none in silence: lines, categories, tags and ids are told', () => {
    const file = `<quiz>\n<question type="category"><category><text>$course$/top/A/B//C</text></category></question>\n${question('essay', '<idnumber>E-1</idnumber><tags><tag><text>t</text></tag></tags>')}\n${question('stack', '')}</quiz>`;
    expect(itemsOf(file)).toMatchObject([
      {
        where: { line: 3, element: 'question (essay)' },
        question: { category: 'A/B-C', code: 'E-1', tags: ['t'] },
      },
      { where: { line: 4 }, outcome: 'REFUSED' },
    ]);
  });

  it('abuse 62: refuses entities and DTDs before anything is parsed', () => {
    const bomb = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>';
    expect(readMoodleXml(new TextEncoder().encode(bomb))).toEqual({
      format: 'MOODLE_XML',
      refusal: expect.stringMatching(/declares entities/),
    });
  });

  it('says why a file is no Moodle XML', () => {
    expect(readMoodleXml(new TextEncoder().encode('<html/>'))).toMatchObject({
      refusal: expect.stringMatching(/<html>/),
    });
    expect(readMoodleXml(new TextEncoder().encode('<quiz>\n<question>'))).toMatchObject({
      refusal: expect.stringMatching(/line/),
    });
  });

  it('reads Windows-1252 that calls itself UTF-8', () => {
    const file = `<?xml version="1.0" encoding="UTF-8"?><quiz>${question('essay', '', 'caf\xe9 \x93x\x94')}</quiz>`;
    expect(itemsOf(new Uint8Array(Buffer.from(file, 'latin1')))[0]).toMatchObject({
      question: { question: { stem: 'café “x”' } },
    });
  });
});

const fixtures = '../shared/oracles/moodle/question/format/xml/tests/fixtures';

(existsSync(fixtures) ? describe : describe.skip)(
  'XML files of Moodle (skipped where they are not at hand)',
  () => {
    const ofFile = (name: string): ReadItem[] => {
      const text = readFileSync(`${fixtures}/${name}`, 'utf8');
      const items = itemsOf(text);
      expect(items).toHaveLength(text.match(/<question type="(?!category)/g)!.length);
      return items;
    };

    it('multichoice.xml: four choices with flags, and a sound that is told to be lost', () => {
      expect(ofFile('multichoice.xml')).toMatchObject([
        {
          title: 'Greeting',
          losses: ['The link to bonjour.mp3 is not kept.'],
          question: {
            category: 'Default for testhead/Multichoice',
            question: {
              type: 'SINGLE_CHOICE',
              choices: [
                { text: '![British Flag](exchange:flag-uk.jpg) English', correct: false },
                {
                  text: '![French flag](exchange:flag-france.jpg) French',
                  correct: true,
                  feedback: 'Yes, well done!',
                },
                { correct: false },
                { correct: false },
              ],
            },
            pictures: [{ alternativeText: 'British Flag' }, {}, {}, {}],
          },
        },
      ]);
    });

    it('truefalse.xml: both with pictures in text, feedback and explanation', () => {
      const items = ofFile('truefalse.xml');
      expect(items.map((item) => item.outcome !== 'REFUSED' && item.question.question.isTrue)).toEqual([
        false,
        true,
      ]);
      for (const item of items)
        expect(item).toMatchObject({
          outcome: 'READ',
          question: { pictures: [{ name: 'logo.jpg' }, {}, {}, {}], question: { type: 'TRUE_FALSE' } },
        });
    });

    it('nested_categories.xml: the question stands in the innermost', () => {
      expect(ofFile('nested_categories.xml')).toMatchObject([
        { outcome: 'READ', question: { category: 'Delta/Epsilon/Zeta' } },
      ]);
    });

    it('error_invalid_grades.xml: is refused as Moodle does, with the grade that it does not know', () => {
      expect(ofFile('error_invalid_grades.xml')).toMatchObject([
        {
          title: 'Question with invalid grades : x > 1 & x < 2',
          outcome: 'REFUSED',
          refusal: expect.stringMatching(/^33 %/),
        },
      ]);
    });
  },
);
