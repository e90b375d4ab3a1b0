import { registerEnumType } from '@nestjs/graphql';
import { ENTRY_KINDS } from '../attempts/quiz-attempt.entity.js';
import { REGRADE_ACTIONS } from './adjustment.rules.js';

export const RegradeActionEnum = Object.fromEntries(REGRADE_ACTIONS.map((each) => [each, each]));
registerEnumType(RegradeActionEnum, {
  name: 'RegradeAction',
  description: 'What is decided about a question after answers to it were marked.',
  valuesMap: {
    VOID: { description: 'It is worth nothing: nobody earns or loses by it.' },
    FULL_CREDIT: { description: 'All its points for everybody who was asked, answered or not.' },
    ACCEPT: { description: 'One more answer is right, besides those that are.' },
    CURRENT_KEY: { description: 'The key of the newest published version of the question counts.' },
    ORIGINAL_KEY: {
      description: 'The key of the version that was asked counts: undoes what was decided before.',
    },
  },
});

export const EntryKindEnum = Object.fromEntries(ENTRY_KINDS.map((each) => [each, each]));
registerEnumType(EntryKindEnum, {
  name: 'QuizEntryKind',
  description: 'What an entry of marks or scores comes from.',
  valuesMap: {
    AUTOMATIC: { description: 'The key, at the submission.' },
    MANUAL: { description: 'A grader.' },
    REGRADE: { description: 'A decision about a question for all.' },
    LATE_ANSWER: { description: 'A late answer that a grader accepted.' },
  },
});

export const CrossingEnum = { UP: 'UP', DOWN: 'DOWN' } as const;
registerEnumType(CrossingEnum, {
  name: 'PassMarkCrossing',
  description: 'How a changed score stands to the pass mark.',
  valuesMap: {
    UP: { description: 'It passes now and did not before.' },
    DOWN: { description: 'It passed before and does not now.' },
  },
});
