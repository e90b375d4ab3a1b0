import { Platform1764000000000 } from './1764000000000-platform.js';
import { PeopleAndOrganizations1764000001000 } from './1764000001000-people-and-organizations.js';
import { Programs1764000002000 } from './1764000002000-programs.js';
import { Enrollments1764000003000 } from './1764000003000-enrollments.js';
import { Records1764000004000 } from './1764000004000-records.js';
import { Quizzes1764000005000 } from './1764000005000-quizzes.js';
import { Progress1764000006000 } from './1764000006000-progress.js';
import { QuizEngine1764000007000 } from './1764000007000-quiz-engine.js';
import { QuestionImports1764000008000 } from './1764000008000-question-imports.js';
import { QuestionPictures1764000009000 } from './1764000009000-question-pictures.js';
import { Practice1764000010000 } from './1764000010000-practice.js';
import { QuizRegrades1764000011000 } from './1764000011000-quiz-regrades.js';
import { QuizCodeGuesses1764000012000 } from './1764000012000-quiz-code-guesses.js';
import { MarksOfAttempts1764000013000 } from './1764000013000-marks-of-attempts.js';
import { SkillsAndChecklists1764000014000 } from './1764000014000-skills-and-checklists.js';
import { LicensesAndSupervision1764000015000 } from './1764000015000-licenses-and-supervision.js';
import { Placements1764000016000 } from './1764000016000-placements.js';
import { Observations1764000017000 } from './1764000017000-observations.js';
import { SignOffs1764000018000 } from './1764000018000-sign-offs.js';
import { PlacementHours1764000019000 } from './1764000019000-placement-hours.js';
import { LedgerSignatures1764000020000 } from './1764000020000-ledger-signatures.js';
import { Impersonation1764000021000 } from './1764000021000-impersonation.js';
import { Credentials1764000022000 } from './1764000022000-credentials.js';
import { MandatoryTraining1764000023000 } from './1764000023000-mandatory-training.js';
import { CePolicies1764000024000 } from './1764000024000-ce-policies.js';
import { CeRecords1764000025000 } from './1764000025000-ce-records.js';
import { EvidenceFiles1764000026000 } from './1764000026000-evidence-files.js';
import { Awards1764000027000 } from './1764000027000-awards.js';
import { Badges1764000028000 } from './1764000028000-badges.js';
import { Reminders1764000029000 } from './1764000029000-reminders.js';
import { Retention1764000030000 } from './1764000030000-retention.js';
import { Transcripts1764000031000 } from './1764000031000-transcripts.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [
  Platform1764000000000,
  PeopleAndOrganizations1764000001000,
  Programs1764000002000,
  Enrollments1764000003000,
  Records1764000004000,
  Quizzes1764000005000,
  Progress1764000006000,
  QuizEngine1764000007000,
  QuestionImports1764000008000,
  QuestionPictures1764000009000,
  Practice1764000010000,
  QuizRegrades1764000011000,
  QuizCodeGuesses1764000012000,
  MarksOfAttempts1764000013000,
  SkillsAndChecklists1764000014000,
  LicensesAndSupervision1764000015000,
  Placements1764000016000,
  Observations1764000017000,
  SignOffs1764000018000,
  PlacementHours1764000019000,
  LedgerSignatures1764000020000,
  Impersonation1764000021000,
  Credentials1764000022000,
  MandatoryTraining1764000023000,
  CePolicies1764000024000,
  CeRecords1764000025000,
  EvidenceFiles1764000026000,
  Awards1764000027000,
  Badges1764000028000,
  Reminders1764000029000,
  Retention1764000030000,
  Transcripts1764000031000,
];
