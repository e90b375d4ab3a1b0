import { ArgsType, Field } from '@nestjs/graphql';
import { Length } from 'class-validator';

/** What a signature means, where nobody words it otherwise. */
export const USUAL_MEANING =
  'I have seen that this person does the skill safely and correctly, and take responsibility for this decision.';

@ArgsType()
export class SignOffMeaningArgs {
  @Field(() => String, {
    defaultValue: USUAL_MEANING,
    description: 'What your signatures shall mean, 1 to 500 characters: it is shown and signed with each.',
  })
  @Length(1, 500)
  meaning: string;
}
