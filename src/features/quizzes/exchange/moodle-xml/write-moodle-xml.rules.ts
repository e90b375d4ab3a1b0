import type { AuthoredQuestion } from '../../bank/question-content.js';
import type { ExchangedQuestion } from '../exchanged-question.js';
import {
  plainText,
  tellUnsaid,
  worthOfChoices,
  worthOfNumbers,
  worthOfTexts,
} from '../moodle-worth.rules.js';
import { tellAccents, type WorthAnswer } from '../moodle-worth.rules.js';
import { NotCarried, written, type WrittenFile } from '../written-file.js';
import { inverseOf } from './moodle-types.rules.js';
import { clozeMarkdown } from './write-cloze.rules.js';
import { datasets, element, type Elements, text, textElement, XmlTexts } from './xml-elements.rules.js';

/** Questions as Moodle's XML, by category. All texts are Markdown, so that nothing of them is lost. */
export function writeMoodleXml(questions: readonly ExchangedQuestion[]): WrittenFile {
  const all = written(questions, questionElement);
  const parts: string[] = [];
  let category: string | null | undefined;
  for (const { question, text: xml } of all) {
    if (xml === null) continue;
    if (question.category !== category) parts.push(categoryElement(question.category));
    category = question.category;
    parts.push(xml);
  }
  const body = parts.map((part) => `${part}\n`).join('');
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${body}</quiz>\n`,
    items: all.map(({ item }) => item),
  };
}

const categoryElement = (category: string | null): string =>
  element('question', { type: 'category' }, [
    element('category', {}, [text(['$course$/top', ...(category === null ? [] : [category])].join('/'))]),
    element('info', { format: 'markdown' }, [text('')]),
    element('idnumber', {}, []),
  ]);

function questionElement(
  { name, code, tags, question, pictures }: ExchangedQuestion,
  losses: Set<string>,
): string {
  const writer = WRITERS[question.type];
  if (!writer) throw new NotCarried(`Moodle XML has no questions of the type ${question.type} here.`);
  const texts = new XmlTexts(pictures ?? []);
  const { type, stem = question.stem, inside } = writer(question, texts, losses);
  return element('question', { type }, [
    textElement('name', name),
    texts.rich('questiontext', stem),
    texts.rich('generalfeedback', question.explanation),
    element('defaultgrade', {}, '1.0000000'),
    element('penalty', {}, question.type === 'TRUE_FALSE' ? '1.0000000' : '0.3333333'),
    element('hidden', {}, '0'),
    element('idnumber', {}, code ?? ''),
    ...inside,
    ...(tags.length
      ? [
          element(
            'tags',
            {},
            tags.map((tag) => textElement('tag', tag)),
          ),
        ]
      : []),
  ]);
}

interface WrittenType {
  readonly type: string;
  /** Where it is not the stem as it is. */
  readonly stem?: string;
  readonly inside: Elements;
}

type TypeWriter = (question: AuthoredQuestion, texts: XmlTexts, losses: Set<string>) => WrittenType;

const EVERY = ['whenCorrect', 'whenPartlyCorrect', 'whenIncorrect'] as const;
const BUT_WRONG = ['whenCorrect', 'whenPartlyCorrect'] as const;

const feedbackElements = (question: AuthoredQuestion, texts: XmlTexts): string[] => [
  texts.rich('correctfeedback', question.whenCorrect),
  texts.rich('partiallycorrectfeedback', question.whenPartlyCorrect),
  texts.rich('incorrectfeedback', question.whenIncorrect),
];

const multichoice: TypeWriter = (question, texts, losses) => ({
  type: 'multichoice',
  inside: [
    element('single', {}, String(question.type === 'SINGLE_CHOICE')),
    element('shuffleanswers', {}, 'true'),
    element('answernumbering', {}, 'abc'),
    element('showstandardinstruction', {}, '0'),
    ...feedbackElements(question, texts),
    element('shownumcorrect', {}, []),
    ...worthOfChoices(question, losses).map(({ text: choice, percent, feedback }) =>
      texts.answer(percent, choice, [texts.rich('feedback', feedback)]),
    ),
  ],
});

const truefalse: TypeWriter = (question, texts, losses) => {
  tellUnsaid(question, EVERY, losses);
  const one = (value: boolean, feedback?: string | null): string =>
    plainAnswer(value === question.isTrue ? '100' : '0', String(value), [texts.rich('feedback', feedback)]);
  return { type: 'truefalse', inside: [one(true, question.whenTrue), one(false, question.whenFalse)] };
};

/** An answer that is compared as it is typed. */
const plainAnswer = (fraction: string, answer: string, inside: Elements): string =>
  element('answer', { fraction, format: 'moodle_auto_format' }, [text(answer), ...inside]);

const shortanswer: TypeWriter = (question, texts, losses) => {
  tellUnsaid(question, BUT_WRONG, losses);
  tellAccents(question, losses);
  return {
    type: 'shortanswer',
    inside: [
      element('usecase', {}, question.caseSensitive ? '1' : '0'),
      ...worthOfTexts(question.accepted ?? [], question.whenIncorrect, losses).map((answer) =>
        plainAnswer(answer.percent, answer.text, [texts.rich('feedback', answer.feedback)]),
      ),
    ],
  };
};

const numerical: TypeWriter = (question, texts, losses) => {
  tellUnsaid(question, BUT_WRONG, losses);
  const answers = worthOfNumbers(question.numbers ?? [], question.whenIncorrect, losses);
  return { type: 'numerical', inside: [...answers.map(numberAnswer(texts)), ...unitElements(question)] };
};

const numberAnswer =
  (texts: XmlTexts) =>
  ({ percent, text: answer, feedback, tolerance = '0' }: WorthAnswer): string =>
    plainAnswer(percent, answer, [texts.rich('feedback', feedback), element('tolerance', {}, tolerance)]);

/** A unit beside the answer, units that are part of it and cost a penalty when wrong, or none. */
function unitElements({ unit, units = [], unitPenaltyPercent }: AuthoredQuestion): string[] {
  const all = unit ? [{ unit, factor: '1' }] : units;
  const penalty = Number(unitPenaltyPercent ?? '100') / 100;
  return [
    element('unitgradingtype', {}, units.length ? '1' : '0'),
    element('unitpenalty', {}, String(units.length ? penalty : 0.1)),
    element('showunits', {}, units.length ? '2' : unit ? '0' : '3'),
    element('unitsleft', {}, '0'),
    ...(all.length
      ? [
          element(
            'units',
            {},
            all.map((one) =>
              element('unit', {}, [
                element('multiplier', {}, inverseOf(one.factor)),
                element('unit_name', {}, one.unit),
              ]),
            ),
          ),
        ]
      : []),
  ];
}

const calculated: TypeWriter = (question, texts, losses) => {
  if (question.numbers?.some(({ number }) => number.includes('^')))
    losses.add('Moodle does not know ^ in formulas: write pow(a, b) there.');
  const { numbers = [], valueSets = [] } = question;
  return {
    type: 'calculatedsimple',
    inside: [
      element('synchronize', {}, '0'),
      element('single', {}, '0'),
      element('answernumbering', {}, 'abc'),
      element('shuffleanswers', {}, '0'),
      ...feedbackElements(question, texts),
      ...numbers.map((number) => {
        const [worth] = worthOfNumbers([{ ...number, toleranceKind: 'ABSOLUTE' }], null, losses);
        return plainAnswer(worth!.percent, number.number, [
          element('tolerance', {}, worth!.tolerance!),
          element('tolerancetype', {}, number.toleranceKind === 'RELATIVE' ? '1' : '2'),
          element('correctanswerformat', {}, '1'),
          element('correctanswerlength', {}, '2'),
          texts.rich('feedback', worth!.feedback),
        ]);
      }),
      ...unitElements(question),
      datasets(valueSets),
    ],
  };
};

const matching: TypeWriter = (question, texts, losses) => {
  if (question.scoring === 'ALL_OR_NOTHING')
    losses.add('That nothing is earned unless all is right is not kept.');
  return {
    type: 'matching',
    inside: [
      element('shuffleanswers', {}, 'true'),
      ...feedbackElements(question, texts),
      element('shownumcorrect', {}, []),
      ...(question.pairs ?? []).map(({ prompt, choice }) =>
        texts.rich('subquestion', prompt, [element('answer', {}, [text(plainChoice(choice, losses))])]),
      ),
    ],
  };
};

/** Moodle shows tags of HTML in a choice as tags: what begins like one is written so that it is none. */
function plainChoice(choice: string, losses: Set<string>): string {
  const plain = plainText(choice, losses);
  return /<[a-z/!]|&[#a-z]/i.test(plain) ? plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : plain;
}

const SCORINGS = {
  ALL_OR_NOTHING: 'ALL_OR_NOTHING',
  ABSOLUTE_POSITION: 'ABSOLUTE_POSITION',
  RELATIVE_NEXT: 'RELATIVE_NEXT_EXCLUDE_LAST',
  LONGEST_ORDERED_SUBSET: 'LONGEST_ORDERED_SUBSET',
} as const;

const ordering: TypeWriter = (question, texts) => ({
  type: 'ordering',
  inside: [
    element('layouttype', {}, 'VERTICAL'),
    element('selecttype', {}, 'ALL'),
    element('selectcount', {}, '0'),
    element('gradingtype', {}, SCORINGS[question.orderScoring ?? 'ALL_OR_NOTHING']),
    element('showgrading', {}, 'SHOW'),
    element('numberingstyle', {}, 'none'),
    ...feedbackElements(question, texts),
    element('shownumcorrect', {}, []),
    ...(question.choices ?? []).map((choice, i) => texts.answer(`${i + 1}.0000000`, choice.text, [])),
  ],
});

const essay: TypeWriter = (question, texts, losses) => {
  tellUnsaid(question, EVERY, losses);
  if (question.rubric?.length) losses.add('The rubric is not kept.');
  return {
    type: 'essay',
    inside: [
      element('responseformat', {}, 'editor'),
      element('responserequired', {}, '1'),
      element('responsefieldlines', {}, '15'),
      element('minwordlimit', {}, question.minWords ? String(question.minWords) : ''),
      element('maxwordlimit', {}, question.maxWords ? String(question.maxWords) : ''),
      element('attachments', {}, '0'),
      element('attachmentsrequired', {}, '0'),
      texts.rich('graderinfo', question.gradingNotes),
      texts.rich('responsetemplate', ''),
    ],
  };
};

const cloze: TypeWriter = (question, _, losses) => {
  tellUnsaid(question, EVERY, losses);
  if (question.scoring === 'ALL_OR_NOTHING')
    losses.add('That nothing is earned unless all is right is not kept.');
  return { type: 'cloze', stem: clozeMarkdown(question, losses), inside: [] };
};

const WRITERS: Partial<Record<AuthoredQuestion['type'], TypeWriter>> = {
  SINGLE_CHOICE: multichoice,
  MULTIPLE_CHOICE: multichoice,
  TRUE_FALSE: truefalse,
  SHORT_TEXT: shortanswer,
  NUMBER: numerical,
  CALCULATED: calculated,
  MATCHING: matching,
  ORDERING: ordering,
  CLOZE: cloze,
  ESSAY: essay,
};
