import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { IsArray, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { EXCHANGE_FORMATS, type ExchangeFormat } from './exchanged-question.js';
import { ITEM_OUTCOMES, type ItemOutcome } from './question-import.entity.js';
import { ExchangeFormatEnum, ItemOutcomeEnum } from './question-import.enums.js';

@InputType({ description: 'A file of questions to be brought into the bank.' })
export class ImportQuestionsInput extends OperationInput {
  @IdField('The uploaded file, one of your own.')
  fileId: string;

  @Field(() => ExchangeFormatEnum, { nullable: true, description: 'Its format; null: as its content tells.' })
  @IsOptional()
  @IsIn(EXCHANGE_FORMATS)
  format?: ExchangeFormat | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether only to tell what would become of each question: nothing is brought in.',
  })
  @IsBoolean()
  dryRun: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'A category above those of the file, at most 200 characters, `/` between its levels.',
  })
  @IsOptional()
  @SingleLine(1, 200)
  category?: string | null;
}

@ArgsType()
export class QuestionImportItemsArgs extends PageArgs {
  @Field(() => [ItemOutcomeEnum], { nullable: true, description: 'Those with one of these outcomes alone.' })
  @IsOptional()
  @IsArray()
  @IsIn(ITEM_OUTCOMES, { each: true })
  outcomes?: ItemOutcome[] | null;
}
