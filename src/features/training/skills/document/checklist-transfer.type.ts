import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsBoolean, Length } from 'class-validator';
import { OperationInput } from '../../../../platform/graphql/input.js';
import { MAX_DOCUMENT_BYTES } from '../../../programs/document/source.js';
import { ImportProblem } from '../../../programs/program-transfer.type.js';

@InputType({ description: 'A checklist with its skills, as a YAML document.' })
export class ImportChecklistInput extends OperationInput {
  @Field(() => String, {
    description:
      'The text, at most 5 MB (and at most what a request may hold); sections beside `checklist` are left alone.',
  })
  @Length(1, MAX_DOCUMENT_BYTES)
  document: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to publish it: then what stands in the way of that is an error.',
  })
  @IsBoolean()
  publish: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether only to say what would happen.' })
  @IsBoolean()
  dryRun: boolean;
}

@ObjectType({ description: 'What became of a document: all of it was imported, or nothing.' })
export class ChecklistImport {
  @Field(() => Boolean, {
    description: 'Whether it was imported. False for a dry run and when there are errors.',
  })
  applied: boolean;

  @Field(() => [ImportProblem], { description: 'What keeps the document from being imported; at most 200.' })
  errors: ImportProblem[];

  @Field(() => [ImportProblem], { description: 'What must be put right before it can be published.' })
  beforePublishing: ImportProblem[];

  @Field(() => [String], { description: 'Codes of the skills that got a new version.' })
  newSkills: string[];

  @Field(() => [String], {
    description: 'Codes of the skills that say what they said before, and stay as they are.',
  })
  keptSkills: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      'The version of the checklist that says what the document says; null when nothing was imported.',
  })
  checklistVersionId: string | null;
}
