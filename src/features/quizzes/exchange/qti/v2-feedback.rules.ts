import type { Element } from '@xmldom/xmldom';
import { attributeOf, below } from '../xml.rules.js';
import { innerHtml } from './item-html.rules.js';
import type { ItemReading } from './item-reading.rules.js';
import { mustBeFew } from './unreadable.rules.js';
import type { ConditionalFeedback } from './v2-processing.rules.js';

/** Elements that show when an outcome has a certain value. */
export const FEEDBACK_ELEMENTS = ['feedbackInline', 'feedbackBlock', 'modalFeedback'];

/** All feedback of an item; what stands in a choice speaks of that choice. */
export function conditionalFeedback(item: Element, reading: ItemReading): ConditionalFeedback[] {
  return mustBeFew(below(item, ...FEEDBACK_ELEMENTS), 'texts of feedback').flatMap((element) => {
    const text = reading.markdown(innerHtml(element));
    const choiceId = choiceAround(element);
    return text
      ? [
          {
            feedback: { text, ...(choiceId === undefined ? {} : { choiceId }) },
            outcome: attributeOf(element, 'outcomeIdentifier') ?? '',
            identifier: attributeOf(element, 'identifier') ?? '',
            hide: attributeOf(element, 'showHide') === 'hide',
          },
        ]
      : [];
  });
}

function choiceAround(element: Element): string | undefined {
  for (let around = element.parentElement; around; around = around.parentElement)
    if (/(Choice|hottext)$/.test(around.localName ?? '')) return attributeOf(around, 'identifier');
  return undefined;
}
