import { ArgsType, Field, ID, InputType, Int, IntersectionType, PartialType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { IdField, OperationInput } from '../../platform/graphql/input.js';
import { PageArgs } from '../../platform/graphql/page.js';
import { DOCUMENT_FORMATS, MAX_DOCUMENT_BYTES, type DocumentFormat } from './document/source.js';
import { REQUIREMENT_KINDS, type RequirementKind } from './module.entity.js';
import {
  CategoryFields,
  CourseFields,
  LessonFields,
  ModuleFields,
  RequirementFields,
  VersionFields,
} from './program-fields.input.js';
import {
  CourseRequirementKindEnum,
  DocumentFormatEnum,
  DRAFT_PARTS,
  DraftPartEnum,
  type DraftPart,
} from './program.enums.js';

/** What an update leaves out stays as it is; null empties what may be empty and is refused elsewhere. */
const CHANGES = { skipNullProperties: false, omitDefaultValues: true } as const;

@ArgsType()
export class ProgramsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the code or the title, at most 200 characters.',
  })
  @IsOptional()
  @MaxLength(200)
  search?: string | null;
}

@InputType({ description: 'A new program, without versions.' })
export class CreateProgramInput extends OperationInput {
  @Field(() => String, {
    description: 'Unique in the organization: at most 60 letters, digits, dots, dashes and underscores.',
  })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, { message: 'code must be a code like PTT-CERT' })
  code: string;

  @Field(() => String, { description: 'Its name, 1 to 300 characters.' })
  @Length(1, 300)
  title: string;
}

@InputType({ isAbstract: true })
class InProgramInput extends OperationInput {
  @IdField('The program.')
  programId: string;
}

@InputType({ description: 'A new, empty draft of a program.' })
export class CreateProgramVersionInput extends IntersectionType(InProgramInput, VersionFields) {}

@InputType({ description: 'A new draft with everything of another version.' })
export class CopyProgramVersionInput extends OperationInput {
  @IdField('The version to copy, whatever its status.')
  versionId: string;

  @Field(() => String, { description: 'Label of the new draft, unique in the program, 1 to 60 characters.' })
  @Length(1, 60)
  label: string;
}

/** Base of every edit of a draft. */
@InputType({ isAbstract: true })
export class DraftInput extends OperationInput {
  @IdField('The draft.')
  versionId: string;

  @Field(() => Int, {
    description: 'The revision that was read: the edit is refused when there is a later one.',
  })
  @IsInt()
  @Min(1)
  revision: number;
}

@InputType({ description: 'Publishes a draft, for good.' })
export class PublishProgramVersionInput extends DraftInput {}

@InputType({ description: 'Discards a draft with all that is in it.' })
export class DiscardProgramVersionInput extends DraftInput {}

@InputType({ description: 'Closes a published version to new enrollments.' })
export class RetireProgramVersionInput extends OperationInput {
  @IdField('The version.')
  versionId: string;
}

@InputType({ description: "A change of a draft's settings: what is left out stays." })
export class UpdateProgramVersionInput extends IntersectionType(
  DraftInput,
  PartialType(VersionFields, CHANGES),
) {}

@InputType({ description: 'A new course at the end of a draft.' })
export class AddCourseInput extends IntersectionType(DraftInput, CourseFields) {}

@InputType({ description: 'A change of a course: what is left out stays.' })
export class UpdateCourseInput extends IntersectionType(DraftInput, PartialType(CourseFields, CHANGES)) {
  @IdField('The course.')
  courseId: string;
}

@InputType({ description: 'The courses that must be passed before a course; replaces the list there was.' })
export class SetCoursePrerequisitesInput extends DraftInput {
  @IdField('The course.')
  courseId: string;

  @Field(() => [ID], { description: 'Other courses of the draft, at most 100; none: it builds on nothing.' })
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  prerequisiteIds: string[];
}

@InputType({ description: 'A new gradebook category at the end of a course.' })
export class AddGradebookCategoryInput extends IntersectionType(DraftInput, CategoryFields) {
  @IdField('The course.')
  courseId: string;
}

@InputType({ description: 'A change of a gradebook category: what is left out stays.' })
export class UpdateGradebookCategoryInput extends IntersectionType(
  DraftInput,
  PartialType(CategoryFields, CHANGES),
) {
  @IdField('The category.')
  categoryId: string;
}

@InputType({ description: 'A new module at the end of a course.' })
export class AddModuleInput extends IntersectionType(DraftInput, ModuleFields) {
  @IdField('The course.')
  courseId: string;
}

@InputType({ description: 'A change of a module: what is left out stays.' })
export class UpdateModuleInput extends IntersectionType(DraftInput, PartialType(ModuleFields, CHANGES)) {
  @IdField('The module.')
  moduleId: string;
}

@InputType({ description: 'A new lesson at the end of a module.' })
export class AddLessonInput extends IntersectionType(DraftInput, LessonFields) {
  @IdField('The module.')
  moduleId: string;
}

@InputType({ description: 'A change of a lesson: what is left out stays.' })
export class UpdateLessonInput extends IntersectionType(DraftInput, PartialType(LessonFields, CHANGES)) {
  @IdField('The lesson.')
  lessonId: string;
}

@InputType({
  description: 'A quiz or checklist that a course requires, at the end of the module or the course.',
})
export class AddCourseRequirementInput extends IntersectionType(DraftInput, RequirementFields) {
  @IdField('The course.')
  courseId: string;

  @IdField('For a quiz of a module: the module. Null: it stands on the course.', { nullable: true })
  @IsOptional()
  moduleId?: string | null;

  @Field(() => CourseRequirementKindEnum, { description: 'What is required.' })
  @IsIn(REQUIREMENT_KINDS)
  kind: RequirementKind;
}

@InputType({ description: 'A change of a required quiz or checklist: what is left out stays.' })
export class UpdateCourseRequirementInput extends IntersectionType(
  DraftInput,
  PartialType(RequirementFields, CHANGES),
) {
  @IdField('The requirement.')
  requirementId: string;
}

@InputType({ description: 'Gives a part of a draft another place among its siblings.' })
export class MoveInDraftInput extends DraftInput {
  @Field(() => DraftPartEnum, { description: 'What is moved.' })
  @IsIn(DRAFT_PARTS)
  part: DraftPart;

  @IdField('The course, module, lesson, category or requirement.')
  id: string;

  @Field(() => Int, { description: 'Its new place, from 0; one beyond the end is the end.' })
  @IsInt()
  @Min(0)
  position: number;
}

@InputType({ description: 'Removes a part of a draft with all that is in it.' })
export class RemoveFromDraftInput extends DraftInput {
  @Field(() => DraftPartEnum, { description: 'What is removed.' })
  @IsIn(DRAFT_PARTS)
  part: DraftPart;

  @IdField('The course, module, lesson, category or requirement.')
  id: string;
}

@InputType({ description: 'A document to make a new draft of: all of it or nothing.' })
export class ImportProgramInput extends OperationInput {
  @Field(() => String, { description: 'The text, at most 5 MB (and at most what a request may hold).' })
  @Length(1, MAX_DOCUMENT_BYTES)
  document: string;

  @Field(() => DocumentFormatEnum, { defaultValue: 'YAML', description: 'How it is written.' })
  @IsIn(DOCUMENT_FORMATS)
  format: DocumentFormat;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether only to say what would happen.' })
  @IsBoolean()
  dryRun: boolean;
}
