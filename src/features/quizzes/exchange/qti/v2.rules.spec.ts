import fc from 'fast-check';
import { contentOf } from '../../bank/question.rules.js';
import { creditOf } from '../../grading/grading.rules.js';
import type { ReadItem } from '../exchanged-question.js';
import { openQti } from './qti.rules.js';
import { ALONE, NO_PICTURES, type PictureAt } from './surroundings.rules.js';

const TEMPLATES = 'http://www.imsglobal.org/question/qti_v2p1/rptemplates/';
const template = (name: string): string => `<responseProcessing template="${TEMPLATES}${name}"/>`;
const SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>';

/** An item of QTI 2.1 around what matters. */
const item = (declarations: string, body: string, after = template('match_correct')): string =>
  `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q1" title="Asked" adaptive="false" timeDependent="false">
${declarations}${SCORE}<itemBody>${body}</itemBody>${after}</assessmentItem>`;
const response = (cardinality: string, baseType: string, inner = ''): string =>
  `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}" baseType="${baseType}">${inner}</responseDeclaration>`;
const correct = (...values: string[]): string =>
  `<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`;
const mapping = (entries: Record<string, number>, attributes = ''): string =>
  `<mapping ${attributes}>${Object.entries(entries)
    .map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}"/>`)
    .join('')}</mapping>`;
const choices = (max: number, ...texts: string[]): string =>
  `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="${max}"><prompt>Which?</prompt>${texts
    .map((text, i) => `<simpleChoice identifier="${'ABCDEF'[i]!}">${text}</simpleChoice>`)
    .join('')}</choiceInteraction>`;

function readOne(xml: string, pictureAt: PictureAt = NO_PICTURES): ReadItem {
  const reading = openQti(new TextEncoder().encode(xml), ALONE);
  if ('refusal' in reading) throw new Error(reading.refusal);
  expect(reading.items).toHaveLength(1);
  return reading.items[0]!(pictureAt);
}
function questionIn(xml: string, pictureAt?: PictureAt) {
  const one = readOne(xml, pictureAt);
  if (one.outcome === 'REFUSED') throw new Error(one.refusal);
  return { ...one.question.question, losses: one.losses };
}
const refusalOf = (xml: string): string => {
  const one = readOne(xml);
  return one.outcome === 'REFUSED' ? one.refusal : `read as ${one.question.question.type}`;
};

const PICTURE: PictureAt = () => ({ bytes: new Uint8Array([1]), width: 196, height: 280 });

describe('items of QTI 2.x', () => {
  it('says where the item is and what it is called', () => {
    const one = readOne(item(response('single', 'identifier', correct('A')), choices(1, 'Red', 'Blue')));
    expect(one).toMatchObject({ title: 'Asked', where: { line: 1, element: 'q1' }, outcome: 'READ' });
  });

  it('reads a choice of one, with feedback of choices and of the whole', () => {
    const body = choices(
      1,
      'Red<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">As blood.</feedbackInline>',
      'Blue',
      'Green',
    );
    const rules = `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
      <setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf>
      <responseElse><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue></responseElse></responseCondition>
      <setOutcomeValue identifier="F"><variable identifier="RESPONSE"/></setOutcomeValue></responseProcessing>
      <modalFeedback outcomeIdentifier="F" identifier="A" showHide="show">Well <b>done</b>.</modalFeedback>
      <modalFeedback outcomeIdentifier="F" identifier="A" showHide="hide">Think again.</modalFeedback>
      <modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">As the sky.</modalFeedback>`;
    expect(questionIn(item(response('single', 'identifier', correct('A')), body, rules))).toEqual({
      type: 'SINGLE_CHOICE',
      stem: 'Which?',
      choices: [
        { text: 'Red', correct: true, feedback: 'As blood.' },
        { text: 'Blue', correct: false, feedback: 'As the sky.' },
        { text: 'Green', correct: false },
      ],
      whenCorrect: 'Well **done**.',
      whenIncorrect: 'Think again.',
      losses: [],
    });
  });

  it('keeps what each choice earns as percents, by mapping or by conditions', () => {
    const mapped = item(
      response('single', 'identifier', mapping({ A: 4, B: 1, C: -1 })),
      choices(1, 'a', 'b', 'c'),
      template('map_response'),
    );
    expect(questionIn(mapped).choices).toEqual([
      { text: 'a', correct: true, percent: '100' },
      { text: 'b', correct: false, percent: '25' },
      { text: 'c', correct: false, percent: '-25' },
    ]);
    const earns = (id: string, score: number, kind: string): string =>
      `<response${kind}><match><variable identifier="RESPONSE"/><baseValue baseType="identifier">${id}</baseValue></match>
       <setOutcomeValue identifier="SCORE"><sum><baseValue baseType="float">${score}</baseValue><baseValue baseType="float">1</baseValue></sum></setOutcomeValue></response${kind}>`;
    const rules = `<responseProcessing><responseCondition>${earns('A', 4, 'If')}${earns('B', 1.5, 'ElseIf')}</responseCondition></responseProcessing>`;
    expect(
      questionIn(item(response('single', 'identifier'), choices(1, 'a', 'b', 'c'), rules)).choices,
    ).toEqual([
      { text: 'a', correct: true, percent: '100' },
      { text: 'b', correct: false, percent: '50' },
      { text: 'c', correct: false, percent: '0' },
    ]);
  });

  it('knows a choice between true and false', () => {
    const xml = item(
      response('single', 'identifier', correct('B')),
      choices(1, '<p>True</p>', '<p>False.</p>'),
    );
    expect(questionIn(xml)).toEqual({ type: 'TRUE_FALSE', isTrue: false, stem: 'Which?', losses: [] });
  });

  it('reads a choice of several: all or nothing, or each for itself', () => {
    const all = questionIn(
      item(response('multiple', 'identifier', correct('A', 'C')), choices(0, 'a', 'b', 'c')),
    );
    expect(all).toMatchObject({ type: 'MULTIPLE_CHOICE', scoring: 'ALL_OR_NOTHING', losses: [] });
    expect(all.choices).toEqual([
      { text: 'a', correct: true },
      { text: 'b', correct: false },
      { text: 'c', correct: true },
    ]);
    const declared = response(
      'multiple',
      'identifier',
      mapping({ A: 1, C: 1, B: -2 }, 'lowerBound="0" upperBound="2"'),
    );
    const each = questionIn(item(declared, choices(0, 'a', 'b', 'c'), template('map_response')));
    expect(each).toMatchObject({ scoring: 'PARTIAL', losses: [] });
    expect(each.choices?.map(({ percent }) => percent)).toEqual(['50', '-100', '50']);
  });

  it('tells when partial credit of several choices follows a rule of its own', () => {
    const rules = `<responseProcessing><responseCondition>
      <responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">3</baseValue></setOutcomeValue></responseIf>
      <responseElseIf><member><baseValue baseType="identifier">A</baseValue><variable identifier="RESPONSE"/></member><setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue></responseElseIf>
      </responseCondition></responseProcessing>`;
    const found = questionIn(
      item(response('multiple', 'identifier', correct('A', 'C')), choices(0, 'a', 'b', 'c'), rules),
    );
    expect(found).toMatchObject({
      scoring: 'ALL_OR_NOTHING',
      losses: ['Partly right answers are scored there by a rule of its own; here all must be right.'],
    });
  });

  it('awards every set of choices what the mapping awards it, where it says that nothing is lost', () => {
    const values = fc.array(fc.integer({ min: -2, max: 3 }), { minLength: 2, maxLength: 6 });
    let kept = 0;
    fc.assert(
      fc.property(
        values.filter((all) => all.some((value) => value > 0)),
        (all) => {
          const entries = Object.fromEntries(all.map((value, i) => ['ABCDEF'[i]!, value]));
          const declared = response('multiple', 'identifier', mapping(entries, 'lowerBound="0"'));
          const texts = all.map((_, i) => `choice ${i}`);
          const found = questionIn(item(declared, choices(0, ...texts), template('map_response')));
          if (found.losses.length) return;
          kept += 1;
          let serial = 0;
          const { type, presentation, answerKey } = contentOf(found, () => `id${serial++}`);
          const full = all.reduce((sum, value) => sum + Math.max(0, value), 0);
          for (let bits = 0; bits < 2 ** all.length; bits++) {
            const chosen = all.flatMap((_, i) => ((bits >> i) & 1 ? [i] : []));
            const awarded =
              Math.max(
                0,
                chosen.reduce((sum, i) => sum + all[i]!, 0),
              ) / full;
            const choiceIds = chosen.map((i) => presentation.choices![i]!.id);
            const credit = creditOf({
              type,
              presentation,
              answerKey,
              variant: null,
              response: { choiceIds },
            });
            expect(Number(credit.numerator) / Number(credit.denominator)).toBeCloseTo(awarded, 4);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(kept).toBeGreaterThan(150);
  });

  it('reads an order, and refuses one of some items alone', () => {
    const order = (values: string[]): string =>
      item(
        response('ordered', 'identifier', correct(...values)),
        '<orderInteraction responseIdentifier="RESPONSE"><prompt>Sort</prompt><simpleChoice identifier="A">one</simpleChoice><simpleChoice identifier="B">two</simpleChoice><simpleChoice identifier="C">three</simpleChoice></orderInteraction>',
      );
    expect(questionIn(order(['C', 'A', 'B']))).toEqual({
      type: 'ORDERING',
      stem: 'Sort',
      choices: [{ text: 'three' }, { text: 'one' }, { text: 'two' }],
      orderScoring: 'ALL_OR_NOTHING',
      losses: [],
    });
    expect(refusalOf(order(['C', 'A']))).toContain('Only some of its items');
  });

  const columns = (left: string[], right: string[]): string =>
    `<matchInteraction responseIdentifier="RESPONSE" maxAssociations="4"><prompt>Match</prompt>${[left, right]
      .map(
        (set) =>
          `<simpleMatchSet>${set.map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="4">${id.toLowerCase()}</simpleAssociableChoice>`).join('')}</simpleMatchSet>`,
      )
      .join('')}</matchInteraction>`;

  it('reads a matching, several prompts with one choice, the other way round, and refuses n:m', () => {
    const pairs = (...values: string[]) => response('multiple', 'directedPair', correct(...values));
    expect(
      questionIn(item(pairs('C R', 'D M', 'L M'), columns(['C', 'D', 'L'], ['M', 'R', 'T']))),
    ).toMatchObject({
      type: 'MATCHING',
      stem: 'Match',
      scoring: 'ALL_OR_NOTHING',
      pairs: [
        { prompt: 'c', choice: 'r' },
        { prompt: 'd', choice: 'm' },
        { prompt: 'l', choice: 'm' },
        { choice: 't' },
      ],
      losses: [],
    });
    const turned = questionIn(item(pairs('C R', 'C M'), columns(['C', 'D'], ['M', 'R'])));
    expect(turned).toMatchObject({
      pairs: [{ prompt: 'm', choice: 'c' }, { prompt: 'r', choice: 'c' }, { choice: 'd' }],
      losses: ['It is asked the other way round: the second column is matched with the first.'],
    });
    expect(refusalOf(item(pairs('C R', 'C M', 'D M'), columns(['C', 'D'], ['M', 'R'])))).toContain(
      'several others',
    );
  });

  it('reads a mapping of pairs as partial credit', () => {
    const declared = response('multiple', 'directedPair', mapping({ 'C R': 1, 'D M': 1 }));
    expect(
      questionIn(item(declared, columns(['C', 'D'], ['M', 'R']), template('map_response'))),
    ).toMatchObject({
      scoring: 'PARTIAL',
      losses: [],
    });
  });

  const entry = (baseType: string, inner: string, after?: string) =>
    item(
      response('single', baseType, inner),
      '<p>It is <textEntryInteraction responseIdentifier="RESPONSE"/>, she said [[1]].</p>',
      after,
    );

  it('reads a text to be typed, with case where case matters', () => {
    expect(questionIn(entry('string', correct('York*')))).toEqual({
      type: 'SHORT_TEXT',
      stem: 'It is \\_\\_\\_\\_\\_, she said \\[\\[1\\]\\].',
      accepted: [{ pattern: 'York\\*' }],
      caseSensitive: true,
      losses: [],
    });
    const loose = `<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="2" caseSensitive="false"/><mapEntry mapKey="Yorke" mappedValue="1" caseSensitive="false"/></mapping>`;
    expect(questionIn(entry('string', loose, template('map_response')))).toMatchObject({
      accepted: [{ pattern: 'York' }, { pattern: 'Yorke', percent: '50' }],
      caseSensitive: false,
    });
  });

  it('reads numbers with their tolerance, however it is said', () => {
    const set =
      '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>';
    const when = (condition: string) =>
      `<responseProcessing><responseCondition><responseIf>${condition}${set}</responseIf></responseCondition></responseProcessing>`;
    const answer = '<variable identifier="RESPONSE"/>';
    const base = (value: string) => `<baseValue baseType="float">${value}</baseValue>`;
    const numbersOf = (xml: string) => questionIn(xml).numbers;
    expect(numbersOf(entry('float', correct('9.80')))).toEqual([{ number: '9.8', tolerance: '0' }]);
    expect(
      numbersOf(
        entry(
          'float',
          correct('9.8'),
          when(
            `<equal toleranceMode="absolute" tolerance="0.1 0.1">${answer}<correct identifier="RESPONSE"/></equal>`,
          ),
        ),
      ),
    ).toEqual([{ number: '9.8', tolerance: '0.1' }]);
    expect(
      numbersOf(
        entry(
          'float',
          '',
          when(`<equal toleranceMode="relative" tolerance="5">${answer}${base('2e2')}</equal>`),
        ),
      ),
    ).toEqual([{ number: '200', tolerance: '0.05', toleranceKind: 'RELATIVE' }]);
    expect(
      numbersOf(
        entry(
          'float',
          '',
          when(`<and><gte>${answer}${base('1.5')}</gte><lte>${answer}${base('2.25')}</lte></and>`),
        ),
      ),
    ).toEqual([{ number: '1.875', tolerance: '0.375' }]);
    expect(
      numbersOf(
        entry(
          'float',
          correct('3.14'),
          when(
            `<equalRounded roundingMode="decimalPlaces" figures="2">${answer}<correct identifier="RESPONSE"/></equalRounded>`,
          ),
        ),
      ),
    ).toEqual([{ number: '3.14', tolerance: '0.005' }]);
  });

  it('reads several gaps as a text with blanks, with their weights', () => {
    const declared = `<responseDeclaration identifier="A" cardinality="single" baseType="string">${mapping({ winter: 1 })}</responseDeclaration>
      <responseDeclaration identifier="B" cardinality="single" baseType="identifier">${correct('S')}${mapping({ S: 2, W: -1 })}</responseDeclaration>
      <responseDeclaration identifier="C" cardinality="single" baseType="integer">${correct('1592')}${mapping({ 1592: 1 })}</responseDeclaration>`;
    const body = `<p>Now is the <textEntryInteraction responseIdentifier="A"/> made <inlineChoiceInteraction responseIdentifier="B">
      <inlineChoice identifier="S">summer</inlineChoice><inlineChoice identifier="W">winter</inlineChoice></inlineChoiceInteraction> in <textEntryInteraction responseIdentifier="C"/>.</p>`;
    const sum = `<responseProcessing><setOutcomeValue identifier="SCORE"><sum>${['A', 'B', 'C'].map((id) => `<mapResponse identifier="${id}"/>`).join('')}</sum></setOutcomeValue></responseProcessing>`;
    expect(questionIn(item(declared, body, sum))).toEqual({
      type: 'CLOZE',
      stem: 'Now is the [[1]] made [[2]] in [[3]].',
      scoring: 'PARTIAL',
      blanks: [
        { id: '1', kind: 'TEXT', accepted: [{ pattern: 'winter' }], caseSensitive: true },
        {
          id: '2',
          weight: 2,
          kind: 'CHOICE',
          choices: [
            { text: 'summer', correct: true },
            { text: 'winter', correct: false, percent: '-50' },
          ],
        },
        { id: '3', kind: 'NUMBER', numbers: [{ number: '1592', tolerance: '0' }] },
      ],
      losses: [],
    });
    const all = `<responseProcessing><responseCondition><responseIf><and>${['B', 'C'].map((id) => `<match><variable identifier="${id}"/><correct identifier="${id}"/></match>`).join('')}</and><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`;
    const without = body.replace('<textEntryInteraction responseIdentifier="A"/>', 'winter');
    expect(questionIn(item(declared, without, all))).toMatchObject({ scoring: 'ALL_OR_NOTHING', losses: [] });
  });

  it('reads an essay with notes for graders, and what candidates are told', () => {
    const body = `<rubricBlock view="candidate"><p>Write 25 words.</p></rubricBlock><extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Describe.</prompt></extendedTextInteraction><rubricBlock view="scorer"><p>One point each.</p></rubricBlock>`;
    expect(questionIn(item(response('single', 'string', correct('It is tall.')), body, ''))).toEqual({
      type: 'ESSAY',
      stem: 'Write 25 words.\n\nDescribe.',
      gradingNotes: 'One point each.\n\nModel answer: It is tall.',
      losses: [],
    });
  });

  it('reads places on a picture', () => {
    const object = '<object type="image/png" data="images/uk.png" width="206" height="280">UK Map</object>';
    const spots = `<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Glasgow?</prompt>${object}<hotspotChoice shape="circle" coords="77,115,8" identifier="A"/><hotspotChoice shape="rect" coords="110,180,120,190" identifier="B"/></hotspotInteraction>`;
    const one = readOne(item(response('single', 'identifier', correct('B')), spots), PICTURE);
    expect(one).toMatchObject({
      outcome: 'READ_WITH_LOSS',
      question: {
        question: {
          type: 'HOTSPOT',
          stem: 'Glasgow?',
          placesToMark: 1,
          regions: [{ shape: 'RECTANGLE', x: 110, y: 180, width: 10, height: 10 }],
        },
        hotspot: { picture: 'uk.png', width: 206, height: 280 },
        pictures: [{ name: 'uk.png', alternativeText: 'UK Map' }],
      },
      losses: ['The places to choose from are outlined there; here any place of the picture can be marked.'],
    });
    const areas = `<areaMapping defaultValue="0"><areaMapEntry shape="poly" coords="0,0,9,0,9,9" mappedValue="1"/></areaMapping>`;
    const point = `<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Where?</prompt><object type="image/png" data="a.png">Map</object></selectPointInteraction>`;
    const marked = readOne(
      item(response('single', 'point', areas), point, template('map_response_point')),
      PICTURE,
    );
    expect(marked).toMatchObject({
      losses: [],
      outcome: 'READ',
      question: {
        question: {
          regions: [
            {
              shape: 'POLYGON',
              points: [
                { x: 0, y: 0 },
                { x: 9, y: 0 },
                { x: 9, y: 9 },
              ],
            },
          ],
        },
        hotspot: { picture: 'a.png', width: 196, height: 280 },
      },
    });
    expect(refusalOf(item(response('single', 'point', areas), point))).toBe(
      'Its picture a.png cannot be held.',
    );
  });

  it('reads words to be marked as choices, a slider as a number, and tells so', () => {
    const words =
      '<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><p>She <hottext identifier="A">go</hottext> <hottext identifier="B">home</hottext>.</p></hottextInteraction>';
    expect(questionIn(item(response('single', 'identifier', correct('A')), words))).toMatchObject({
      type: 'SINGLE_CHOICE',
      stem: 'She **go** **home**.',
      choices: [
        { text: 'go', correct: true },
        { text: 'home', correct: false },
      ],
      losses: [expect.stringContaining('marked in the text there')],
    });
    const slider =
      '<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="100"><prompt>How much?</prompt></sliderInteraction>';
    expect(questionIn(item(response('single', 'integer', correct('16')), slider))).toMatchObject({
      type: 'NUMBER',
      numbers: [{ number: '16', tolerance: '0' }],
      losses: ['The slider (0 to 100) becomes a number to be typed.'],
    });
  });

  it('keeps formulas readable', () => {
    const m =
      '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>m</m:mi><m:msup><m:mi>c</m:mi><m:mn>2</m:mn></m:msup><m:mo>=</m:mo><m:mfrac><m:mrow><m:mn>1</m:mn><m:mo>+</m:mo><m:mn>2</m:mn></m:mrow><m:mn>3</m:mn></m:mfrac><m:msqrt><m:mn>2</m:mn></m:msqrt></m:math>';
    const found = questionIn(item(response('single', 'identifier', correct('A')), choices(1, m, 'other')));
    expect(found.choices?.[0]?.text).toBe('mc^2=(1+2)/3√(2)');
    expect(found.losses).toEqual(['Its formulas (MathML) are kept as plain text.']);
  });

  it.each([
    ['uploadInteraction', 'the answer is a file'],
    ['drawingInteraction', 'the answer is a drawing'],
    ['mediaInteraction', 'it plays sound or film'],
    ['graphicOrderInteraction', 'places on a picture are put in order'],
    ['customInteraction', 'it works by a program of its own'],
  ])('refuses %s and says why and where', (name, why) => {
    const xml = item(response('single', 'file'), `\n<${name} responseIdentifier="RESPONSE"/>`, '');
    expect(refusalOf(xml)).toBe(`The ${name} in line 3 has no counterpart here: ${why}.`);
  });

  it.each([
    [
      'a survey',
      item(response('single', 'identifier'), choices(1, 'a', 'b'), ''),
      'It says of no answer that it is right.',
    ],
    ['no interaction', item('', '<p>Read this.</p>', ''), 'It asks nothing: there is no interaction in it.'],
    [
      'no declaration',
      item('', choices(1, 'a', 'b')),
      'The choiceInteraction in line 2 answers to RESPONSE, which is not declared.',
    ],
    [
      'drawn values',
      item(
        `${response('single', 'identifier', correct('A'))}<templateDeclaration identifier="x"/>`,
        choices(1, 'a', 'b'),
      ),
      'draws values',
    ],
    [
      'an essay beside a choice',
      item(
        response('single', 'identifier', correct('A')),
        `${choices(1, 'a', 'b')}<extendedTextInteraction responseIdentifier="RESPONSE"/>`,
      ),
      'stands beside other interactions',
    ],
  ])('refuses %s', (_, xml, why) => expect(refusalOf(xml)).toContain(why));

  it('reads by the key alone what a program of its own scores, and tells so', () => {
    const rules =
      '<responseProcessing><setOutcomeValue identifier="SCORE"><customOperator class="org.example"/></setOutcomeValue></responseProcessing>';
    const found = questionIn(
      item(response('single', 'identifier', correct('A')), choices(1, 'a', 'b'), rules),
    );
    expect(found.choices?.[0]).toEqual({ text: 'a', correct: true });
    expect(found.losses).toEqual([expect.stringContaining('Its own response processing is not kept')]);
    expect(refusalOf(item(response('single', 'identifier'), choices(1, 'a', 'b'), rules))).toContain(
      'customOperator',
    );
  });

  it('takes whatever element names it is told and never throws', () => {
    const names = fc.constantFrom(
      'itemBody',
      'choiceInteraction',
      'simpleChoice',
      'prompt',
      'gap',
      'gapMatchInteraction',
      'match',
      'variable',
      'responseProcessing',
      'responseCondition',
      'responseIf',
      'responseDeclaration',
      'mapping',
      'modalFeedback',
      'hotspotInteraction',
      'object',
      'textEntryInteraction',
      'p',
      'value',
      'correctResponse',
      'orderInteraction',
    );
    const tree = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constant('A'),
        fc
          .tuple(names, fc.array(tie('tree'), { maxLength: 4 }))
          .map(
            ([name, inner]) =>
              `<${name} identifier="A" responseIdentifier="A" cardinality="multiple">${inner.join('')}</${name}>`,
          ),
      ),
    })).tree;
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), (inner) => {
        const one = readOne(`<assessmentItem identifier="x">${inner.join('')}</assessmentItem>`);
        if (one.outcome === 'REFUSED') expect(one.refusal).not.toContain('It is not built as QTI says');
      }),
      { numRuns: 300 },
    );
  });
});
