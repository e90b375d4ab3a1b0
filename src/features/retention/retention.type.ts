import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import type { KeepingReason } from './keeping.rules.js';
import type { Obstacle } from './obstacles.rules.js';
import { RECORD_CLASSES, type RecordClass } from './record-class.js';
import { LAWFUL_BASES, type LawfulBasis } from './retention-rule.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));

const described = (all: Readonly<Record<string, string>>): Record<string, { description: string }> =>
  Object.fromEntries(Object.entries(all).map(([value, description]) => [value, { description }]));

const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

export const RecordClassEnum = enumOf(Object.keys(RECORD_CLASSES));
registerEnumType(RecordClassEnum, {
  name: 'RecordClass',
  description: 'What records are, as far as it matters how long they are kept.',
  valuesMap: described(
    Object.fromEntries(Object.entries(RECORD_CLASSES).map(([code, what]) => [code, capital(what)])),
  ),
});

export const LawfulBasisEnum = enumOf(LAWFUL_BASES);
registerEnumType(LawfulBasisEnum, {
  name: 'LawfulBasis',
  description: 'Why keeping is lawful.',
  valuesMap: described({
    LEGAL_OBLIGATION: 'A law or regulation asks for it.',
    LEGAL_CLAIMS: 'For establishing, exercising or defending legal claims.',
    CONTRACT: 'What was agreed on with the person or a certifier needs it.',
    PUBLIC_INTEREST: 'For a task in the public interest.',
    LEGITIMATE_INTEREST: 'A legitimate interest that outweighs the person’s.',
  }),
});

const REASONS: Record<KeepingReason['code'], string> = {
  RULE: 'A rule says how long.',
  NO_RULE: 'No rule speaks of them: what no rule lets go is kept.',
  STILL_HERE: 'A rule counts from leaving, and the person has not left.',
  LEGAL_HOLD: 'A legal hold stands.',
};
export const KeepingReasonCodeEnum = enumOf(Object.keys(REASONS));
registerEnumType(KeepingReasonCodeEnum, {
  name: 'KeepingReasonCode',
  description: 'Why records are kept.',
  valuesMap: described(REASONS),
});

const OBSTACLES: Record<Obstacle['code'], string> = {
  MERGED: 'They turned out to be another person: that one is to be named.',
  MEMBER: 'They belong to the organization.',
  ENROLLED: 'An enrollment has not ended.',
  PLACED: 'A placement or assignment has not ended.',
  LEGAL_HOLD: 'A legal hold stands.',
  RECORDS_KEPT: 'Records of them are still to be kept.',
  NAMED_IN_RECORDS_OF_OTHERS: 'Records of others say what they did.',
};
export const ErasureObstacleCodeEnum = enumOf(Object.keys(OBSTACLES));
registerEnumType(ErasureObstacleCodeEnum, {
  name: 'ErasureObstacleCode',
  description: 'What stands in the way of erasing somebody.',
  valuesMap: described(OBSTACLES),
});

@ObjectType('KeepingReason', { description: 'Why records of one kind are kept, or until when they were.' })
export class KeepingReasonType {
  @Field(() => KeepingReasonCodeEnum, { description: 'What kind of reason.' })
  code: KeepingReason['code'];

  @Field(() => String, { description: 'The reason, for a person to read.' })
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'The rule, by its code; null where none is the reason.',
  })
  ruleCode: string | null;

  @Field(() => [String], { description: 'Where the rule is written.' })
  authority: string[];

  @Field(() => LawfulBasisEnum, { nullable: true, description: 'Why the rule makes keeping lawful.' })
  lawfulBasis: LawfulBasis | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'The last day of keeping by this reason; null: no end is known.',
  })
  until: string | null;
}

@ObjectType('RecordRetention', { description: 'How long one kind of records of a person is kept, and why.' })
export class RecordRetentionType {
  @Field(() => RecordClassEnum, { description: 'What the records are.' })
  recordClass: RecordClass;

  @Field(() => String, { description: 'What the records are, in words.' })
  title: string;

  @Field(() => String, {
    nullable: true,
    description: 'Which training or card, by its code; null where the class has no kinds.',
  })
  itemCode: string | null;

  @Field(() => Int, { description: 'How many there are.' })
  records: number;

  @Field(() => PlainDate, { description: 'The last day that any of them speaks of.' })
  lastOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'They are kept through this day at the earliest; null: no end is known.',
  })
  keptUntil: string | null;

  @Field(() => Boolean, { description: 'Whether every period has run out and nothing holds them.' })
  isOver: boolean;

  @Field(() => [KeepingReasonType], { description: 'Every reason; the longest decides.' })
  reasons: KeepingReasonType[];
}

@ObjectType('ErasureObstacle', { description: 'Something that stands in the way of erasing a person.' })
export class ErasureObstacleType {
  @Field(() => ErasureObstacleCodeEnum, { description: 'What kind of obstacle.' })
  code: Obstacle['code'];

  @Field(() => String, { description: 'What stands in the way and what would help, for a person to read.' })
  message: string;
}

@ObjectType('PersonRetention', {
  description:
    'What the organization keeps of a person, how long and why. Erasing is the operator’s: it is never done by this API.',
})
export class PersonRetentionType {
  @Field(() => ID, { description: 'The person.' })
  personId: string;

  @Field(() => Boolean, { description: 'Whether nothing stands in the way of erasing them today.' })
  mayBeErased: boolean;

  @Field(() => [ErasureObstacleType], { description: 'What stands in the way; empty when nothing does.' })
  obstacles: ErasureObstacleType[];

  @Field(() => [RecordRetentionType], {
    description: 'What there is, by class and kind; empty when nothing is on record.',
  })
  records: RecordRetentionType[];

  @Field(() => DateTime, { nullable: true, description: 'When they were erased; null: they were not.' })
  erasedAt: Date | null;
}
