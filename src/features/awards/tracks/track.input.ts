import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { MAX_DOCUMENT_BYTES } from '../../programs/document/source.js';
import { TRACK_BOUNDS } from './track.rules.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
const codeRule = { message: '$property must be 1 to 60 letters, digits, dots, dashes and underscores' };

@InputType({ description: 'A specialty, as a draft: of a new track, or the next version of one there is.' })
export class DefineSpecialtyTrackInput extends OperationInput {
  @Field(() => String, {
    description: 'The code of the track: letters, digits, dots, dashes and underscores.',
  })
  @Matches(CODE, codeRule)
  code: string;

  @Field(() => String, {
    description: 'Of the version, 1 to 60 characters, e.g. `2026.1`. A draft is replaced.',
  })
  @SingleLine(1, TRACK_BOUNDS.label)
  label: string;

  @Field(() => String, { description: 'What is printed on the certificate, 1 to 300 characters.' })
  @SingleLine(1, TRACK_BOUNDS.title)
  title: string;

  @Field(() => String, { defaultValue: '', description: 'What it is about, at most 5,000 characters.' })
  @Length(0, TRACK_BOUNDS.summary)
  summary: string;

  @Field(() => String, { description: 'The code of the program whose certificate it rests on.' })
  @Matches(CODE, codeRule)
  baseProgramCode: string;

  @Field(() => [String], {
    description: 'What it asks for besides, 1 to 50: `<CHECKLIST>_complete`, `<CARD>_current`.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(TRACK_BOUNDS.requirements)
  @IsString({ each: true })
  @MaxLength(TRACK_BOUNDS.requirement, { each: true })
  awardRequirements: string[];
}

@InputType({ description: 'The draft that can be earned from now on.' })
export class PublishSpecialtyTrackInput extends OperationInput {
  @IdField('The version.')
  trackVersionId: string;
}

@InputType({ description: 'The published version that is earned no more.' })
export class RetireSpecialtyTrackInput extends OperationInput {
  @IdField('The version.')
  trackVersionId: string;
}

@InputType({ description: 'Specialty tracks as a YAML document.' })
export class ImportSpecialtyTracksInput extends OperationInput {
  @Field(() => String, {
    description: 'The text, at most 5 MB; sections beside `specialty_tracks` are left alone.',
  })
  @Length(1, MAX_DOCUMENT_BYTES)
  document: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether to publish what is new.' })
  @IsBoolean()
  publish: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether only to say what would happen.' })
  @IsBoolean()
  dryRun: boolean;
}
