import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { TERM_NAMES, type TermName } from './deciding-sources.rules.js';
import { RULE_SOURCES, type RuleSource } from './eligibility.js';
import { SupervisionPolicySuperseded } from './supervision-policy.refusals.js';
import { SUPERVISION_LEVELS, type SupervisionLevel } from './supervision-rule.js';

export const SupervisionLevelEnum = Object.fromEntries(SUPERVISION_LEVELS.map((each) => [each, each]));
registerEnumType(SupervisionLevelEnum, {
  name: 'SupervisionLevel',
  description: 'Presence of a supervisor in patient-related tasks, from least to most.',
  valuesMap: {
    REMOTE: { description: 'To be reached, not necessarily there.' },
    ON_PREMISES: { description: 'At the same place.' },
    IMMEDIATELY_AVAILABLE: { description: 'At the same place and free to step in at once.' },
    IN_SESSION: { description: 'Taking part in each session.' },
  },
});

const RuleSourceEnum = Object.fromEntries(RULE_SOURCES.map((each) => [each, each]));
registerEnumType(RuleSourceEnum, {
  name: 'SupervisionSourceKind',
  description: 'Who asks for it.',
  valuesMap: {
    JURISDICTION: { description: 'The law at the site.' },
    EMPLOYER: { description: "A policy of the site's organization." },
    AGREEMENT: { description: 'The agreement of the school with the clinic.' },
  },
});

const TermNameEnum = Object.fromEntries(TERM_NAMES.map((each) => [each, each]));
registerEnumType(TermNameEnum, {
  name: 'SupervisionTermName',
  description: 'What a rule of supervision speaks of.',
  valuesMap: {
    LEVEL: { description: 'Least presence of a supervisor in patient-related tasks.' },
    LICENSE_TYPES: { description: 'Types of licenses that may supervise and validate.' },
    EXCLUDED_TYPES: { description: 'Types or statuses that may not.' },
    EVALUATOR_TYPES: { description: 'Types that evaluate competency before patient-related tasks.' },
    TASK_LICENSE_TYPES: { description: 'Types accepted for single tasks.' },
    PROHIBITED_TASKS: { description: 'Tasks a trainee never does.' },
    PATIENT_TASKS: { description: 'The only patient-related tasks a trainee does.' },
    UNSUPERVISED_TASKS: { description: 'Tasks that need no supervisor present.' },
    NON_PATIENT_TASKS: { description: 'Tasks that do not count as patient-related.' },
    RATIOS: { description: 'How many may be supervised at the same time.' },
    MINIMUM_AGE: { description: 'Least age in years; shown, not checked here.' },
    ENTRUSTMENT_CEILINGS: {
      description: 'Levels of entrustment none above which is given, by their codes on the skills’ scales.',
    },
    REQUIREMENTS: { description: 'What else is asked for, as the source words it; shown, not checked here.' },
  },
});

@ObjectType({ description: 'Where a rule of supervision stands.' })
export class SupervisionSource {
  @Field(() => RuleSourceEnum, { description: 'Who asks for it.' })
  source: RuleSource;

  @Field(() => String, { description: 'Where it is written.' })
  citation: string;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When it was last compared with its text; null where nobody says.',
  })
  verifiedOn: string | null;
}

@ObjectType({ description: 'One thing the rules say together: the strictest of all sources.' })
export class SupervisionTerm {
  @Field(() => TermNameEnum, { description: 'What it speaks of.' })
  name: TermName;

  @Field(() => [String], { description: 'What holds; empty: nothing, or nobody.' })
  values: string[];

  @Field(() => [SupervisionSource], { description: 'By which sources it holds.' })
  decidedBy: SupervisionSource[];
}

@ObjectType({
  description:
    'What is to be kept at a site on a day: the strictest of the law, the employer and the agreement.',
})
export class SupervisionRule {
  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => PlainDate, { description: 'The day.' })
  on: string;

  @Field(() => String, { description: 'Code of the jurisdiction in which the site was on that day.' })
  jurisdiction: string;

  @Field(() => Boolean, {
    description: 'Whether it decides who may validate; where it does not, nobody may.',
  })
  decides: boolean;

  @Field(() => SupervisionLevelEnum, { nullable: true, description: 'Least presence of a supervisor.' })
  level: SupervisionLevel | null;

  @Field(() => [String], { description: 'Types of licenses that may supervise and validate.' })
  licenseTypes: string[];

  @Field(() => [SupervisionTerm], { description: 'Everything that some source says, with who decided it.' })
  terms: SupervisionTerm[];

  @Field(() => [SupervisionSource], { description: 'All sources in force on the day.' })
  sources: SupervisionSource[];

  @Field(() => [String], { description: 'What is missing to decide who may validate.' })
  missing: string[];

  @Field(() => [String], { description: 'What is missing to decide how many may be supervised at a time.' })
  missingForRatios: string[];

  @Field(() => String, { description: 'What this means, and what is next where it does not decide.' })
  because: string;
}

@ObjectType('SupervisionPolicy', {
  description:
    'What an employer asks for besides the law. It stays as it is: another one replaces or withdraws it.',
})
export class SupervisionPolicyType {
  @Field(() => ID, { description: 'Identifies the policy.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The site it holds at; null: all sites.' })
  siteId: string | null;

  @Field(() => PlainDate, { description: 'The first day it holds.' })
  effectiveFrom: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; null: open.' })
  effectiveTo: string | null;

  @Field(() => String, { description: 'Where it is written.' })
  citation: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The policy it replaces or withdraws from its first day on.',
  })
  supersedesId: string | null;

  @Field(() => Boolean, { description: 'Whether it only withdraws the other one.' })
  withdrawn: boolean;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

export const RecordSupervisionPolicyResult = outcome('RecordSupervisionPolicyResult', () => [
  SupervisionPolicyType,
  SupervisionPolicySuperseded,
]);

export const WithdrawSupervisionPolicyResult = outcome('WithdrawSupervisionPolicyResult', () => [
  SupervisionPolicyType,
  SupervisionPolicySuperseded,
]);
