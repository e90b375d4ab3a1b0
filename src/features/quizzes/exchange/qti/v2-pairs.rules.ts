import type { AuthoredPair, Scoring } from '../../bank/question-content.js';
import { below, childrenOf } from '../xml.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { same, sortedFeedback } from './award.rules.js';
import { NOTHING_IS_RIGHT, type Option } from './choice.rules.js';
import { mustBeFew, Unreadable } from './unreadable.rules.js';
import { optionsOf, promptOf, type Interaction, type V2Item } from './v2-interaction.rules.js';

type Pair = readonly [string, string];

/** `matchInteraction`: two sets, what belongs together. */
export function matched(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element } = interaction;
  const [left = [], right = []] = childrenOf(element, 'simpleMatchSet').map((set) =>
    optionsOf(childrenOf(set, 'simpleAssociableChoice'), item.reading),
  );
  const pairs = rightPairs(interaction);
  const upright = asPairs(left, right, pairs);
  const turned = upright
    ? null
    : asPairs(
        right,
        left,
        pairs.map(([a, b]): Pair => [b, a]),
      );
  if (turned)
    item.reading.lose('It is asked the other way round: the second column is matched with the first.');
  const matching = upright ?? turned;
  if (!matching)
    throw new Unreadable(
      'Something in it is to be matched with several others or with none, which has no counterpart here.',
      element,
    );
  return questionOf(interaction, item, matching, pairs);
}

/** `associateInteraction`: pairs out of one set. */
export function associated(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element } = interaction;
  const all = optionsOf(below(element, 'simpleAssociableChoice'), item.reading);
  const pairs = rightPairs(interaction);
  const used = pairs.flat();
  if (new Set(used).size !== used.length)
    throw new Unreadable(
      'Something in it is to be paired with several others, which has no counterpart here.',
      element,
    );
  const prompts = all.filter(({ id }) => pairs.some(([first]) => first === id));
  const rest = all.filter((option) => !prompts.includes(option));
  item.reading.lose('Any two can be paired there; here one of each pair is given.');
  return questionOf(interaction, item, asPairs(prompts, rest, pairs)!, pairs);
}

/** As the file says, else what its mapping awards. */
function rightPairs({ declaration, element }: Interaction): Pair[] {
  const positive = declaration.mapping?.entries.filter(({ value }) => value > 0).map(({ key }) => key);
  const pairs = declaration.correct ?? positive ?? [];
  if (!pairs.length) throw new Unreadable(NOTHING_IS_RIGHT, element);
  return mustBeFew(pairs, 'pairs').map((pair): Pair => {
    const [a = '', b = ''] = pair.split(' ');
    return [a, b];
  });
}

/** Null unless each prompt is matched with one choice. */
function asPairs(
  prompts: readonly Option[],
  choices: readonly Option[],
  pairs: readonly Pair[],
): AuthoredPair[] | null {
  const matches = prompts.map(({ id, text }) => {
    const those = pairs
      .filter(([prompt]) => prompt === id)
      .map(([, choice]) => choices.find((one) => one.id === choice));
    return those.length === 1 && those[0] ? { prompt: text, choice: those[0] } : null;
  });
  if (!prompts.length || matches.some((one) => one === null)) return null;
  const taken = matches.map((one) => one!.choice);
  return [
    ...matches.map((one) => ({ prompt: one!.prompt, choice: one!.choice.text })),
    ...choices.filter((choice) => !taken.includes(choice)).map(({ text }) => ({ choice: text })),
  ];
}

function questionOf(
  { element, declaration }: Interaction,
  item: V2Item,
  pairs: readonly AuthoredPair[],
  right: readonly Pair[],
): ItemQuestion {
  const { processing, reading, feedback } = item;
  const response = { [declaration.identifier]: right.map((pair) => pair.join(' ')) };
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, { right: response, wrong: [{}] });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  return {
    question: {
      type: 'MATCHING',
      stem: item.stemWith((found) => (found === element ? promptOf(element) : undefined)),
      pairs,
      scoring: scoringOf(declaration.identifier, right, item),
      ...whole,
    },
  };
}

function scoringOf(identifier: string, right: readonly Pair[], { processing, reading }: V2Item): Scoring {
  const score = (pairs: readonly Pair[]) =>
    processing({ [identifier]: pairs.map((pair) => pair.join(' ')) }).score;
  const full = score(right);
  if (!(full > 0)) throw new Unreadable(NOTHING_IS_RIGHT);
  const shares = right.map((pair) => score([pair]) / full);
  if (right.length > 1 && shares.every((share) => share <= 0)) return 'ALL_OR_NOTHING';
  if (!shares.every((share) => same(share, 1 / right.length)))
    reading.lose('Some matches are worth more than others there; here they all count the same.');
  return 'PARTIAL';
}
