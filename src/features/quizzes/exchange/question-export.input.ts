import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID, Length, MaxLength } from 'class-validator';
import { OperationInput } from '../../../platform/graphql/input.js';
import { ExportFormatEnum } from './question-import.enums.js';

export type ExportFormat = 'GIFT' | 'MOODLE_XML';

@InputType({
  description: 'Questions of the bank to be written into a file: those that fit everything given.',
})
export class ExportQuestionsInput extends OperationInput {
  @Field(() => ExportFormatEnum, { description: 'What to write.' })
  @IsIn(['GIFT', 'MOODLE_XML'])
  format: ExportFormat;

  @Field(() => [ID], { nullable: true, description: 'These questions alone; at most 5,000.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5_000)
  @IsUUID(undefined, { each: true })
  questionIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Of this category and those below it.' })
  @IsOptional()
  @Length(1, 200)
  category?: string | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  @IsOptional()
  @ArrayMaxSize(20)
  @MaxLength(60, { each: true })
  tags?: string[] | null;
}
