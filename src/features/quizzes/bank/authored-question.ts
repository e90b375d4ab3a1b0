import { randomInt } from 'node:crypto';
import type {
  CalculatedInput,
  HotspotInput,
  NumberInput,
  QuestionContentInput,
  QuestionValuesInput,
  RegionInput,
} from './question-content.input.js';
import type { AcceptedNumber, AuthoredQuestion, Region } from './question-content.js';
import type { QuestionInput } from './question.input.js';
import type { Values } from './formula.rules.js';
import { drawnValueSets } from './value-sets.rules.js';

type Said = Omit<AuthoredQuestion, 'type' | 'stem'>;
type Typed = Pick<AuthoredQuestion, 'type'> & Said;

/** The question as an author has written it: the one member of the content that is given says of which type it is. */
export function authored(input: QuestionInput): AuthoredQuestion {
  const { stem, whenCorrect, whenPartlyCorrect, whenIncorrect, explanation, content } = input;
  return { stem, whenCorrect, whenPartlyCorrect, whenIncorrect, explanation, ...typed(content) };
}

function typed(content: QuestionContentInput): Typed {
  if (content.singleChoice) return { type: 'SINGLE_CHOICE', ...content.singleChoice };
  if (content.multipleChoice) return { type: 'MULTIPLE_CHOICE', ...content.multipleChoice };
  if (content.trueFalse) return { type: 'TRUE_FALSE', ...content.trueFalse };
  if (content.shortText) {
    const { accepted, patterns, ...sensitivity } = content.shortText;
    const whole = accepted.map((pattern) => ({ pattern }));
    return {
      type: 'SHORT_TEXT',
      accepted: [...whole, ...(patterns as Said['accepted'] & object)],
      ...sensitivity,
    };
  }
  if (content.number) return { type: 'NUMBER', ...numberSaid(content.number) };
  if (content.calculated) return { type: 'CALCULATED', ...calculatedSaid(content.calculated) };
  if (content.matching) return { type: 'MATCHING', ...content.matching };
  if (content.ordering)
    return { type: 'ORDERING', choices: content.ordering.items, orderScoring: content.ordering.scoring };
  if (content.cloze) return { type: 'CLOZE', ...(content.cloze as Pick<Typed, 'blanks' | 'scoring'>) };
  if (content.hotspot) return { type: 'HOTSPOT', ...hotspotSaid(content.hotspot) };
  return { type: 'ESSAY', ...content.essay };
}

function numberSaid({ number, tolerance, toleranceKind, feedback, others, ...inUnits }: NumberInput): Said {
  const first = number ? [{ number, tolerance, toleranceKind, feedback }] : [];
  return { ...inUnits, numbers: [...first, ...others] as AcceptedNumber[] };
}

const calculatedSaid = ({ formulas, values, ...inUnits }: CalculatedInput): Said => ({
  ...inUnits,
  numbers: formulas.map(({ formula, ...accepted }) => ({ number: formula, ...accepted })) as AcceptedNumber[],
  valueSets: valueSets(values),
});

function valueSets({ sets = [], drawn }: QuestionValuesInput): Values[] {
  if (drawn) return drawnValueSets(drawn.ranges, drawn.count, (limit) => randomInt(limit));
  return sets.map(({ values }) => Object.fromEntries(values.map(({ name, value }) => [name, value])));
}

/** How large the picture is is measured when it is taken in. */
const hotspotSaid = ({ picture, regions, ...rest }: HotspotInput): Said => ({
  ...rest,
  picture: picture && { ...picture, width: 0, height: 0 },
  regions: regions.map(region),
});

function region({ circle, rectangle, polygon }: RegionInput): Region {
  if (circle) return { shape: 'CIRCLE', ...circle };
  if (rectangle) return { shape: 'RECTANGLE', ...rectangle };
  return { shape: 'POLYGON', points: polygon!.points };
}
