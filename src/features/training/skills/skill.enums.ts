import { registerEnumType } from '@nestjs/graphql';
import { CHECKLIST_COMPLETIONS } from './checklist.entity.js';
import { DEFINITION_STATUSES, RISK_BANDS, VALIDATION_METHODS, VERSION_EFFECTS } from './skill.entity.js';
import { TASK_CLASSES } from './tasks.js';

const enumOf = <T extends string>(names: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const DefinitionStatusEnum = enumOf(DEFINITION_STATUSES);
registerEnumType(DefinitionStatusEnum, {
  name: 'DefinitionStatus',
  description: 'Where a version of a skill or checklist is in its life.',
  valuesMap: {
    DRAFT: { description: 'May be edited; nobody is measured by it.' },
    PUBLISHED: { description: 'Never changes again; may be put to use.' },
    RETIRED: { description: 'Goes into nothing new; those who train by it go on.' },
  },
});

export const RiskBandEnum = enumOf(RISK_BANDS);
registerEnumType(RiskBandEnum, {
  name: 'RiskBand',
  description: 'How complex a skill is and how much harm a mistake may do.',
  valuesMap: {
    GREEN: { description: 'Simple, little harm.' },
    YELLOW: { description: 'Some care needed.' },
    ORANGE: { description: 'A mistake may injure.' },
    RED: { description: 'A mistake may injure gravely.' },
  },
});

export const ValidationMethodEnum = enumOf(VALIDATION_METHODS);
registerEnumType(ValidationMethodEnum, {
  name: 'ValidationMethod',
  description: 'How a skill may be shown: the eleven categories of Donna Wright.',
  valuesMap: {
    TEST: { description: 'A test or examination.' },
    RETURN_DEMONSTRATION: { description: 'Done before an observer who has shown it.' },
    EVIDENCE_OF_DAILY_WORK: { description: 'Seen in the course of daily work.' },
    CASE_STUDY: { description: 'A case worked through.' },
    EXEMPLAR: { description: "An account of one's own practice." },
    PEER_REVIEW: { description: 'The judgement of colleagues; never counts as an observation.' },
    SELF_ASSESSMENT: { description: 'The judgement of oneself; never counts as an observation.' },
    DISCUSSION_GROUP: { description: 'Discussed or reflected on in a group.' },
    PRESENTATION: { description: 'Presented to others.' },
    MOCK_EVENT: { description: 'A drill of a rare or dangerous event.' },
    QUALITY_MONITOR: { description: 'Results of quality monitoring of the person.' },
  },
});

export const VersionEffectEnum = enumOf(VERSION_EFFECTS);
registerEnumType(VersionEffectEnum, {
  name: 'SkillVersionEffect',
  description: 'What sign-offs of earlier versions are worth once a new version of a skill is published.',
  valuesMap: {
    NONE: { description: 'What they were: nothing changes for who is signed off.' },
    REVALIDATE_AT_EXPIRY: { description: 'They hold until they expire, then the new version is asked for.' },
    REVALIDATE_BY: { description: 'They hold to the day named, at the longest.' },
  },
});

export const TaskClassEnum = enumOf(TASK_CLASSES);
registerEnumType(TaskClassEnum, {
  name: 'TaskClass',
  description: 'What a task has to do with patients.',
  valuesMap: {
    PATIENT_RELATED: { description: 'Done with a patient, under supervision.' },
    NON_PATIENT: { description: 'Done without a patient.' },
    NEVER_A_TECHNICIANS: { description: 'For licensed persons alone: no skill can be published for it.' },
  },
});

export const ChecklistCompletionEnum = enumOf(CHECKLIST_COMPLETIONS);
registerEnumType(ChecklistCompletionEnum, {
  name: 'ChecklistCompletion',
  description: 'What completes a checklist. Hours never complete skills, and skills never complete hours.',
  valuesMap: {
    HOURS: { description: 'Verified hours alone.' },
    SKILLS: { description: 'Signed skills alone.' },
    HYBRID: { description: 'Both.' },
  },
});
