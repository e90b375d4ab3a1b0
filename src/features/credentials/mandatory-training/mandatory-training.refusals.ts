import { Field, ID, ObjectType } from '@nestjs/graphql';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { TrainingEvidenceEnum } from './mandatory-training.enums.js';
import type { TrainingEvidence } from './mandatory-training.js';

@RefusalType('The organization has not defined this training.')
export class MandatoryTrainingUndefined extends Refusal {
  @Field(() => [String], { description: 'Codes of those it has.' })
  codes: string[];
}

@RefusalType('The training is defined already, and a later version of it does not begin in the past.')
export class MandatoryTrainingBackdated extends Refusal {}

@RefusalType('What is to be written down of this training is not all there.')
export class TrainingEvidenceMissing extends Refusal {
  @Field(() => [TrainingEvidenceEnum], { description: 'What is missing.' })
  missing: TrainingEvidence[];
}

@ObjectType({ description: 'Somebody for whom a training comes late.' })
export class LateAttendee {
  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => PlainDate, { description: 'The last day on which it would have been in time.' })
  dueOn: string;
}

@RefusalType('The training comes late for some, and it is not on record why.')
export class LateTrainingWithoutReason extends Refusal {
  @Field(() => [LateAttendee], { description: 'For whom.' })
  late: LateAttendee[];
}

@RefusalType('Nobody puts their own mandatory training on record.')
export class OwnMandatoryTraining extends Refusal {}

@RefusalType('This was replaced or taken back before.')
export class MandatoryTrainingSuperseded extends Refusal {}

@RefusalType('The person is not late with this training, nor will be.')
export class MandatoryTrainingNotDue extends Refusal {}

@RefusalType('The training does not name this change among those that ask for it anew.')
export class TrainingChangeUnknown extends Refusal {
  @Field(() => [String], { description: 'Those it names.' })
  events: string[];
}
