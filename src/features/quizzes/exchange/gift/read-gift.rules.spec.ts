import { existsSync, readFileSync } from 'node:fs';
import type { ExchangedQuestion, ReadItem } from '../exchanged-question.js';
import { readGift } from './read-gift.rules.js';

const itemsOf = (content: string | Uint8Array): ReadItem[] => {
  const reading = readGift(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  if ('refusal' in reading) throw new Error(reading.refusal);
  const items = [...(reading.items as Iterable<ReadItem>)];
  expect(items).toHaveLength(reading.count);
  return items;
};
const theItem = (content: string): ReadItem => itemsOf(content)[0]!;
const exchanged = (content: string): ExchangedQuestion => {
  const item = theItem(content);
  if (item.outcome === 'REFUSED') throw new Error(item.refusal);
  return item.question;
};
const asked = (content: string) => exchanged(content).question;
const refusal = (content: string): string => {
  const item = theItem(content);
  return item.outcome === 'REFUSED' ? item.refusal : 'read';
};

describe('GIFT', () => {
  it('reads one right choice, and several with what each is worth', () => {
    expect(asked('::Q:: Who? {~A#no =B#yes ~C####Because.}')).toEqual({
      type: 'SINGLE_CHOICE',
      stem: 'Who?',
      choices: [
        { text: 'A', correct: false, feedback: 'no' },
        { text: 'B', correct: true, feedback: 'yes' },
        { text: 'C', correct: false },
      ],
      explanation: 'Because.',
    });
    expect(asked('Which? {~%50%A ~%50%B ~%-100%C}')).toEqual({
      type: 'MULTIPLE_CHOICE',
      scoring: 'PARTIAL',
      stem: 'Which?',
      choices: [
        { text: 'A', correct: true, percent: '50' },
        { text: 'B', correct: true, percent: '50' },
        { text: 'C', correct: false, percent: '-100' },
      ],
    });
    expect(asked('Which? {=A ~%33.333%B ~C}').choices).toEqual([
      { text: 'A', correct: true, percent: '100' },
      { text: 'B', correct: false, percent: '33.33333' },
      { text: 'C', correct: false, percent: '0' },
    ]);
  });

  it('reads true and false; the first feedback is for the wrong answer', () => {
    expect(asked('So. {T#wrong#right}')).toEqual({
      type: 'TRUE_FALSE',
      stem: 'So.',
      isTrue: true,
      whenTrue: 'right',
      whenFalse: 'wrong',
    });
    expect(asked('So. {FALSE#wrong}')).toMatchObject({ isTrue: false, whenTrue: 'wrong' });
  });

  it('reads short texts, also one alone', () => {
    expect(asked('Best? {=Frog#Good! =%50%Cat =%0%*#Wrong}')).toEqual({
      type: 'SHORT_TEXT',
      stem: 'Best?',
      accepted: [
        { pattern: 'Frog', feedback: 'Good!' },
        { pattern: 'Cat', percent: '50' },
      ],
      whenIncorrect: 'Wrong',
    });
    expect(asked('Where? {Toronto}').accepted).toEqual([{ pattern: 'Toronto' }]);
    expect(asked('Where? {=Orléans}')).toMatchObject({ accentSensitive: true });
  });

  it('reads numbers exactly, with tolerances, ranges and several answers', () => {
    expect(asked('When? {#1822:5}').numbers).toEqual([{ number: '1822', tolerance: '5' }]);
    expect(asked('Pi? {#3.141..3.142}').numbers).toEqual([{ number: '3.1415', tolerance: '0.0005' }]);
    expect(asked('n? {#-.5}').numbers).toEqual([{ number: '-0.5', tolerance: '0' }]);
    expect(asked('n? {#12345678901234567890.25}').numbers?.[0]?.number).toBe('12345678901234567890.25');
    expect(
      asked('When? {#\n =1822:0 #Right: yes!\n =%50%1822:2 #Near. ~#No.\n####At Point Pleasant.}'),
    ).toEqual({
      type: 'NUMBER',
      stem: 'When?',
      numbers: [
        { number: '1822', tolerance: '0', feedback: 'Right: yes!' },
        { number: '1822', tolerance: '2', percent: '50', feedback: 'Near.' },
      ],
      whenIncorrect: 'No.',
      explanation: 'At Point Pleasant.',
    });
  });

  it('reads matching, also a choice that fits nothing', () => {
    expect(asked('Match. {=Canada -> Ottawa =[html]<b>Italy</b> -> Rome = -> Oslo: no}')).toEqual({
      type: 'MATCHING',
      stem: 'Match.',
      pairs: [
        { prompt: 'Canada', choice: 'Ottawa' },
        { prompt: '**Italy**', choice: 'Rome' },
        { prompt: null, choice: 'Oslo: no' },
      ],
    });
  });

  it('reads essays and orderings', () => {
    expect(asked('Write. {}')).toEqual({ type: 'ESSAY', stem: 'Write.' });
    expect(asked('Write. {####General}')).toEqual({ type: 'ESSAY', stem: 'Write.', explanation: 'General' });
    expect(
      theItem('Order. {>2 RANDOM VERT REL TRUE\none: 1\n[html]<b>two</b>\nthree\n####Done.}'),
    ).toMatchObject({
      outcome: 'READ_WITH_LOSS',
      losses: ['Each attempt asks for all 3 items, not for 2 of them.'],
      question: {
        question: {
          type: 'ORDERING',
          stem: 'Order.',
          choices: [{ text: 'one: 1' }, { text: '**two**' }, { text: 'three' }],
          orderScoring: 'RELATIVE_NEXT',
          explanation: 'Done.',
        },
      },
    });
  });

  it('makes a missing word a blank at its place', () => {
    expect(asked("Grant is {~buried =entombed#Yes ~living} in Grant's tomb.")).toEqual({
      type: 'CLOZE',
      stem: "Grant is [[1]] in Grant's tomb.",
      blanks: [
        {
          id: '1',
          kind: 'CHOICE',
          choices: [
            { text: 'buried', correct: false },
            { text: 'entombed', correct: true, feedback: 'Yes' },
            { text: 'living', correct: false },
          ],
        },
      ],
    });
    expect(asked('He was from {=Nazareth =%75%Nazereth}.')).toMatchObject({
      type: 'CLOZE',
      stem: 'He was from [[1]].',
      blanks: [{ kind: 'TEXT', accepted: [{ pattern: 'Nazareth' }, { pattern: 'Nazereth', percent: '75' }] }],
    });
    expect(asked('It is {T} that it is.')).toMatchObject({
      type: 'TRUE_FALSE',
      stem: 'It is \\_\\_\\_\\_\\_ that it is.',
    });
  });

  it('takes signs as Moodle does, escaped or not', () => {
    expect(
      asked('See https://example.org/?a=1#b: 1+1=2 ~ \\{x\\} \\\\ C\\:\\n2nd {=a\\=b\\~c ~d # e # f: g}'),
    ).toMatchObject({
      stem: 'See https://example.org/?a=1#b: 1+1=2 \\~ {x} \\\\ C:\\\n2nd',
      choices: [{ text: 'a=b\\~c' }, { text: 'd', feedback: 'e # f: g' }],
    });
    expect(asked('How much? {=5% ~%7 of it}').choices).toEqual([
      { text: '5%', correct: true },
      { text: '%7 of it', correct: false },
    ]);
  });

  it('reads the formats of texts', () => {
    expect(asked('[html]Which <b>one</b> &amp; why?{=[plain]a*b ~[markdown]*c* ~<i>d</i>}')).toMatchObject({
      stem: 'Which **one** & why?',
      choices: [{ text: 'a\\*b' }, { text: '*c*' }, { text: '*d*' }],
    });
    expect(asked('x < 5 and y > 3, *really*? {T}').stem).toBe('x < 5 and y > 3, \\*really\\*?');
  });

  it('reads names, ids, tags and categories', () => {
    const file = `$CATEGORY: $course$/top/Anatomy/Upper \\ lower\n\n// [id:A-1] [tag:bones] [tag:a\\]b]\n::Hu\\:merus::\n// a remark\nA bone? {T}\n\n$CATEGORY: Other\nB? {T}`;
    expect(itemsOf(file).map((item) => [item.where.line, item.title])).toEqual([
      [4, 'Hu:merus'],
      [9, 'B?'],
    ]);
    expect(itemsOf(file)[0]).toMatchObject({
      question: {
        code: 'A-1',
        category: 'Anatomy/Upper \\ lower',
        tags: ['bones', 'a]b'],
        question: { stem: 'A bone?' },
      },
    });
    expect(itemsOf(file)[1]).toMatchObject({ question: { category: 'Other' } });
  });

  it('loses none in silence: a bad question is refused where it stands, the others are read', () => {
    const items = itemsOf(
      'A? {T}\n\nB? {=yes\n\nC? {T}\n\nJust words.\n\n::D::D? {=a =b\n~%33%c}\n\nE {} {}',
    );
    expect(items.map((item) => [item.where.line, item.title, item.outcome])).toEqual([
      [1, 'A?', 'READ'],
      [3, 'B?', 'REFUSED'],
      [5, 'C?', 'READ'],
      [7, 'Just words.', 'REFUSED'],
      [9, 'D', 'REFUSED'],
      [12, 'E', 'REFUSED'],
    ]);
  });

  it.each([
    ['B? {=yes', /braces do not match/],
    ['B? yes}', /braces do not match/],
    ['Words', /description/],
    ['A? {=a ~%33%b}', /33 % is none of the grades/],
    ['A? {=a ~%200%b}', /percentage/],
    ['A? {#four}', /"four" is no number/],
    ['A? {#1:-2}', /no number with a tolerance/],
    ['A? {#}', /gives none/],
    ['A? {#=*}', /accepts any number/],
    ['A? {=a->b =c}', /"->"/],
    ['A? {=a ~}', /does not expect/],
    ['A {=a} and {=b}', /more than one set/],
  ])('says why it refuses %s', (text, reason) => expect(refusal(text)).toMatch(reason));

  it('reads Windows-1252, byte-order marks and CRLF', () => {
    expect(itemsOf(new Uint8Array(Buffer.from('Caf\xe9? {T}\r\n\r\nB? {F}', 'latin1')))).toMatchObject([
      { title: 'Café?' },
      { title: 'B?', where: { line: 3 } },
    ]);
    expect(theItem('\uFEFF::A::B? {T}').title).toBe('A');
    expect(readGift(new Uint8Array([0, 1, 2]))).toEqual({ format: 'GIFT', refusal: 'It is no text.' });
  });

  it('takes linear time, whatever is opened and never closed', () => {
    for (const sign of ['{', '\\', '::', '~', '=%', '[id:', '->']) {
      const started = process.cpuUsage();
      itemsOf(`A ${sign.repeat(100_000)}`);
      expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
    }
  });
});

const ORACLES = '../shared/oracles/moodle/question';
const gift = `${ORACLES}/format/gift/tests/fixtures/questions.gift.txt`;
const order = `${ORACLES}/type/ordering/tests/fixtures/testimport.gift.txt`;

(existsSync(gift) ? describe : describe.skip)(
  'GIFT files of Moodle (skipped where they are not at hand)',
  () => {
    it('every question is read', () => {
      const text = readFileSync(gift, 'utf8');
      const items = itemsOf(text);
      // Counted by themselves: a question has one opening brace that is not escaped.
      expect(items).toHaveLength(text.match(/(?<!\\)\{/g)!.length);
      expect(items.map((item) => (item.outcome === 'REFUSED' ? item.refusal : item.question.question.type))).toEqual([
        'ESSAY', 'MATCHING', 'SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'NUMBER', 'SHORT_TEXT', 'TRUE_FALSE', 'TRUE_FALSE', 'TRUE_FALSE',
      ]); // prettier-ignore
      // Both have signs behind their answers, which Moodle shows as part of what is asked.
      expect(items.flatMap((item) => (item.outcome === 'READ_WITH_LOSS' ? [item.title] : []))).toEqual([
        'Q5',
        'Q1',
      ]);
    });

    it('the ordering is read', () => {
      expect(itemsOf(readFileSync(order, 'utf8'))).toMatchObject([
        {
          title: 'Moodle',
          outcome: 'READ_WITH_LOSS',
          question: {
            code: 'myid',
            question: {
              type: 'ORDERING',
              orderScoring: 'ABSOLUTE_POSITION',
              choices: ['Modular', 'Object', 'Oriented', 'Dynamic', 'Learning', 'Environment'].map(
                (text) => ({ text }),
              ),
              explanation: 'The correct answer is "Modular Object Oriented Dynamic Learning Environment".',
            },
          },
        },
      ]);
    });
  },
);
