import { registerEnumType } from '@nestjs/graphql';

export const CourseOutcomeEnum = {
  IN_PROGRESS: 'IN_PROGRESS',
  PASSED: 'PASSED',
  FAILED: 'FAILED',
  CREDITED: 'CREDITED',
} as const;
registerEnumType(CourseOutcomeEnum, {
  name: 'CourseOutcome',
  description: 'What an attempt at a course came to.',
  valuesMap: {
    IN_PROGRESS: { description: 'Not decided yet.' },
    PASSED: { description: 'Everything the course is judged by is met.' },
    FAILED: { description: 'A final grade is below the pass mark, or a practical has no attempt left.' },
    CREDITED: { description: 'Met by prior learning that was recognized.' },
  },
});
