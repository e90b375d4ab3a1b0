import { registerEnumType } from '@nestjs/graphql';
import { NAVIGATIONS } from './quiz.entity.js';

export const NavigationEnum = Object.fromEntries(NAVIGATIONS.map((each) => [each, each]));
registerEnumType(NavigationEnum, {
  name: 'QuizNavigation',
  description: 'In which order the questions of a quiz are answered.',
  valuesMap: {
    FREE: { description: 'In any order, back and forth.' },
    SEQUENTIAL: { description: 'One after the other: a question that is finished stays as it is.' },
  },
});
