import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import type { Feedback } from './award.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { mustBeFew, placeOf, Unreadable } from './unreadable.rules.js';
import { v1Calculated } from './v1-calculated.rules.js';
import { v1Categories, v1Choice, v1Matching, v1Ordering } from './v1-choice.rules.js';
import { namedBlanks, v1Cloze } from './v1-cloze.rules.js';
import { v1Essay, v1Number, v1Text } from './v1-entry.rules.js';
import { v1Hotspot } from './v1-hotspot.rules.js';
import { shownIn } from './v1-material.rules.js';
import { v1Processing } from './v1-processing.rules.js';
import { identOf, metadataOf, RESPONSES, responsesIn, type V1Item } from './v1-response.rules.js';

/**
 * The question that an `item` of QTI 1.2 asks, in the words of Canvas or of the specification alone. `stimulus` is
 * the item whose text it shares. Throws {@link Unreadable}.
 */
export function v1Question(
  element: Element,
  stimulus: Element | undefined,
  reading: ItemReading,
): ItemQuestion & { reading: ItemReading } {
  const presentation = childOf(element, 'presentation');
  if (!presentation) throw new Unreadable('It asks nothing: it has no presentation.', element);
  const responses = responsesIn(presentation);
  const feedback = feedbackOf(
    element,
    responses.flatMap(({ labels }) => labels.map(identOf)),
    reading,
  );
  const before = stimulus && childOf(stimulus, 'presentation');
  if (before) reading.lose('A text that it shares with other questions is put before it.');
  const item: V1Item = {
    item: element,
    responses,
    processing: v1Processing(element, responses, feedback),
    feedback: [...feedback.values()],
    reading,
    says: metadataOf(element),
    stemHtml: (replace) =>
      (before ? `<div>${shownIn(before)}</div>` : '') +
      shownIn(presentation, (found) =>
        RESPONSES.includes(found.localName!) ? (replace(found) ?? '') : replace(found),
      ),
  };
  return { ...withNotes(element, readerOf(item)(item), reading), reading };
}

type Reader = (item: V1Item) => ItemQuestion;

const refusal =
  (why: string): Reader =>
  () => {
    throw new Unreadable(why);
  };

/** By what Canvas calls the type, and where it says nothing by what there is to be answered. */
function readerOf(item: V1Item): Reader {
  const type = typeOf(item);
  const { responses } = item;
  if (type === 'text_only_question')
    return refusal('It asks nothing: it is a text alone (text_only_question).');
  if (type === 'file_upload_question')
    return refusal('The answer is a file (file_upload_question), which has no counterpart here.');
  if (type === 'calculated_question' || below(item.item, 'calculated').length) return v1Calculated;
  if (!responses.length)
    return /essay/.test(type) ? v1Essay : refusal('It asks nothing: there is no response in it.');
  const group = responses.find(({ element }) => element.localName === 'response_grp');
  if (group)
    return refusal(`The ${placeOf(group.element)} has no counterpart here: things are moved together.`);
  if (
    responses.some(
      ({ element }) => element.localName === 'response_xy' || below(element, 'render_hotspot').length,
    )
  )
    return v1Hotspot;
  const lids = responses.filter(({ typed }) => !typed);
  return lids.length ? amongChoices(item, type) : typedIn(item, type);
}

const typeOf = ({ says }: V1Item): string =>
  (says.get('question_type') ?? says.get('qmd_itemtype') ?? says.get('bbmd_questiontype') ?? '')
    .toLowerCase()
    .trim();

const BLANKS = ['fill_in_multiple_blanks_question', 'multiple_dropdowns_question'];

function amongChoices(item: V1Item, type: string): Reader {
  const { responses } = item;
  const [first, ...others] = responses;
  if (BLANKS.includes(type) || responses.some(({ typed }) => typed)) return v1Cloze;
  if (!others.length) return first!.cardinality === 'Ordered' ? v1Ordering : v1Choice;
  if (type === 'matching_question') return v1Matching;
  if (responses.every(({ cardinality }) => cardinality === 'Multiple')) return v1Categories;
  if (namedBlanks(item).size) return v1Cloze;
  const idents = responses.map(({ labels }) => labels.map(identOf).sort().join('\n'));
  return idents.every((all) => all === idents[0]) ? v1Matching : v1Cloze;
}

function typedIn(item: V1Item, type: string): Reader {
  const { responses, says } = item;
  if (responses.length > 1) return v1Cloze;
  const [only] = responses;
  const compared =
    below(item.item, 'varequal', 'varsubstring', 'vargte', 'vargt', 'varlte', 'varlt').length > 0;
  const byPeople = /essay/.test(type) || says.get('qmd_computerscored')?.toLowerCase() === 'no';
  if (byPeople || (!compared && !/short_answer|numerical/.test(type))) return v1Essay;
  return only!.numeric || /numerical|numeric/.test(type) ? v1Number : v1Text;
}

/** By ident; `<ident of a choice>_fb` speaks of that choice, as Canvas has it. */
function feedbackOf(
  item: Element,
  choiceIds: readonly string[],
  reading: ItemReading,
): Map<string, Feedback> {
  return new Map(
    mustBeFew(childrenOf(item, 'itemfeedback'), 'texts of feedback').flatMap((element) => {
      const ident = attributeOf(element, 'ident') ?? '';
      const text = reading.markdown(feedbackHtml(element));
      const choiceId = choiceIds.find((id) => ident === `${id}_fb`);
      return text ? [[ident, { text, ...(choiceId === undefined ? {} : { choiceId }) }]] : [];
    }),
  );
}

/** Solutions and hints are wrapped once more. */
const WRAPPED = /^(solution|solutionmaterial|hint|hintmaterial)$/;
const feedbackHtml = (element: Element): string =>
  shownIn(element, (child) => (WRAPPED.test(child.localName!) ? feedbackHtml(child) : undefined));

/** What is written for those who grade. */
function withNotes(element: Element, found: ItemQuestion, reading: ItemReading): ItemQuestion {
  const rubrics = mustBeFew(childrenOf(element, 'rubric'), 'notes').filter((rubric) => textOf(rubric));
  if (!rubrics.length) return found;
  if (found.question.type !== 'ESSAY') {
    reading.lose('Notes beside the question (rubric) are not kept.');
    return found;
  }
  return {
    ...found,
    question: {
      ...found.question,
      gradingNotes: rubrics.map((rubric) => reading.markdown(shownIn(rubric))).join('\n\n'),
    },
  };
}
