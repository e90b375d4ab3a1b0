// The operations of the comparison: where their samples come from, and what their answers must hold.
import assert from 'node:assert/strict';

/**
 * @typedef {object} Operation
 * @property {string} title
 * @property {'read' | 'write'} kind
 * @property {(world: object, count: number) => Promise<object[]>} samples
 * @property {number} [pool] samples of a read: the more, the less any cache knows
 * @property {number} [timesEach] requests that a sample is good for, of writes that use it up
 * @property {(sample: object, data: object) => void} check throws when the content is wrong
 */

/** @type {Record<string, Operation>} */
export const HOT = {
  Q1: {
    title: 'dashboard of a trainee',
    kind: 'read',
    pool: 600,
    samples: (world, count) => world.trainees(count),
    check: (sample, { myDashboard }) => holds(myDashboard, sample.expected),
  },
  Q2: {
    title: 'cohort board, 50 trainees by courses',
    kind: 'read',
    pool: 200,
    samples: (world, count) => world.boards(count),
    check: (sample, { cohortBoard }) => holds(cohortBoard, sample.expected),
  },
  Q3: {
    title: 'competency matrix, 200 people by 18 skills',
    kind: 'read',
    pool: 40,
    samples: (world, count) => world.matrices(count),
    check: (sample, { competencyMatrix }) => holds(competencyMatrix, sample.expected),
  },
  Q4: {
    title: 'review of a quiz with 20 questions',
    kind: 'read',
    pool: 600,
    samples: (world, count) => world.reviews(count),
    check: (sample, { quizAttempt }) => holds(quizAttempt, sample.expected),
  },
  M1: {
    title: 'submit 20 answers',
    kind: 'write',
    timesEach: 1,
    samples: (world, count) => world.openAttempts(count),
    check: ({ attemptId, expected }, { submitQuizAttempt: attempt }) => {
      assert.equal(attempt.id, attemptId);
      assert.equal(attempt.status, 'SUBMITTED');
      assert.equal(Number(attempt.percent), Number(expected.percent));
    },
  },
  M2: {
    title: 'sign off a skill',
    kind: 'write',
    timesEach: 1,
    samples: (world, count) => world.signables(count),
    check: ({ input }, { signOff }) => {
      assert.equal(signOff.__typename, 'SignOffsMade', signOff.message);
      assert.deepEqual(
        signOff.signOffs.map(({ skillId }) => skillId),
        input.items.map(({ skillId }) => skillId),
      );
    },
  },
  M3: {
    title: 'save one answer',
    kind: 'write',
    timesEach: 20,
    samples: (world, count) => world.openAttempts(count),
    check: ({ attemptId }, { saveAnswer }) => {
      assert.equal(saveAnswer.__typename, 'SavedAnswer', saveAnswer.message);
      assert.equal(saveAnswer.attemptId, attemptId);
      assert(saveAnswer.revision >= 1);
    },
  },
};

/** Everything that is expected, and beside it whatever else: of lists as many. */
function holds(found, expected, where = '') {
  for (const [key, value] of Object.entries(expected)) {
    const at = `${where}.${key}`;
    const there = found?.[key];
    if (Array.isArray(value)) assert.equal(there?.length, value.length, `length of ${at}`);
    if (value !== null && typeof value === 'object') holds(there, value, at);
    else assert.equal(there, value, at);
  }
}
