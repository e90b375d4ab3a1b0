import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('A file of text is not read when it is so large. Divide it.')
export class QuestionFileTooLarge extends Refusal {
  @Field(() => Int, { description: 'The most bytes it may have.' })
  maxBytes: number;
}

@RefusalType('So many questions are not written into one file. Ask for fewer.')
export class TooManyQuestions extends Refusal {
  @Field(() => Int, { description: 'The most questions a file may have.' })
  maxQuestions: number;
}

@RefusalType('The file would be larger than any that can be read again. Ask for fewer questions.')
export class ExportTooLarge extends Refusal {
  @Field(() => Int, { description: 'The most bytes such a file may have.' })
  maxBytes: number;
}
