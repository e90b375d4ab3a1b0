import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { READINESS_CHECKS, type Check, type ReadinessCheckKind } from './readiness.rules.js';

const ReadinessCheckKindEnum = Object.fromEntries(READINESS_CHECKS.map((each) => [each, each]));
registerEnumType(ReadinessCheckKindEnum, {
  name: 'ReadinessCheckKind',
  description: 'What was looked at.',
  valuesMap: {
    ASSIGNMENT: { description: 'Whether they are assigned to the site on the day.' },
    GATE: { description: 'A gate at the start of the assignment, as it stands now.' },
    CREDENTIAL: { description: 'A card that is asked for.' },
    CLEARANCE: { description: 'A clearance that is asked for; its status alone.' },
    TRAINING: { description: 'A mandatory training that is asked for.' },
    SUPERVISION_RULE: { description: 'Whether the rules there allow the task.' },
    SKILL: { description: 'Whether a skill for the task is current.' },
  },
});

@ObjectType({ description: 'One thing that is to hold before somebody works.' })
export class ReadinessCheck implements Check {
  @Field(() => ReadinessCheckKindEnum, { description: 'What was looked at.' })
  kind: ReadinessCheckKind;

  @Field(() => String, { description: 'Of the gate, the type of card, clearance or training, or the skill.' })
  code: string;

  @Field(() => Boolean, { description: 'Whether it is in order.' })
  holds: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is in order only because somebody has overridden it, on record.',
  })
  overridden: boolean;

  @Field(() => String, { description: 'Why; where it does not hold, what would help.' })
  because: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day on which it holds, where one is known.',
  })
  currentUntil: string | null;
}

@ObjectType({ description: 'Whether somebody may do a task at a site on a day, and why or why not.' })
export class Readiness {
  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => String, { description: 'The task.' })
  taskCode: string;

  @Field(() => PlainDate, { description: 'The day, in the zone of the site.' })
  on: string;

  @Field(() => DateTime, { description: 'As it was on record at this moment; of gates, as they stand now.' })
  knownAt: Date;

  @Field(() => ID, { nullable: true, description: 'The assignment that was looked at; null: there is none.' })
  assignmentId: string | null;

  @Field(() => Boolean, { description: 'Whether they may start: everything holds.' })
  mayStart: boolean;

  @Field(() => [ReadinessCheck], { description: 'Everything that was looked at; what does not hold first.' })
  checks: ReadinessCheck[];

  @Field(() => String, { description: 'The answer in a sentence, and what is next.' })
  next: string;
}
