import { readFormula, VALUE_NAME, type Values } from './formula.rules.js';
import { millionths } from './number-match.rules.js';
import type {
  AcceptedNumber,
  AcceptedText,
  AcceptedUnit,
  AnswerKey,
  Blank,
  BlankKey,
  Choice,
  Place,
  Presentation,
  QuestionContent,
  QuestionPicture,
  QuestionType,
  Region,
  RubricCriterion,
} from './question-content.js';
import { placeIn } from './hotspot.rules.js';
import { pictureProblems } from './question-picture.rules.js';
import { placeholders } from './stem.rules.js';
import { folded } from './text-match.rules.js';

/** Something that stands in the way of publishing. */
export interface ContentProblem {
  /** Path in the question, e.g. `choices.2.text`. */
  readonly field: string;
  readonly message: string;
}

const problem = (field: string, message: string): ContentProblem => ({ field, message });
const problemIf = (wrong: boolean, field: string, message: string): ContentProblem[] =>
  wrong ? [problem(field, message)] : [];

/** Everything that must be put right before the question can be published, all at once. */
export function contentProblems(content: QuestionContent): ContentProblem[] {
  const { type, stem, presentation, answerKey } = content;
  return [
    ...problemIf(stem.trim() === '', 'stem', 'Ask something.'),
    ...OF_TYPE[type](presentation, answerKey, stem),
    ...pictureProblems(content),
  ];
}

type Check = (presentation: Presentation, key: AnswerKey, stem: string) => ContentProblem[];

const OF_TYPE: Record<QuestionType, Check> = {
  SINGLE_CHOICE: ({ choices = [] }, { correctChoiceIds: right = [], choicePercents }) => [
    ...choiceProblems(choices),
    ...problemIf(
      right.length !== 1,
      'choices',
      choicePercents ? 'Make exactly one choice worth 100 percent.' : 'Mark exactly one choice as correct.',
    ),
    ...percentProblems(choices, choicePercents),
  ],
  MULTIPLE_CHOICE: ({ choices = [] }, { correctChoiceIds: right = [], choicePercents }) => [
    ...choiceProblems(choices),
    ...problemIf(!right.length, 'choices', 'Mark at least one choice as correct.'),
    ...percentProblems(choices, choicePercents),
    ...problemIf(
      choicePercents !== undefined && right.length > 0 && !isHundred(positiveSum(choicePercents)),
      'choices',
      'The percents of the right choices must add up to 100.',
    ),
  ],
  TRUE_FALSE: (_, { isTrue }) =>
    problemIf(isTrue === undefined, 'isTrue', 'Say whether the statement is true.'),
  SHORT_TEXT: (_, { accepted = [] }) => textProblems('accepted', accepted),
  NUMBER: (presentation, key) => [
    ...numberProblems('numbers', key.numbers ?? []),
    ...unitProblems(presentation, key),
  ],
  CALCULATED: (presentation, key, stem) => [
    ...valueProblems(presentation.valueSets ?? [], stem),
    ...formulaProblems(key.numbers ?? [], presentation.valueSets ?? []),
    ...unitProblems(presentation, key),
  ],
  MATCHING: ({ prompts = [], choices = [] }) => [
    ...problemIf(prompts.length < 2, 'pairs', 'Give at least two pairs.'),
    ...problemIf(choices.length < 2, 'pairs', 'Give at least two different choices to match with.'),
    ...emptyTexts('prompts', prompts),
    ...doubledTexts('prompts', prompts, 'Another prompt has this text.'),
    ...problemIf(emptyTexts('', choices).length > 0, 'pairs', 'A choice needs a text.'),
  ],
  ORDERING: ({ choices = [] }) => {
    const doubled = doubledTexts('', choices, '').length > 0;
    return [
      ...problemIf(choices.length < 2, 'choices', 'Give at least two items.'),
      ...problemIf(emptyTexts('', choices).length > 0, 'choices', 'An item needs a text.'),
      ...problemIf(doubled, 'choices', 'Two items have the same text: nobody could tell which comes first.'),
    ];
  },
  CLOZE: ({ blanks = [] }, key, stem) => [
    ...placeholderProblems(blanks, stem),
    ...blanks.flatMap((blank) => blankProblems(blank, key.blanks?.[blank.id] ?? {})),
  ],
  HOTSPOT: ({ picture, placesToMark = 0 }, { regions = [] }) => [
    ...sizeProblems(picture),
    ...problemIf(!regions.length, 'regions', 'Draw at least one region that is right.'),
    ...(picture ? regions.flatMap((region, i) => regionProblems(`regions.${i}`, region, picture)) : []),
    ...problemIf(
      regions.length > 0 &&
        !(Number.isInteger(placesToMark) && placesToMark >= 1 && placesToMark <= regions.length),
      'placesToMark',
      'Ask for at least one place, and for no more than there are regions.',
    ),
  ],
  ESSAY: ({ minWords = 0, maxWords, rubric = [] }) => [
    ...problemIf(
      minWords < 0 || (maxWords !== undefined && maxWords < Math.max(1, minWords)),
      'maxWords',
      'The most words must be at least the fewest.',
    ),
    ...rubric.flatMap((criterion, i) => criterionProblems(`rubric.${i}`, criterion)),
  ],
};

function choiceProblems(choices: readonly Choice[], path = 'choices'): ContentProblem[] {
  return [
    ...problemIf(choices.length < 2, path, 'Give at least two choices.'),
    ...emptyTexts(path, choices),
    ...doubledTexts(path, choices, 'Another choice has this text.'),
  ];
}

const emptyTexts = (path: string, items: readonly Choice[]): ContentProblem[] =>
  items.flatMap(({ text }, i) =>
    problemIf(text.trim() === '', `${path}.${i}.text`, 'A choice needs a text.'),
  );

function doubledTexts(path: string, items: readonly Choice[], message: string): ContentProblem[] {
  const texts = items.map(({ text }) => text.trim());
  return texts.flatMap((text, i) =>
    problemIf(text !== '' && texts.indexOf(text) < i, `${path}.${i}.text`, message),
  );
}

const HUNDRED = millionths('100')!;

const isPercent = (percent: string, least: bigint): boolean => {
  const value = millionths(percent);
  return value !== undefined && value >= least && value <= HUNDRED;
};

function percentProblems(
  choices: readonly Choice[],
  percents: Readonly<Record<string, string>> = {},
  path = 'choices',
): ContentProblem[] {
  return choices.flatMap(({ id }, i) =>
    problemIf(
      !isPercent(percents[id] ?? '0', -HUNDRED),
      `${path}.${i}.percent`,
      'A percent lies between −100 and 100.',
    ),
  );
}

/** The percents above 0, in millionths. */
const positiveSum = (percents: Readonly<Record<string, string>>): bigint =>
  Object.values(percents).reduce((sum, percent) => {
    const value = millionths(percent) ?? 0n;
    return value > 0n ? sum + value : sum;
  }, 0n);

/** Thirds written as 33.33333 add up to 99.99999: to two decimals as in Moodle's multiple-choice form. */
const isHundred = (percent: bigint): boolean => {
  const off = percent - HUNDRED;
  return off < 10_000n && off > -10_000n;
};

function textProblems(path: string, accepted: readonly AcceptedText[]): ContentProblem[] {
  return [
    ...acceptedProblems(path, accepted, 'Give at least one accepted answer.'),
    ...accepted.flatMap(({ pattern, percent }, i) =>
      problemIf(
        folded(pattern).replaceAll('*', '').trim() === '' && millionths(percent ?? '100') !== 0n,
        `${path}.${i}`,
        'An accepted answer needs a letter or digit: this one would accept anything.',
      ),
    ),
  ];
}

/** Some answer must earn everything; others earn a part, or nothing where they are there for their feedback. */
function acceptedProblems(
  path: string,
  accepted: readonly { readonly percent?: string }[],
  none: string,
): ContentProblem[] {
  const full = accepted.some(({ percent = '100' }) => millionths(percent) === HUNDRED);
  return [
    ...problemIf(!accepted.length, path, none),
    ...problemIf(accepted.length > 0 && !full, path, 'One accepted answer must be worth 100 percent.'),
    ...accepted.flatMap(({ percent = '100' }, i) =>
      problemIf(!isPercent(percent, 0n), `${path}.${i}.percent`, 'A percent lies between 0 and 100.'),
    ),
  ];
}

function numberProblems(path: string, numbers: readonly AcceptedNumber[]): ContentProblem[] {
  return [
    ...acceptedProblems(path, numbers, 'Give the right number.'),
    ...numbers.flatMap((accepted, i) => [
      ...problemIf(
        millionths(accepted.number) === undefined,
        `${path}.${i}.number`,
        'A number must be a decimal.',
      ),
      ...toleranceProblems(`${path}.${i}.tolerance`, accepted),
    ]),
  ];
}

function toleranceProblems(path: string, { tolerance, toleranceKind }: AcceptedNumber): ContentProblem[] {
  const value = millionths(tolerance);
  return [
    ...problemIf(value === undefined || value < 0n, path, 'A tolerance must be a decimal of 0 or above.'),
    ...problemIf(
      toleranceKind === 'RELATIVE' && value !== undefined && value > millionths('1')!,
      path,
      'A relative tolerance is a share of the right number, at most 1: 0.01 is one percent.',
    ),
  ];
}

function unitProblems(
  { unit }: Presentation,
  { units = [], unitPenaltyPercent = '100' }: AnswerKey,
): ContentProblem[] {
  const names = units.map((accepted) => accepted.unit.trim());
  return [
    ...problemIf(unit !== undefined && units.length > 0, 'unit', 'Show a unit or ask for one, not both.'),
    ...units.flatMap((accepted, i) => oneUnitProblems(`units.${i}`, accepted, names.indexOf(names[i]!) < i)),
    ...problemIf(
      units.length > 0 && !units.some(({ factor }) => isOne(factor)),
      'units',
      'One unit must have the factor 1: that of the right number.',
    ),
    ...problemIf(
      !isPercent(unitPenaltyPercent, 0n),
      'unitPenaltyPercent',
      'A percent lies between 0 and 100.',
    ),
  ];
}

const isOne = (factor: string): boolean => millionths(factor) === millionths('1');

function oneUnitProblems(path: string, { unit, factor }: AcceptedUnit, doubled: boolean): ContentProblem[] {
  return [
    ...problemIf(unit.trim() === '', `${path}.unit`, 'A unit needs a name.'),
    ...problemIf(doubled, `${path}.unit`, 'Another unit has this name.'),
    ...problemIf((millionths(factor) ?? 0n) <= 0n, `${path}.factor`, 'A factor must be a decimal above 0.'),
  ];
}

/** `{name}` in a stem, but not the braces of a formula in TeX. */
const NAMES_IN_STEM = /(?<![\\\w^}])\{([A-Za-z]\w*)\}/g;

function valueProblems(valueSets: readonly Values[], stem: string): ContentProblem[] {
  const [first] = valueSets;
  if (!first) return [problem('valueSets', 'Give at least one set of values.')];
  const names = Object.keys(first);
  const missing = [...new Set([...stem.matchAll(NAMES_IN_STEM)].map(([, name]) => name!))];
  return [
    ...names.flatMap((name) =>
      problemIf(
        !VALUE_NAME.test(name),
        'valueSets',
        `"${name}" is no name: a letter, then at most 19 letters or digits.`,
      ),
    ),
    ...missing.flatMap((name) =>
      problemIf(
        !Object.hasOwn(first, name),
        'stem',
        `The stem names {${name}}, which no set of values gives.`,
      ),
    ),
    ...valueSets.flatMap((values, i) => [
      ...problemIf(!sameNames(values, names), `valueSets.${i}`, 'Every set gives the same names.'),
      ...problemIf(
        Object.values(values).some((value) => millionths(value) === undefined),
        `valueSets.${i}`,
        'A value must be a decimal.',
      ),
    ]),
  ];
}

const sameNames = (values: Values, names: readonly string[]): boolean =>
  Object.keys(values).length === names.length && names.every((name) => Object.hasOwn(values, name));

function formulaProblems(numbers: readonly AcceptedNumber[], valueSets: readonly Values[]): ContentProblem[] {
  return [
    ...acceptedProblems('numbers', numbers, 'Give the formula of the right number.'),
    ...numbers.flatMap((accepted, i) => [
      ...formulaProblem(`numbers.${i}.number`, accepted.number, valueSets),
      ...toleranceProblems(`numbers.${i}.tolerance`, accepted),
    ]),
  ];
}

function formulaProblem(path: string, formula: string, valueSets: readonly Values[]): ContentProblem[] {
  const read = readFormula(formula);
  if ('problem' in read) return [problem(path, read.problem)];
  const without = valueSets.flatMap((values, i) => (read.valueFor(values) === undefined ? [i + 1] : []));
  const sets = without.slice(0, 5).join(', ') + (without.length > 5 ? ', …' : '');
  return problemIf(
    without.length > 0,
    path,
    `The formula gives no number below a billion for the values of set ${sets}.`,
  );
}

function placeholderProblems(blanks: readonly Blank[], stem: string): ContentProblem[] {
  const named = placeholders(stem);
  const ids = blanks.map(({ id }) => id);
  const count = (list: readonly string[], id: string): number => list.filter((each) => each === id).length;
  return [
    ...problemIf(!blanks.length, 'blanks', 'Give at least one blank.'),
    ...[...new Set(named)].flatMap((id) => [
      ...problemIf(!ids.includes(id), 'stem', `The stem names [[${id}]], and there is no such blank.`),
      ...problemIf(count(named, id) > 1, 'stem', `The stem names [[${id}]] more than once.`),
    ]),
    ...[...new Set(ids)].flatMap((id) => [
      ...problemIf(
        !named.includes(id),
        `blanks.${id}`,
        `The stem must say [[${id}]] where this blank stands.`,
      ),
      ...problemIf(count(ids, id) > 1, `blanks.${id}`, 'Another blank has this id.'),
    ]),
  ];
}

function blankProblems({ id, kind, choices = [] }: Blank, key: BlankKey): ContentProblem[] {
  const path = `blanks.${id}`;
  const { weight = 1, accepted = [], numbers = [], choicePercents = {} } = key;
  const weighty = Number.isInteger(weight) && weight >= 1 && weight <= 100;
  const wrong = problemIf(!weighty, `${path}.weight`, 'A weight is a whole number from 1 to 100.');
  if (kind === 'TEXT') return [...wrong, ...textProblems(`${path}.accepted`, accepted)];
  if (kind === 'NUMBER') return [...wrong, ...numberProblems(`${path}.numbers`, numbers)];
  const full = choices.some((choice) => millionths(choicePercents[choice.id] ?? '0') === HUNDRED);
  return [
    ...wrong,
    ...choiceProblems(choices, `${path}.choices`),
    ...problemIf(!full, `${path}.choices`, 'Mark the choice that is right.'),
    ...percentProblems(choices, choicePercents, `${path}.choices`),
  ];
}

function sizeProblems(picture?: QuestionPicture): ContentProblem[] {
  if (!picture) return [problem('picture', 'Upload the picture on which places are marked.')];
  const sized = isLength(picture.width) && isLength(picture.height);
  return problemIf(!sized, 'picture', 'The picture needs its width and height in pixels.');
}

const isLength = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 20_000;

function regionProblems(path: string, region: Region, { width, height }: QuestionPicture): ContentProblem[] {
  const { corners, flat } = outline(region);
  const outside = [...corners, placeIn(region)].some(
    ({ x, y }) => ![x, y].every(Number.isInteger) || x < 0 || y < 0 || x > width || y > height,
  );
  return [
    ...problemIf(flat, path, 'A region needs an area.'),
    ...problemIf(outside, path, 'A region lies inside the picture, at whole pixels.'),
  ];
}

/** The outermost places of a region, and whether it has no area. */
function outline(region: Region): { corners: readonly Place[]; flat: boolean } {
  switch (region.shape) {
    case 'CIRCLE': {
      const { x, y, radius } = region;
      return {
        corners: [
          { x: x - radius, y: y - radius },
          { x: x + radius, y: y + radius },
        ],
        flat: !(radius >= 1),
      };
    }
    case 'RECTANGLE': {
      const { x, y, width, height } = region;
      return {
        corners: [
          { x, y },
          { x: x + width, y: y + height },
        ],
        flat: !(width >= 1 && height >= 1),
      };
    }
    case 'POLYGON':
      return { corners: region.points, flat: twiceArea(region.points) === 0 };
  }
}

/** By the shoelace formula. */
const twiceArea = (points: readonly Place[]): number =>
  points.reduce((sum, { x, y }, i) => {
    const before = points.at(i - 1)!;
    return sum + before.x * y - x * before.y;
  }, 0);

function criterionProblems(path: string, { title, levels }: RubricCriterion): ContentProblem[] {
  const points = levels.map((level) => millionths(level.points));
  return [
    ...problemIf(title.trim() === '', `${path}.title`, 'Say what is judged.'),
    ...problemIf(!levels.length, `${path}.levels`, 'Give at least one level.'),
    ...problemIf(
      levels.some((level) => level.title.trim() === ''),
      `${path}.levels`,
      'A level needs a title.',
    ),
    ...problemIf(
      points.some((value) => value === undefined || value < 0n),
      `${path}.levels`,
      'The points of a level are a decimal of 0 or above.',
    ),
    ...problemIf(
      points.length > 0 && points.every((value) => value === 0n),
      `${path}.levels`,
      'One level must be worth something.',
    ),
  ];
}
