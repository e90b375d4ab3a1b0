import { registerEnumType } from '@nestjs/graphql';
import { QUESTION_TYPES } from './question-content.js';
import { DIFFICULTIES, VERSION_STATUSES } from './question.entity.js';

export const QuestionTypeEnum = Object.fromEntries(QUESTION_TYPES.map((type) => [type, type]));
registerEnumType(QuestionTypeEnum, {
  name: 'QuestionType',
  description: 'How a question is answered.',
  valuesMap: {
    SINGLE_CHOICE: { description: 'One choice of several.' },
    MULTIPLE_CHOICE: { description: 'Every right choice and no other.' },
    TRUE_FALSE: { description: 'Whether a statement is true.' },
    SHORT_TEXT: { description: 'A few words; case, accents and extra spaces do not matter.' },
    NUMBER: { description: 'A number, right within a tolerance.' },
  },
});

export const VersionStatusEnum = Object.fromEntries(VERSION_STATUSES.map((status) => [status, status]));
registerEnumType(VersionStatusEnum, {
  name: 'QuizContentStatus',
  description: 'State of a version of a question or quiz.',
  valuesMap: {
    DRAFT: { description: 'Still edited; no attempt can meet it.' },
    PUBLISHED: { description: 'Never changes again.' },
  },
});

export const DifficultyEnum = Object.fromEntries(DIFFICULTIES.map((difficulty) => [difficulty, difficulty]));
registerEnumType(DifficultyEnum, {
  name: 'QuestionDifficulty',
  description: 'How hard its author takes a question to be.',
  valuesMap: {
    EASY: { description: 'Most who have learned it answer it.' },
    MEDIUM: { description: 'Between the two.' },
    HARD: { description: 'Only the best are expected to answer it.' },
  },
});
