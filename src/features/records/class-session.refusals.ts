import { Field, ID, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('The time of the class cannot be.')
export class ClassTimeNotAccepted extends Refusal {
  @Field(() => String, {
    description: 'What is wrong: CLASS_ENDS_BEFORE_START, CLASS_TOO_LONG or BREAK_NOT_WITHIN_CLASS.',
  })
  problem: string;
}

@RefusalType('Attendance has been taken: the class stands as it was held.')
export class AttendanceTakenAlready extends Refusal {}

@RefusalType('The class session is cancelled.')
export class ClassSessionCancelled extends Refusal {}

@RefusalType('The class session has not begun: attendance is taken of what was attended.')
export class ClassSessionNotBegun extends Refusal {}

@RefusalType('The minutes missed do not fit the class.')
export class AbsenceNotAccepted extends Refusal {
  @Field(() => Int, { description: 'Minutes of class there were.' })
  classMinutes: number;
}

@RefusalType('The make-up would not count as it is.')
export class MakeUpNotAccepted extends Refusal {
  @Field(() => String, {
    description:
      'What is wrong: ATTENDANCE_NOT_TAKEN, MAKE_UP_NOT_OVER, MAKE_UP_SUPERVISED_BY_TRAINEE or MAKE_UP_OVER_MISSED.',
  })
  problem: string;

  @Field(() => Int, { description: 'Minutes still missed in that session.' })
  missedMinutes: number;
}

@RefusalType('A later line has taken the place of this one: look at that one first.')
export class HoursEntrySuperseded extends Refusal {
  @Field(() => ID, { nullable: true, description: 'The entry that took its place.' })
  laterEntryId: string | null;
}

@RefusalType('The make-up is voided already: record another instead.')
export class MakeUpVoided extends Refusal {}
