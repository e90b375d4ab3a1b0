import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AWARD_ENTRY_KINDS, AWARD_KINDS, AWARD_STANDINGS } from './award.js';
import { AWARD_REQUIREMENT_KINDS, type AwardRequirementKind } from './award-requirement.rules.js';

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const AwardKindEnum = enumOf(AWARD_KINDS);
registerEnumType(AwardKindEnum, {
  name: 'AwardKind',
  description: 'What was earned.',
  valuesMap: {
    PROGRAM: { description: 'The certificate of a program.' },
    SPECIALTY: { description: 'A specialty on top of a certificate.' },
  },
});

export const AwardEntryKindEnum = enumOf(AWARD_ENTRY_KINDS);
registerEnumType(AwardEntryKindEnum, {
  name: 'AwardEntryKind',
  description: 'What became of an award.',
  valuesMap: {
    SUSPENDED: { description: 'It does not count until it is reinstated.' },
    REINSTATED: { description: 'It counts again.' },
    REVOKED: { description: 'Taken back, for good. The record stays.' },
  },
});

export const AwardStandingEnum = enumOf(AWARD_STANDINGS);
registerEnumType(AwardStandingEnum, {
  name: 'AwardStandingStatus',
  description: 'Where an award stands. What its holder lets lapse later changes nothing.',
  valuesMap: {
    VALID: { description: 'It counts.' },
    SUSPENDED: {
      description:
        'It does not count for now; of a specialty also while the certificate it rests on does not.',
    },
    REVOKED: { description: 'It was taken back, for good.' },
    SUPERSEDED: { description: 'Another certificate was issued in its place.' },
  },
});

export const AwardRequirementKindEnum = enumOf(AWARD_REQUIREMENT_KINDS);
registerEnumType(AwardRequirementKindEnum, {
  name: 'AwardRequirementKind',
  description: 'What a requirement of an award is about.',
  valuesMap: {
    ENROLLMENT: { description: 'The enrollment is active or completed.' },
    BASE_AWARD: { description: 'The certificate that a specialty rests on is valid.' },
    COURSE_PASSED: { description: 'A required course is passed, or recognized as learned before.' },
    CLOCK_HOURS: { description: 'The clock hours of the program count.' },
    CHECKLIST_COMPLETE: {
      description: 'Every required skill of a checklist is signed and unexpired on the day.',
    },
    CURRENT: { description: 'A card, clearance or training is current on the day.' },
    NO_HOLD: { description: 'No hold keeps the certificate back.' },
    UNKNOWN: { description: 'A word that nobody can decide: it blocks.' },
  },
});

@ObjectType({ description: 'A requirement of an award, decided.' })
export class AwardRequirement {
  @Field(() => AwardRequirementKindEnum, { description: 'What it is about.' })
  kind: AwardRequirementKind;

  @Field(() => String, { description: 'The code of the course, checklist or card.' })
  code: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => Boolean, { description: 'Whether it is met.' })
  met: boolean;

  @Field(() => String, { description: 'Why it is met, or what is missing and would help.' })
  because: string;
}
