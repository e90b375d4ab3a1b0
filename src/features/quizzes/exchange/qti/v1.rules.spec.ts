import fc from 'fast-check';
import type { ReadItem } from '../exchanged-question.js';
import { openQti } from './qti.rules.js';
import { ALONE, NO_PICTURES, type PictureAt } from './surroundings.rules.js';

const escape = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const html = (text: string): string =>
  `<material><mattext texttype="text/html">${escape(text)}</mattext></material>`;
const plain = (text: string): string =>
  `<material><mattext texttype="text/plain">${escape(text)}</mattext></material>`;
const fields = (all: Record<string, string>): string =>
  `<itemmetadata><qtimetadata>${Object.entries(all)
    .map(
      ([label, entry]) =>
        `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`,
    )
    .join('')}</qtimetadata></itemmetadata>`;

/** An item of QTI 1.2 as Canvas writes it. */
const item = (type: string, presentation: string, conditions = '', after = ''): string =>
  `<item ident="q1" title="Asked">${type ? fields({ question_type: type, points_possible: '1.0' }) : ''}<presentation>${presentation}</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>${conditions}</resprocessing>${after}</item>`;
const label = (ident: string, text: string, attributes = ''): string =>
  `<response_label ident="${ident}" ${attributes}>${plain(text)}</response_label>`;
const lid = (ident: string, labels: string, cardinality = 'Single', material = ''): string =>
  `<response_lid ident="${ident}" rcardinality="${cardinality}">${material}<render_choice>${labels}</render_choice></response_lid>`;
const typed = (ident = 'response1', kind = ''): string =>
  `<response_str ident="${ident}" rcardinality="Single"><render_fib ${kind}><response_label ident="answer1"/></render_fib></response_str>`;
const is = (value: string, respident = 'response1', attributes = ''): string =>
  `<varequal respident="${respident}" ${attributes}>${value}</varequal>`;
const when = (
  condition: string,
  score: number,
  action = 'Set',
  feedback = '',
  attributes = 'continue="No"',
): string =>
  `<respcondition ${attributes}><conditionvar>${condition}</conditionvar><setvar action="${action}" varname="SCORE">${score}</setvar>${feedback}</respcondition>`;
const shows = (condition: string, feedback: string): string =>
  `<respcondition continue="Yes"><conditionvar>${condition}</conditionvar>${link(feedback)}</respcondition>`;
const link = (feedback: string): string =>
  `<displayfeedback feedbacktype="Response" linkrefid="${feedback}"/>`;
const feedback = (ident: string, text: string): string =>
  `<itemfeedback ident="${ident}"><flow_mat>${html(text)}</flow_mat></itemfeedback>`;

function readAll(xml: string, pictureAt: PictureAt = NO_PICTURES): ReadItem[] {
  const reading = openQti(new TextEncoder().encode(xml), ALONE);
  if ('refusal' in reading) throw new Error(reading.refusal);
  return reading.items.map((readOne) => readOne(pictureAt));
}
function questionIn(xml: string, pictureAt?: PictureAt) {
  const one = readAll(`<questestinterop>${xml}</questestinterop>`, pictureAt)[0]!;
  if (one.outcome === 'REFUSED') throw new Error(one.refusal);
  return { ...one.question.question, losses: one.losses };
}
function refusalOf(xml: string): string {
  const [one] = readAll(`<questestinterop>${xml}</questestinterop>`);
  return one?.outcome === 'REFUSED' ? one.refusal : `read as ${one?.question.question.type}`;
}

describe('items of QTI 1.2', () => {
  it('reads a choice of one, with feedback for each choice and for all', () => {
    const xml = item(
      'multiple_choice_question',
      html('<div><p>Which bone is the <em>longest</em>?</p></div>') +
        lid('response1', label('10', 'Femur') + label('20', 'Tibia') + label('30', 'Ulna')),
      shows('<other/>', 'general_fb') +
        shows(is('20'), '20_fb') +
        when(is('10'), 100, 'Set', link('correct_fb')) +
        shows('<other/>', 'general_incorrect_fb'),
      feedback('general_fb', '<p>In the thigh.</p>') +
        feedback('20_fb', 'That is the shin.') +
        feedback('correct_fb', 'Yes.') +
        feedback('general_incorrect_fb', 'No.'),
    );
    expect(questionIn(xml)).toEqual({
      type: 'SINGLE_CHOICE',
      stem: 'Which bone is the *longest*?',
      choices: [
        { text: 'Femur', correct: true },
        { text: 'Tibia', correct: false, feedback: 'That is the shin.' },
        { text: 'Ulna', correct: false },
      ],
      whenCorrect: 'Yes.',
      whenIncorrect: 'No.',
      explanation: 'In the thigh.',
      losses: [],
    });
  });

  it('reads the items of other systems: variablename, SCORE.max, HTML in extensions, no types', () => {
    const formatted = (text: string) =>
      `<flow_mat><material><mat_extension><mat_formattedtext type="HTML"><![CDATA[<b>${text}</b>]]></mat_formattedtext></mat_extension></material></flow_mat>`;
    const xml = `<item ident="x" title="Bb"><presentation><flow class="Block"><flow class="QUESTION_BLOCK">${formatted('Which?')}</flow>
      <flow class="RESPONSE_BLOCK"><response_lid ident="response"><render_choice><flow_label><response_label ident="A">${formatted('a')}</response_label></flow_label><flow_label><response_label ident="B">${formatted('b')}</response_label></flow_label></render_choice></response_lid></flow></flow></presentation>
      <resprocessing><outcomes><decvar varname="SCORE" vartype="Decimal" defaultval="0" minvalue="0"/></outcomes>
      <respcondition title="correct"><conditionvar><varequal respident="response" case="No">B</varequal></conditionvar><setvar variablename="SCORE" action="Set">SCORE.max</setvar></respcondition>
      <respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE" action="Set">0</setvar></respcondition></resprocessing></item>`;
    expect(questionIn(xml)).toEqual({
      type: 'SINGLE_CHOICE',
      stem: '**Which?**',
      choices: [
        { text: '**a**', correct: false },
        { text: '**b**', correct: true },
      ],
      losses: [],
    });
  });

  it('keeps what each choice earns where that varies', () => {
    const xml = item(
      'multiple_choice_question',
      html('Which?') + lid('response1', label('1', 'a') + label('2', 'b') + label('3', 'c')),
      when(is('1'), 100) + when(is('2'), 25) + when(is('3'), 0),
    );
    expect(questionIn(xml).choices?.map(({ percent }) => percent)).toEqual(['100', '25', '0']);
  });

  it('reads several choices: all of them and no other, or each for itself', () => {
    const asked =
      html('Which?') + lid('response1', label('1', 'a') + label('2', 'b') + label('3', 'c'), 'Multiple');
    const all = when(`<and>${is('1')}<not>${is('2')}</not>${is('3')}</and>`, 100);
    expect(questionIn(item('multiple_answers_question', asked, all))).toMatchObject({
      type: 'MULTIPLE_CHOICE',
      scoring: 'ALL_OR_NOTHING',
      choices: [
        { text: 'a', correct: true },
        { text: 'b', correct: false },
        { text: 'c', correct: true },
      ],
      losses: [],
    });
    const each =
      when(is('1'), 50, 'Add', '', '') +
      when(is('3'), 50, 'Add', '', '') +
      when(is('2'), 50, 'Subtract', '', '');
    expect(questionIn(item('', asked, each))).toMatchObject({
      scoring: 'PARTIAL',
      choices: [
        { correct: true, percent: '50' },
        { correct: false, percent: '-50' },
        { correct: true, percent: '50' },
      ],
    });
  });

  it('reads true and false', () => {
    const xml = item(
      'true_false_question',
      html('It hurts.') + lid('response1', label('8', 'True') + label('9', 'False')),
      when(is('9'), 100),
    );
    expect(questionIn(xml)).toEqual({ type: 'TRUE_FALSE', isTrue: false, stem: 'It hurts.', losses: [] });
  });

  it('reads texts to be typed: any of several, parts of a text, case', () => {
    const xml = item(
      'short_answer_question',
      html('Name the *bone*.') + typed(),
      shows(is('humerus'), '5_fb') + when(is('femur') + is('Thigh bone'), 100),
      feedback('5_fb', 'That is in the arm.'),
    );
    expect(questionIn(xml)).toMatchObject({
      type: 'SHORT_TEXT',
      stem: 'Name the \\*bone\\*.',
      accepted: [
        { pattern: 'femur' },
        { pattern: 'Thigh bone' },
        { pattern: 'humerus', percent: '0', feedback: 'That is in the arm.' },
      ],
      caseSensitive: false,
      losses: [],
    });
    const exact = item('', plain('Name it.') + typed(), when(is('Femur', 'response1', 'case="Yes"'), 100));
    expect(questionIn(exact)).toMatchObject({ accepted: [{ pattern: 'Femur' }], caseSensitive: true });
    const part = item(
      '',
      plain('Name it.') + typed(),
      when('<varsubstring respident="response1">femur</varsubstring>', 100),
    );
    expect(questionIn(part).accepted).toEqual([{ pattern: '*femur*' }]);
  });

  it('draws a line where a text goes on behind what is to be typed', () => {
    const xml = item('', `<flow>${plain('The')}${typed()}${plain('is long.')}</flow>`, when(is('femur'), 1));
    expect(questionIn(xml).stem).toBe('The \\_\\_\\_\\_\\_ is long.');
  });

  const number = (conditions: string) =>
    item('numerical_question', html('How many?') + typed('response1', 'fibtype="Decimal"'), conditions);
  const between = (low: string, high: string, names = ['vargte', 'varlte']) =>
    `<${names[0]!} respident="response1">${low}</${names[0]!}><${names[1]!} respident="response1">${high}</${names[1]!}>`;

  it('reads numbers: exact, with a margin, in a range, to a precision', () => {
    expect(questionIn(number(when(is('206.0'), 100))).numbers).toEqual([{ number: '206', tolerance: '0' }]);
    expect(
      questionIn(number(when(`<or>${is('1.5')}<and>${between('1.4', '1.6')}</and></or>`, 100))).numbers,
    ).toEqual([{ number: '1.5', tolerance: '0.1' }]);
    expect(questionIn(number(when(between('-1', '2.5'), 100))).numbers).toEqual([
      { number: '0.75', tolerance: '1.75' },
    ]);
    expect(
      questionIn(number(when(is('200', 'response1', 'margin="5" margintype="percent"'), 100))).numbers,
    ).toEqual([{ number: '200', tolerance: '0.05', toleranceKind: 'RELATIVE' }]);
    const precise = questionIn(
      number(
        when(`<or>${is('13.4')}<and>${between('13.395', '13.405', ['vargt', 'varlte'])}</and></or>`, 100),
      ),
    );
    expect(precise.numbers).toEqual([{ number: '13.4', tolerance: '0.005' }]);
    expect(precise.losses).toEqual(['13.395 itself is accepted too here, there only what lies beside it.']);
    expect(questionIn(number(when(is('1e3'), 100) + when(is('999'), 50))).numbers).toEqual([
      { number: '1000', tolerance: '0' },
      { number: '999', tolerance: '0', percent: '50' },
    ]);
    expect(refusalOf(number(when('<vargte respident="response1">5</vargte>', 100)))).toContain(
      'one end alone',
    );
  });

  it('reads a matching with choices that fit none', () => {
    const right = label('7', 'bends') + label('8', 'stretches') + label('9', 'rolls');
    const xml = item(
      'matching_question',
      html('What does it do?') +
        lid('response_1', right, 'Single', html('<b>Biceps</b>')) +
        lid('response_2', right, 'Single', plain('Triceps')),
      when(is('7', 'response_1'), 50, 'Add', '', '') + when(is('8', 'response_2'), 50, 'Add', '', ''),
    );
    expect(questionIn(xml)).toEqual({
      type: 'MATCHING',
      stem: 'What does it do?',
      pairs: [
        { prompt: '**Biceps**', choice: 'bends' },
        { prompt: 'Triceps', choice: 'stretches' },
        { choice: 'rolls' },
      ],
      scoring: 'PARTIAL',
      losses: [],
    });
  });

  it('reads blanks to be chosen and blanks to be typed, where the text names them', () => {
    const conditions =
      when(is('2', 'response_bone'), 50, 'Add', '', '') + when(is('3', 'response_place'), 50, 'Add', '', '');
    const asked = (text: string) =>
      html(text) +
      lid('response_bone', label('1', 'ulna') + label('2', 'femur'), 'Single', plain('bone')) +
      lid('response_place', label('3', 'thigh') + label('4', 'leg'), 'Single', plain('place'));
    expect(
      questionIn(
        item(
          'multiple_dropdowns_question',
          asked('<p>The [bone] is in the [place], not [there].</p>'),
          conditions,
        ),
      ),
    ).toEqual({
      type: 'CLOZE',
      stem: 'The [[1]] is in the [[2]], not \\[there\\].',
      blanks: [
        {
          id: '1',
          kind: 'CHOICE',
          choices: [
            { text: 'ulna', correct: false },
            { text: 'femur', correct: true },
          ],
        },
        {
          id: '2',
          kind: 'CHOICE',
          choices: [
            { text: 'thigh', correct: true },
            { text: 'leg', correct: false },
          ],
        },
      ],
      scoring: 'PARTIAL',
      losses: [],
    });
    expect(
      questionIn(item('fill_in_multiple_blanks_question', asked('The [bone] is in the [place].'), conditions))
        .blanks,
    ).toEqual([
      { id: '1', kind: 'TEXT', accepted: [{ pattern: 'ulna' }, { pattern: 'femur' }], caseSensitive: false },
      { id: '2', kind: 'TEXT', accepted: [{ pattern: 'thigh' }, { pattern: 'leg' }], caseSensitive: false },
    ]);
  });

  it('reads how newer Canvas compares what is typed', () => {
    const open = (algorithm: string, more = '') =>
      `answer_type="openEntry" scoring_algorithm="${algorithm}" ${more}`;
    const blanks = (first: string, second: string) =>
      item(
        'fill_in_multiple_blanks_question',
        html('A [x] and a [y].') + lid('response_x', first) + lid('response_y', second),
        when(is('1', 'response_x'), 50, 'Add', '', '') + when(is('2', 'response_y'), 50, 'Add', '', ''),
      );
    const wordbank =
      label('2', 'leg', 'answer_type="wordbank" scoring_algorithm="TextEquivalence"') +
      label('3', 'arm', 'answer_type="wordbank"');
    expect(questionIn(blanks(label('1', 'a*b', open('TextContainsAnswer')), wordbank)).blanks).toEqual([
      { id: '1', kind: 'TEXT', accepted: [{ pattern: '*a\\*b*' }], caseSensitive: false },
      {
        id: '2',
        kind: 'CHOICE',
        choices: [
          { text: 'leg', correct: true },
          { text: 'arm', correct: false },
        ],
      },
    ]);
    const close = questionIn(
      blanks(
        label('1', 'femur', open('TextCloseEnough', 'ignore_case="false"')),
        label('2', '^(leg|arm)$', open('TextRegex')),
      ),
    );
    expect(close.blanks).toEqual([
      { id: '1', kind: 'TEXT', accepted: [{ pattern: 'femur' }], caseSensitive: true },
      { id: '2', kind: 'TEXT', accepted: [{ pattern: 'leg' }, { pattern: 'arm' }], caseSensitive: false },
    ]);
    expect(close.losses).toEqual([
      'Slips of the keyboard are forgiven there for "femur"; here it must be typed right.',
    ]);
    expect(refusalOf(blanks(label('1', '[a-z]+', open('TextRegex')), wordbank))).toContain(
      'the regular expression [a-z]+',
    );
  });

  it('reads several texts to be typed in their places', () => {
    const xml = item(
      '',
      `<flow>${plain('The')}${typed('a')}${plain('has')}${typed('b', 'fibtype="Integer"')}${plain('parts.')}</flow>`,
      when(is('hand', 'a'), 2, 'Add', '', '') + when(is('27', 'b'), 1, 'Add', '', ''),
    );
    expect(questionIn(xml)).toMatchObject({
      type: 'CLOZE',
      stem: 'The [[1]] has [[2]] parts.',
      blanks: [
        { id: '1', weight: 2, kind: 'TEXT', accepted: [{ pattern: 'hand' }] },
        { id: '2', kind: 'NUMBER', numbers: [{ number: '27', tolerance: '0' }] },
      ],
    });
  });

  it('reads an order', () => {
    const xml = item(
      'ordering_question',
      html('Sort.') +
        `<response_lid ident="response1" rcardinality="Ordered"><render_extension><ims_render_object shuffle="Yes"><flow_label>${label('a', 'one') + label('b', 'two') + label('c', 'three')}</flow_label></ims_render_object></render_extension></response_lid>`,
      when(is('c') + is('a') + is('b'), 100),
    );
    expect(questionIn(xml)).toEqual({
      type: 'ORDERING',
      stem: 'Sort.',
      choices: [{ text: 'three' }, { text: 'one' }, { text: 'two' }],
      orderScoring: 'ALL_OR_NOTHING',
      losses: [],
    });
  });

  it('reads categories as a matching', () => {
    const all = label('1', 'femur') + label('2', 'ulna') + label('3', 'biceps');
    const xml = item(
      'categorization_question',
      html('Sort.') + lid('leg', all, 'Multiple', plain('Leg')) + lid('arm', all, 'Multiple', plain('Arm')),
      when(is('1', 'leg'), 50, 'Add', '', '') + when(is('2', 'arm') + is('3', 'arm'), 50, 'Add', '', ''),
    );
    expect(questionIn(xml)).toMatchObject({
      type: 'MATCHING',
      pairs: [
        { prompt: 'femur', choice: 'Leg' },
        { prompt: 'ulna', choice: 'Arm' },
        { prompt: 'biceps', choice: 'Arm' },
      ],
      losses: ['Choices are matched with their categories here, each counting by itself.'],
    });
  });

  const calculated = (
    formulas: string[],
    sets: { values: Record<string, string>; answer: string }[],
    tolerance = '0',
  ) =>
    item(
      'calculated_question',
      html('<p>What is 5 plus [x], {x} times?</p>') + typed('response1', 'fibtype="Decimal"'),
      when('<other/>', 100, 'Set', '', 'title="correct"'),
      `<itemproc_extension><calculated><answer_tolerance>${tolerance}</answer_tolerance><formulas decimal_places="0">${formulas.map((formula) => `<formula>${formula}</formula>`).join('')}</formulas>
      <vars><var name="x" scale="0"><min>2</min><max>10</max></var></vars><var_sets>${sets
        .map(
          ({ values, answer }, i) =>
            `<var_set ident="${i}">${Object.entries(values)
              .map(([name, value]) => `<var name="${name}">${value}</var>`)
              .join('')}<answer>${answer}</answer></var_set>`,
        )
        .join('')}</var_sets></calculated></itemproc_extension>`,
    );

  it('reads calculated questions: formulas that build on each other, drawn values, tolerance', () => {
    const sets = [
      { values: { x: '3' }, answer: '11.0' },
      { values: { x: '4.0' }, answer: '13' },
    ];
    expect(questionIn(calculated(['y = 2*x', '5 + y'], sets, '10%'))).toEqual({
      type: 'CALCULATED',
      stem: 'What is 5 plus {x}, {x} times?',
      numbers: [{ number: '5 + (2*{x})', tolerance: '0.1', toleranceKind: 'RELATIVE' }],
      valueSets: [{ x: '3' }, { x: '4' }],
      losses: [],
    });
    expect(
      questionIn(calculated(['sqrt(x) + pi'], [{ values: { x: '4' }, answer: '5.14' }], '0.01')).numbers,
    ).toEqual([{ number: 'sqrt({x}) + pi()', tolerance: '0.01' }]);
    expect(
      questionIn(calculated(['log(x)'], [{ values: { x: '100' }, answer: '2.0' }])).numbers?.[0]?.number,
    ).toBe('log10({x})');
    expect(refusalOf(calculated(['x'], []))).toContain('no sets of values');
    expect(refusalOf(calculated(['x + 1'], [{ values: { x: '1' }, answer: '3' }]))).toContain(
      'gives other answers',
    );
    expect(refusalOf(calculated(['constructor(x)'], [{ values: { x: '1' }, answer: '3' }]))).toContain(
      'no function "constructor"',
    );
    const doubling = Array.from({ length: 60 }, (_, i) => `y${i + 1} = y${i} + y${i}`);
    expect(refusalOf(calculated(['y0 = x', ...doubling], [{ values: { x: '1' }, answer: '1' }]))).toContain(
      'at most 500 characters',
    );
  });

  const PICTURE: PictureAt = () => ({ bytes: new Uint8Array([1]), width: 200, height: 100 });

  it('reads places on a picture, in pixels and in shares', () => {
    const spot = (labels: string, conditions: string) =>
      item(
        '',
        html('Where?') +
          `<response_xy ident="response1"><render_hotspot><material><matimage uri="hand.png" label="A hand"/></material>${labels}</render_hotspot></response_xy>`,
        conditions,
      );
    const area = (ident: string, kind: string, coords: string) =>
      `<response_label ident="${ident}" rarea="${kind}">${coords}</response_label>`;
    expect(
      questionIn(
        spot(area('a', 'Rectangle', '10,20,30,40') + area('b', 'Ellipse', '50,50,20,20'), when(is('b'), 1)),
        PICTURE,
      ),
    ).toMatchObject({
      type: 'HOTSPOT',
      stem: 'Where?',
      regions: [{ shape: 'CIRCLE', x: 50, y: 50, radius: 10 }],
      placesToMark: 1,
    });
    expect(
      questionIn(
        spot('', when('<varinside respident="response1" areatype="Rectangle">10,20,30,40</varinside>', 1)),
        PICTURE,
      ).regions,
    ).toEqual([{ shape: 'RECTANGLE', x: 10, y: 20, width: 30, height: 40 }]);
    expect(questionIn(spot(area('a', 'Bounded', '0.1,0.1,0.5,0.1,0.5,0.5'), ''), PICTURE).regions).toEqual([
      {
        shape: 'POLYGON',
        points: [
          { x: 20, y: 10 },
          { x: 100, y: 10 },
          { x: 100, y: 50 },
        ],
      },
    ]);
    expect(refusalOf(spot(area('a', 'Rectangle', '10,20,30,40'), when(is('a'), 1)))).toBe(
      'Its picture hand.png cannot be held.',
    );
  });

  it('puts the text that several questions share before each of them', () => {
    const stimulus = `<item ident="s1" title="Case">${fields({ question_type: 'text_only_question' })}<presentation>${html('<p>Mr. X limps.</p>')}</presentation></item>`;
    const child = `<item ident="q2" title="Why">${fields({ question_type: 'essay_question', parent_stimulus_item_ident: 's1' })}<presentation>${html('<p>Why?</p>')}</presentation></item>`;
    const [text, essay] = readAll(
      `<questestinterop><assessment><section>${stimulus}${child}</section></assessment></questestinterop>`,
    );
    expect(text).toMatchObject({
      outcome: 'REFUSED',
      refusal: 'It asks nothing: it is a text alone (text_only_question).',
    });
    expect(essay).toMatchObject({
      question: { question: { type: 'ESSAY', stem: 'Mr. X limps.\n\nWhy?' } },
      losses: ['A text that it shares with other questions is put before it.'],
    });
  });

  it('names sections as categories, and tells of draws, points, banks and texts without a question', () => {
    const essay = `<item ident="e" title="Essay">${fields({ question_type: 'essay_question', points_possible: '5' })}<presentation>${html(' ')}</presentation></item>`;
    const all =
      readAll(`<questestinterop><assessment title="Midterm"><section ident="root_section"><section title="A/B"><selection_ordering><selection><selection_number>1</selection_number></selection></selection_ordering>${essay}</section>
      <section title="C"><selection_ordering><selection><sourcebank_ref>bank7</sourcebank_ref><selection_number>2</selection_number></selection></selection_ordering></section>
      <itemref linkrefid="elsewhere"/><itemref linkrefid="e"/></section></assessment></questestinterop>`);
    expect(all).toEqual([
      expect.objectContaining({
        outcome: 'READ_WITH_LOSS',
        question: expect.objectContaining({
          category: 'Midterm/A-B',
          question: { type: 'ESSAY', stem: 'Essay' },
        }),
        losses: [
          'Its section asks 1 of its questions, drawn at random: questions are read without quizzes.',
          'It is worth 5 points there; here the quiz that asks it says what it is worth.',
          'It has no text that asks: its name stands for it.',
        ],
      }),
      expect.objectContaining({
        refusal: 'It draws its questions from the bank bank7, which is not in this document.',
      }),
      expect.objectContaining({ refusal: 'It refers to the question elsewhere of another document.' }),
    ]);
  });

  it('passes over the DOCTYPE of plain QTI 1.2 and takes prefixes as they come', () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd"><q:questestinterop xmlns:q="urn:q"><q:item ident="1" title="T"><q:presentation><q:response_str ident="r"><q:render_fib/></q:response_str></q:presentation></q:item></q:questestinterop>`;
    expect(readAll(xml)[0]).toMatchObject({ title: 'T', outcome: 'READ_WITH_LOSS' });
  });

  it.each([
    ['a file', item('file_upload_question', html('Send it.')), 'The answer is a file'],
    ['nothing', item('', html('Read.')), 'It asks nothing: there is no response in it.'],
    [
      'no right answer',
      item('multiple_choice_question', html('?') + lid('response1', label('1', 'a') + label('2', 'b'))),
      'It says of no answer that it is right.',
    ],
    ['groups', item('', '<response_grp ident="g"/>'), 'response_grp'],
    [
      'unknown conditions',
      item(
        '',
        html('?') + lid('response1', label('1', 'a') + label('2', 'b')),
        when('<durequal>3</durequal>', 1),
      ),
      'durequal',
    ],
  ])('refuses %s', (_, xml, why) => expect(refusalOf(xml)).toContain(why));

  it('takes whatever element names it is told and never throws', () => {
    const names = fc.constantFrom(
      'presentation',
      'response_lid',
      'response_str',
      'response_xy',
      'render_choice',
      'render_fib',
      'render_hotspot',
      'response_label',
      'material',
      'mattext',
      'resprocessing',
      'respcondition',
      'conditionvar',
      'varequal',
      'vargte',
      'setvar',
      'and',
      'not',
      'other',
      'itemfeedback',
      'calculated',
      'var_set',
      'formula',
      'matimage',
      'rubric',
    );
    const tree = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('A', '1'),
        fc
          .tuple(
            names,
            fc.constantFrom('Single', 'Multiple', 'Ordered'),
            fc.array(tie('tree'), { maxLength: 4 }),
          )
          .map(
            ([name, cardinality, inner]) =>
              `<${name} ident="A" respident="A" rcardinality="${cardinality}">${inner.join('')}</${name}>`,
          ),
      ),
    })).tree;
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), (inner) => {
        const [one] = readAll(`<item ident="x">${inner.join('')}</item>`);
        if (one?.outcome === 'REFUSED') expect(one.refusal).not.toContain('It is not built as QTI says');
      }),
      { numRuns: 300 },
    );
  });
});
