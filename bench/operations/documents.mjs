// The documents of the hot operations as a client would send them: ordinary text, as a phone, a browser and a script would
// write the same question. All variants of an operation are answered with the same body.

const COURSE = `courseId code title required percent status outcome currentPercent finalPercent lessonsDone lessonsRequired
  requirementsMet requirementsRequired lectureMinutes labMinutes placementMinutes`;

const Q1 = `query MyDashboard {
  myDashboard {
    serverTime
    enrollments {
      enrollmentId enrollmentStatus cohortId cohortName startsOn endsOn programTitle versionLabel
      percent expectedPercent behind complete lastActivityAt openHolds
      next { kind id stepTitle courseId code title }
      courses { ${COURSE} blockedBy { courseId code title } }
    }
  }
}`;

const Q2 = `query CohortBoard($cohortId: ID!) {
  cohortBoard(cohortId: $cohortId, first: 50) {
    edges {
      node {
        enrollmentId personId personName enrollmentStatus percent expectedPercent behind complete lastActivityAt openHolds
        courses { ${COURSE} }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const Q3 = `query CompetencyMatrix($siteId: ID!) {
  competencyMatrix(siteId: $siteId) {
    siteId siteName on knownAt next
    skills { skillId code title }
    people {
      assignmentId personId name kind startsOn endsOn
      cells { skillId required status signOffId expiresOn }
    }
  }
}`;

const Q4 = `query QuizReview($id: ID!) {
  quizAttempt(id: $id) {
    id number status startedAt submittedAt timedOut earned possible percent passed pending serverNow
    questions {
      questionVersionId place type points stem { markdown } choices { id text { markdown } }
      answer { revision savedAt response { isTrue choiceIds number unit text } }
      correctness mark { earned possible }
      key { isTrue number tolerance choices { choiceId correct } explanation { markdown } }
    }
  }
}`;

const M1 = `mutation SubmitQuiz($input: SubmitQuizAttemptInput!) {
  submitQuizAttempt(input: $input) {
    __typename
    ... on QuizAttempt { id number status submittedAt timedOut earned possible percent passed pending }
  }
}`;

const M2 = `mutation SignOff($input: SignOffInput!) {
  signOff(input: $input) {
    __typename
    ... on SignOffsMade {
      signOffs { id assignmentId personId skillId skillVersionId skillCode kind effectiveOn expiresOn signedAt signedBy contentHash }
    }
    ... on SignOffBlocked { code message }
    ... on SigningTicketInvalid { code message }
  }
}`;

const M3 = `mutation SaveAnswer($input: SaveAnswerInput!) {
  saveAnswer(input: $input) {
    __typename
    ... on SavedAnswer { attemptId questionVersionId revision savedAt overtook }
    ... on Refusal { code message }
  }
}`;

/** The same question in other words: as it stands, on one line, and under another name. */
const variants = (document) => [
  document,
  document.replace(/\s+/g, ' '),
  document.replace(/^(\w+) (\w+)/, '$1 Phone$2'),
];

/** @type {Record<string, string[]>} */
export const DOCUMENTS = Object.fromEntries(
  Object.entries({ Q1, Q2, Q3, Q4, M1, M2, M3 }).map(([name, document]) => [name, variants(document)]),
);
