import type { AcceptedNumber } from '../../bank/question-content.js';
import { decimalOf, productOf } from '../decimal.rules.js';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import { sortedFeedback } from './award.rules.js';
import { inBraces, type WorkedSet } from './formula-words.rules.js';
import { escaped } from './item-html.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { mark, resolved } from './item-reading.rules.js';
import { Unreadable } from './unreadable.rules.js';
import type { V1Item } from './v1-response.rules.js';

/** At most so many sets of values are kept. */
const MOST_SETS = 200;

/** `calculated_question` of Canvas: formulas over values, of which the file has sets drawn beforehand. */
export function v1Calculated(item: V1Item): ItemQuestion {
  const [calculated] = below(item.item, 'calculated');
  if (!calculated) throw new Unreadable('It has no formulas and values (itemproc_extension/calculated).');
  const decimals = attributeOf(childOf(calculated, 'formulas') ?? calculated, 'decimal_places');
  const drawn = below(calculated, 'var_set');
  const sets = drawn.slice(0, MOST_SETS).map((set) => ({
    ...workedOut(textOf(childOf(set, 'answer')), decimals),
    values: Object.fromEntries(
      childrenOf(set, 'var').flatMap((variable): [string, string][] => {
        const value = decimalOf(textOf(variable));
        return value === null ? [] : [[attributeOf(variable, 'name') ?? '', value]];
      }),
    ),
  }));
  if (!sets.length) throw new Unreadable('It has no sets of values (var_sets).', calculated);
  const names = Object.keys(sets[0]!.values);
  const formulas = below(calculated, 'formula').map(textOf);
  const tolerance = toleranceOf(textOf(childOf(calculated, 'answer_tolerance')));
  const number = inBraces(formulas, names, sets, calculated);
  if (drawn.length > MOST_SETS)
    item.reading.lose(`Of its ${drawn.length} sets of values ${MOST_SETS} are kept.`);
  if (decimals && Number(decimals) > 0 && tolerance.tolerance === '0')
    item.reading.lose(`Answers are rounded to ${decimals} places there; here the formula counts as it is.`);
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(item.feedback, item.processing, { right: {}, wrong: [] });
  if (unplaced.length) item.reading.lose('Feedback that shows for certain answers alone is not kept.');
  return {
    question: {
      type: 'CALCULATED',
      stem: stemOf(item, names),
      numbers: [{ number, ...tolerance }],
      valueSets: sets.map(({ values }) => values),
      ...whole,
    },
  };
}

/** The answer of a set, rounded as far as it is written and declared. */
function workedOut(text: string, declared: string | undefined): Pick<WorkedSet, 'answer' | 'places'> {
  const answer = decimalOf(text);
  const places = (text.split('.')[1] ?? '').length;
  return {
    answer: answer === null ? null : Number(answer),
    places: Math.min(places, declared ? Number(declared) || 0 : places),
  };
}

/** `[x]` of Canvas is `{x}` here. */
function stemOf(item: V1Item, names: readonly string[]): string {
  const html = names.reduce(
    (text, name) => text.replaceAll(`[${escaped(name)}]`, mark(name)),
    item.stemHtml(() => undefined),
  );
  return resolved(item.reading.markdown(html), (name) => `{${name}}`);
}

/** `0.5`, or `5%` of the answer. */
function toleranceOf(text: string): Pick<AcceptedNumber, 'tolerance' | 'toleranceKind'> {
  const [, value = '0', percent] = /^\s*([\d.eE+-]+)\s*(%?)/.exec(text) ?? [];
  const tolerance = decimalOf(value) ?? '0';
  return percent ? { tolerance: productOf(tolerance, '0.01')!, toleranceKind: 'RELATIVE' } : { tolerance };
}
