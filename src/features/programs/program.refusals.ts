import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import type { ProgramVersionStatus } from './program.entity.js';
import { ProgramVersionStatusEnum } from './program.enums.js';

@RefusalType('Another program of the organization has this code.')
export class ProgramCodeTaken extends Refusal {
  @Field(() => String, { description: 'The code that is taken.' })
  takenCode: string;
}

@RefusalType('The program has a version with this label.')
export class VersionLabelTaken extends Refusal {
  @Field(() => String, { description: 'The label that is taken.' })
  label: string;
}

@RefusalType('Somebody edited the draft after it was read: read it anew, then edit again.')
export class DraftChanged extends Refusal {
  @Field(() => Int, { description: 'The revision the draft has now.' })
  currentRevision: number;
}

@RefusalType('A published or retired version never changes: copy it to a new draft.')
export class VersionNotDraft extends Refusal {
  @Field(() => ProgramVersionStatusEnum, { description: 'What the version is.' })
  status: ProgramVersionStatus;
}

@RefusalType('Only a published version can be retired.')
export class VersionNotPublished extends Refusal {
  @Field(() => ProgramVersionStatusEnum, { description: 'What the version is.' })
  status: ProgramVersionStatus;
}

@RefusalType('Something beside it in the draft has this code.')
export class CodeTaken extends Refusal {
  @Field(() => String, { description: 'The code that is taken.' })
  takenCode: string;
}

@ObjectType({ description: 'Something that stands in the way of publishing a version.' })
export class VersionProblem {
  @Field(() => String, {
    description: 'Where, in the words of the document form: `courses[2].modules[0].hours`, counted from 0.',
  })
  path: string;

  @Field(() => String, { description: 'What is wrong, in words.' })
  message: string;
}

@RefusalType('The version cannot be published yet.')
export class VersionIncomplete extends Refusal {
  @Field(() => [VersionProblem], { description: 'Everything that stands in the way, at once.' })
  problems: VersionProblem[];
}

@RefusalType('The requirement of a published version is resolved already, once and for all.')
export class RequirementResolved extends Refusal {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId: string;
}
