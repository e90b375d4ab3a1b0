import { CePolicyRecord, EmployerCePolicy } from './continuing-education/policies/ce-policy.entity.js';
import {
  Certificate,
  DocumentIssueRecord,
  DocumentPolicyRecord,
} from './awards/documents/document.entity.js';
import { HourDecisionRecord, HourLogRecord } from './training/hours/hour-log.entity.js';
import {
  ExternalCredential,
  ExternalCredentialEntry,
} from './credentials/cards/external-credential.entity.js';
import { Clearance, ClearanceEntry } from './credentials/clearances/clearance.entity.js';
import {
  MandatoryTraining,
  MandatoryTrainingChange,
  MandatoryTrainingCompletion,
  MandatoryTrainingDelay,
} from './credentials/mandatory-training/mandatory-training.entity.js';
import { ClearanceTypeVersion, CredentialTypeVersion } from './credentials/types/type-version.entity.js';
import { StoredFile } from '../platform/files/stored-file.entity.js';
import { Impersonation } from './organizations/impersonation.entity.js';
import { Invitation } from './organizations/invitation.entity.js';
import { Membership, MembershipSite } from './organizations/membership.entity.js';
import { Cohort, CohortInstructor, MembershipCohort } from './enrollments/cohort.entity.js';
import {
  CeActivityRecord,
  CeActivityVersionRecord,
  CeCourseLinkRecord,
} from './continuing-education/activities/ce-activity.entity.js';
import {
  CeCompletionEntryRecord,
  CeCompletionFileRecord,
  CeCompletionRecord,
} from './continuing-education/completions/ce-completion.entity.js';
import {
  CeCycleClosingRecord,
  CeObligationEntryRecord,
  CeObligationRecord,
  CeWaiverRecord,
} from './continuing-education/cycles/ce-cycle.entity.js';
import {
  CeReportFormatRecord,
  CeReportRecord,
  CeReportRowRecord,
} from './continuing-education/reports/ce-report.entity.js';
import { CeAuditRecord } from './continuing-education/reviews/ce-audit.entity.js';
import {
  Enrollment,
  EnrollmentHold,
  EnrollmentHoldRelease,
  EnrollmentStatusEntry,
  TraineeContact,
} from './enrollments/enrollment.entity.js';
import { Organization } from './organizations/organization.entity.js';
import { RefreshToken, Session } from './organizations/session.entity.js';
import { SiteJurisdiction } from './organizations/site-jurisdiction.entity.js';
import { Site } from './organizations/site.entity.js';
import { Account, AccountPassword, PasswordReset } from './people/account.entity.js';
import { Lockout } from './people/lockout.entity.js';
import { PersonMerge } from './people/person-merge.entity.js';
import { Person } from './people/person.entity.js';
import { Course, CoursePrerequisite, GradebookCategory } from './programs/course.entity.js';
import { CourseModule, CourseRequirement, Lesson } from './programs/module.entity.js';
import { Program, ProgramVersion } from './programs/program.entity.js';
import { Accommodation } from './quizzes/accommodations/accommodation.entity.js';
import { QuizOverride } from './quizzes/accommodations/quiz-override.entity.js';
import { PracticeCardRecord, PracticeReviewRecord } from './quizzes/practice/practice.entity.js';
import { QuestionPictureRecord } from './quizzes/bank/question-picture.entity.js';
import { QuestionImport, QuestionImportItem } from './quizzes/exchange/question-import.entity.js';
import { QuizCodeGuess } from './quizzes/attempts/quiz-code-guess.entity.js';
import { QuizRegrade } from './quizzes/grading/quiz-regrade.entity.js';
import { Question, QuestionVersion } from './quizzes/bank/question.entity.js';
import {
  Quiz,
  QuizDraw,
  QuizDrawQuestion,
  QuizQuestion,
  QuizSection,
  QuizVersion,
} from './quizzes/authoring/quiz.entity.js';
import {
  QuizAnswer,
  QuizAttempt,
  QuizAttemptQuestion,
  QuizMark,
  QuizScore,
} from './quizzes/attempts/quiz-attempt.entity.js';
import {
  CourseAttemptRecord,
  EnrollmentMoveRecord,
  PriorLearningDecisionRecord,
  RequirementResultRecord,
} from './records/attempt.entity.js';
import { CourseProgressRecord, EnrollmentProgressRecord } from './records/counters.entity.js';
import { CategoryClosureRecord, GradeEntryRecord } from './records/grade.entity.js';
import { ClassSessionRecord, HoursEntryRecord } from './records/hours.entity.js';
import { LessonCompletionRecord, LessonPositionRecord } from './records/lesson-record.entity.js';
import { Checklist, ChecklistSkill, ChecklistVersion } from './training/skills/checklist.entity.js';
import { Skill, SkillPrerequisite, SkillStep, SkillVersion } from './training/skills/skill.entity.js';
import { GuestValidatorRecord } from './training/signing/guest-validator.entity.js';
import {
  SignOffEntryRecord,
  SignOffObservationRecord,
  SignOffRecord,
} from './training/sign-offs/sign-off.entity.js';
import { SigningSecretRecord } from './training/signing/signing-secret.entity.js';
import { SigningTicketRecord } from './training/signing/signing-ticket.entity.js';
import {
  AffiliationAgreementRecord,
  AffiliationCodeRecord,
  AffiliationEndingRecord,
} from './training/placements/affiliation.entity.js';
import {
  AssignmentAddedSkillRecord,
  AssignmentEntryRecord,
  AssignmentStandingRecord,
  AssignmentSupervisorRecord,
  TrainingAssignmentRecord,
} from './training/placements/assignment.entity.js';
import { DisclosureRecord } from './training/placements/disclosure.entity.js';
import { ValidatorAuthorizationRecord } from './training/placements/validator-authorization.entity.js';
import { ActionPlanEntryRecord, ActionPlanRecord } from './training/observations/action-plan.entity.js';
import { ObservationRequestRecord } from './training/observations/observation-request.entity.js';
import {
  ObservationRecord,
  ObservationStepRecord,
  ObservationVoidingRecord,
} from './training/observations/observation.entity.js';
import { PlacementHoursEntryRecord } from './records/placement-hours.entity.js';
import {
  License,
  LicenseStatusEntry,
  LicenseTypeEntry,
  LicenseVerification,
} from './training/licenses/license.entity.js';
import { Award, AwardEntry, AwardNumberRecord } from './awards/awarding/award.entity.js';
import { Badge, BadgeSigning } from './awards/badges/badge.entity.js';
import { AwardPolicy } from './awards/awarding/award-policy.entity.js';
import { SpecialtyTrack, SpecialtyTrackVersion } from './awards/tracks/track.entity.js';
import { SupervisionPolicy, SupervisionRuleRecord } from './training/supervision/supervision-rule.entity.js';
import { WorkRequirement } from './training/work-requirements/work-requirement.entity.js';

/** Every table that has an entity; the schema guards compare them with the database. */
import {
  ReminderDeliveryRecord,
  ReminderDigestRecord,
  ReminderRecord,
  ReminderSettingRecord,
} from './reminders/reminder.entity.js';
import { ErasureRecord } from './retention/erasure.entity.js';
import { LegalHoldRecord, LegalHoldReleaseRecord } from './retention/legal-hold.entity.js';
import { RetentionRuleRecord } from './retention/retention-rule.entity.js';

export const ENTITIES: (new () => object)[] = [
  StoredFile,
  Person,
  PersonMerge,
  Account,
  AccountPassword,
  PasswordReset,
  Lockout,
  Organization,
  Site,
  SiteJurisdiction,
  Session,
  RefreshToken,
  Program,
  ProgramVersion,
  Course,
  CoursePrerequisite,
  GradebookCategory,
  CourseModule,
  Lesson,
  CourseRequirement,
  Question,
  QuestionVersion,
  QuestionPictureRecord,
  PracticeCardRecord,
  PracticeReviewRecord,
  QuestionImport,
  QuestionImportItem,
  Quiz,
  QuizVersion,
  QuizSection,
  QuizQuestion,
  QuizDraw,
  QuizDrawQuestion,
  QuizAttempt,
  QuizAttemptQuestion,
  QuizAnswer,
  QuizMark,
  Accommodation,
  QuizOverride,
  QuizScore,
  QuizRegrade,
  QuizCodeGuess,
  Membership,
  MembershipSite,
  Cohort,
  CohortInstructor,
  MembershipCohort,
  Enrollment,
  EnrollmentStatusEntry,
  EnrollmentHold,
  EnrollmentHoldRelease,
  TraineeContact,
  Impersonation,
  Invitation,
  CourseAttemptRecord,
  EnrollmentMoveRecord,
  PriorLearningDecisionRecord,
  RequirementResultRecord,
  CourseProgressRecord,
  EnrollmentProgressRecord,
  CategoryClosureRecord,
  GradeEntryRecord,
  ClassSessionRecord,
  HoursEntryRecord,
  LessonCompletionRecord,
  LessonPositionRecord,
  Skill,
  SkillVersion,
  SkillStep,
  SkillPrerequisite,
  Checklist,
  ChecklistVersion,
  ChecklistSkill,
  GuestValidatorRecord,
  SignOffRecord,
  SignOffObservationRecord,
  SignOffEntryRecord,
  SigningSecretRecord,
  SigningTicketRecord,
  AffiliationCodeRecord,
  AffiliationAgreementRecord,
  AffiliationEndingRecord,
  TrainingAssignmentRecord,
  AssignmentEntryRecord,
  AssignmentStandingRecord,
  AssignmentAddedSkillRecord,
  AssignmentSupervisorRecord,
  ValidatorAuthorizationRecord,
  DisclosureRecord,
  PlacementHoursEntryRecord,
  HourLogRecord,
  HourDecisionRecord,
  ObservationRecord,
  ObservationStepRecord,
  ObservationVoidingRecord,
  ObservationRequestRecord,
  ActionPlanRecord,
  ActionPlanEntryRecord,
  LicenseTypeEntry,
  License,
  LicenseStatusEntry,
  LicenseVerification,
  SupervisionRuleRecord,
  SupervisionPolicy,
  AwardNumberRecord,
  Award,
  AwardEntry,
  AwardPolicy,
  Badge,
  BadgeSigning,
  SpecialtyTrack,
  SpecialtyTrackVersion,
  CredentialTypeVersion,
  ClearanceTypeVersion,
  ExternalCredential,
  ExternalCredentialEntry,
  Clearance,
  ClearanceEntry,
  CeActivityRecord,
  CeActivityVersionRecord,
  CeCourseLinkRecord,
  CeCompletionRecord,
  CeCompletionEntryRecord,
  CeCompletionFileRecord,
  CeObligationRecord,
  CeObligationEntryRecord,
  CeWaiverRecord,
  CeCycleClosingRecord,
  CeAuditRecord,
  CeReportFormatRecord,
  CeReportRecord,
  CeReportRowRecord,
  MandatoryTraining,
  MandatoryTrainingCompletion,
  MandatoryTrainingDelay,
  MandatoryTrainingChange,
  WorkRequirement,
  ReminderSettingRecord,
  ReminderDigestRecord,
  ReminderRecord,
  ReminderDeliveryRecord,
  CePolicyRecord,
  EmployerCePolicy,
  DocumentPolicyRecord,
  Certificate,
  DocumentIssueRecord,
  RetentionRuleRecord,
  LegalHoldRecord,
  LegalHoldReleaseRecord,
  ErasureRecord,
];
