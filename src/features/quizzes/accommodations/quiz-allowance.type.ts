import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ALLOWANCE_KINDS, type AllowanceKind } from './quiz-allowance.rules.js';

export const AllowanceKindEnum = Object.fromEntries(ALLOWANCE_KINDS.map((kind) => [kind, kind]));
registerEnumType(AllowanceKindEnum, {
  name: 'QuizAllowanceKind',
  description: 'What of a quiz is otherwise for one person.',
  valuesMap: {
    OPENING: { description: 'From when on attempts can be started.' },
    CLOSING: { description: 'When it closes.' },
    TIME_LIMIT: { description: 'How long an attempt may take.' },
    ATTEMPTS: { description: 'How many attempts there are.' },
    BREAKS: { description: 'Breaks, in which the time of an attempt stands still.' },
  },
});

@ObjectType({ description: 'What is otherwise at a quiz for the trainee who asks; never why.' })
export class QuizAllowance {
  @Field(() => AllowanceKindEnum, { description: 'What of the quiz.' })
  kind: AllowanceKind;

  @Field(() => String, { description: 'In words: "Time × 1.5."' })
  text: string;
}
