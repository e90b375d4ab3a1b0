import { registerEnumType } from '@nestjs/graphql';
import {
  BLANK_KINDS,
  ORDER_SCORINGS,
  QUESTION_TYPES,
  SCORINGS,
  TOLERANCE_KINDS,
  type Region,
} from './question-content.js';
import { DIFFICULTIES, VERSION_STATUSES } from './question.entity.js';

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const QuestionTypeEnum = enumOf(QUESTION_TYPES);
registerEnumType(QuestionTypeEnum, {
  name: 'QuestionType',
  description: 'How a question is answered.',
  valuesMap: {
    SINGLE_CHOICE: { description: 'One choice of several.' },
    MULTIPLE_CHOICE: { description: 'One or more choices of several.' },
    TRUE_FALSE: { description: 'Whether a statement is true.' },
    SHORT_TEXT: { description: 'A few words, compared with what is accepted.' },
    NUMBER: { description: 'A number, right within a tolerance; with its unit, if one is asked for.' },
    CALCULATED: { description: 'A number that follows from values, which differ from attempt to attempt.' },
    MATCHING: { description: 'Prompts matched with choices.' },
    ORDERING: { description: 'Items put in order.' },
    CLOZE: { description: 'A text with blanks to be filled: words, numbers, choices.' },
    HOTSPOT: { description: 'Places marked on a picture.' },
    ESSAY: { description: 'A text that a grader marks.' },
  },
});

export const DifficultyEnum = enumOf(DIFFICULTIES);
registerEnumType(DifficultyEnum, {
  name: 'QuestionDifficulty',
  description: 'How hard the author holds a question to be.',
  valuesMap: {
    EASY: { description: 'Most trainees should know it.' },
    MEDIUM: { description: 'Neither easy nor hard.' },
    HARD: { description: 'For the best of them.' },
  },
});

export const ScoringEnum = enumOf(SCORINGS);
registerEnumType(ScoringEnum, {
  name: 'QuestionScoring',
  description: 'What a partly right answer earns.',
  valuesMap: {
    ALL_OR_NOTHING: { description: 'Nothing: the answer is wholly right or earns no points.' },
    PARTIAL: { description: 'The part of the points that it has right.' },
  },
});

export const OrderScoringEnum = enumOf(ORDER_SCORINGS);
registerEnumType(OrderScoringEnum, {
  name: 'QuestionOrderScoring',
  description: 'What a partly right order earns, as in Moodle’s ordering questions.',
  valuesMap: {
    ALL_OR_NOTHING: { description: 'Nothing.' },
    ABSOLUTE_POSITION: { description: 'The share of the items that stand in their place.' },
    RELATIVE_NEXT: {
      description: 'The share of the items that are followed by the right one; the last is not counted.',
    },
    LONGEST_ORDERED_SUBSET: {
      description: 'The share of the items that could stay when the others are moved.',
    },
  },
});

export const ToleranceKindEnum = enumOf(TOLERANCE_KINDS);
registerEnumType(ToleranceKindEnum, {
  name: 'ToleranceKind',
  description: 'What a tolerance is measured in.',
  valuesMap: {
    ABSOLUTE: { description: 'In units of the answer.' },
    RELATIVE: { description: 'As a share of the right number: `0.01` is one percent.' },
  },
});

export const BlankKindEnum = enumOf(BLANK_KINDS);
registerEnumType(BlankKindEnum, {
  name: 'BlankKind',
  description: 'How a blank in a text is filled.',
  valuesMap: {
    TEXT: { description: 'With a few words.' },
    NUMBER: { description: 'With a number.' },
    CHOICE: { description: 'With one of its choices.' },
  },
});

export const RegionShapeEnum = enumOf(['CIRCLE', 'RECTANGLE', 'POLYGON'] satisfies Region['shape'][]);
registerEnumType(RegionShapeEnum, {
  name: 'RegionShape',
  description: 'The shape of a region of a picture.',
  valuesMap: {
    CIRCLE: { description: 'All places at most `radius` from its middle.' },
    RECTANGLE: { description: 'With sides along those of the picture.' },
    POLYGON: { description: 'Within straight lines from corner to corner.' },
  },
});

export const VersionStatusEnum = enumOf(VERSION_STATUSES);
registerEnumType(VersionStatusEnum, {
  name: 'QuizContentStatus',
  description: 'State of a version of a question or quiz.',
  valuesMap: {
    DRAFT: { description: 'Still edited; no attempt can meet it.' },
    PUBLISHED: { description: 'Never changes again.' },
  },
});
