import { Field } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { ImportProblem } from '../../programs/program-transfer.type.js';
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

@RefusalType('Nothing of the document was imported.')
export class SpecialtyTracksNotImported extends Refusal {
  @Field(() => [ImportProblem], { description: 'What keeps it from being imported; at most 200.' })
  errors: ImportProblem[];
}
