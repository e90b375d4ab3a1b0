import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import type { TrackVersionStatus } from './track.entity.js';
import { TrackVersionStatusEnum } from './track.enums.js';

@RefusalType('Some of what the track asks for is no requirement of a specialty.')
export class TrackRequirementsUnclear extends Refusal {
  @Field(() => [String], { description: 'The words that are none.' })
  words: string[];
}

@RefusalType('Another version of the track has this label and is published: it does not change.')
export class TrackLabelTaken extends Refusal {
  @Field(() => String, { description: 'The label.' })
  label: string;
}

@RefusalType('Where the version stands does not allow it.')
export class TrackVersionStandsOtherwise extends Refusal {
  @Field(() => TrackVersionStatusEnum, { description: 'Where it stands.' })
  status: TrackVersionStatus;
}

@RefusalType('No program of the organization has the code that the track rests on.')
export class TrackBaseUnknown extends Refusal {
  @Field(() => String, { description: 'The code.' })
  baseProgramCode: string;
}

@ObjectType({ description: 'Something wrong in a document of specialty tracks, where it stands.' })
export class SpecialtyTrackProblem {
  @Field(() => String, {
    description: 'Where in the content: `specialty_tracks[1].requires[0]`, counted from 0.',
  })
  path: string;

  @Field(() => Int, { description: 'The line, from 1.' })
  line: number;

  @Field(() => Int, { description: 'The column, from 1.' })
  column: number;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@RefusalType('Nothing of the document was imported.')
export class SpecialtyTracksNotImported extends Refusal {
  @Field(() => [SpecialtyTrackProblem], { description: 'What keeps it from being imported; at most 200.' })
  errors: SpecialtyTrackProblem[];
}
