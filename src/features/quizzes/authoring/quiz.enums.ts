import { registerEnumType } from '@nestjs/graphql';
import { ATTEMPT_GRADINGS, NAVIGATIONS, SHOWN } from './quiz.entity.js';

export const NavigationEnum = Object.fromEntries(NAVIGATIONS.map((each) => [each, each]));
registerEnumType(NavigationEnum, {
  name: 'QuizNavigation',
  description: 'In which order the questions of a quiz are answered.',
  valuesMap: {
    FREE: { description: 'In any order, back and forth.' },
    SEQUENTIAL: { description: 'One after the other: a question that is finished stays as it is.' },
  },
});

export const AttemptGradingEnum = Object.fromEntries(ATTEMPT_GRADINGS.map((each) => [each, each]));
registerEnumType(AttemptGradingEnum, {
  name: 'QuizAttemptGrading',
  description: 'Which attempts make the grade of a quiz.',
  valuesMap: {
    HIGHEST: { description: 'The best one.' },
    LATEST: { description: 'The last one.' },
    FIRST: { description: 'The first one, whatever comes after it.' },
    AVERAGE: { description: 'The mean of all.' },
  },
});

export const ShownEnum = Object.fromEntries(SHOWN.map((each) => [each, each]));
registerEnumType(ShownEnum, {
  name: 'QuizShown',
  description: 'One thing a trainee may be shown of an answer. The result of an attempt is always shown.',
  valuesMap: {
    MARKS: { description: 'What each answer earned.' },
    CORRECTNESS: { description: 'Whether each answer was right, partly right or wrong.' },
    RIGHT_ANSWERS: { description: 'What would have been right.' },
    FEEDBACK: { description: 'What the author says to the answer given.' },
    EXPLANATION: { description: 'The explanation of the question.' },
  },
});
