import type { RecordClass } from './record-class.js';

/** A table that holds records about a person: how it leads to them, what keeps it, and what in it is personal. */
export interface RecordTable {
  /** Whose rules keep its rows; null: no evidence, forgotten with the person. */
  readonly recordClass: RecordClass | null;
  /** The column that names the person or, with `in`, a row of another table here that does. */
  readonly subject: { readonly column: string; readonly in: string | null };
  /** Belongs to no organization: a fact of the person, erased when no organization knows them any more. */
  readonly isGlobal: boolean;
  /** What becomes of the rows of somebody who is erased: they stay without what is personal, or go. */
  readonly erased: 'BLANKED' | 'REMOVED';
  /** Days and moments that the record speaks of; those of moments end in `_at`. Without any, the row that `in` names says it. */
  readonly dated: readonly string[];
  /** Tells kinds within the class apart. */
  readonly item: string | null;
  /** Text that is, or may hold, something personal: overwritten. */
  readonly blank: readonly string[];
  /** The same, of values that must differ from row to row: overwritten with the row's id in it. */
  readonly blankUnique: readonly string[];
  /** Made null. */
  readonly drop: readonly string[];
  /** Codes, hashes, zones: what says nothing of the person by itself. */
  readonly keep: readonly string[];
  /** Others who are named: what they did is kept as long as this record. */
  readonly by: readonly string[];
}

type Said = Partial<Omit<RecordTable, 'recordClass' | 'subject'>>;

const NOTHING = {
  isGlobal: false,
  erased: 'BLANKED',
  dated: [],
  item: null,
  blank: [],
  blankUnique: [],
  drop: [],
  keep: [],
  by: [],
} as const;

const ofPerson = (recordClass: RecordClass | null, said: Said, column = 'person_id'): RecordTable => ({
  ...NOTHING,
  ...said,
  recordClass,
  subject: { column, in: null },
});

/** A part of a record: `enrollment_id` leads to `enrollment`. */
const partOf = (
  recordClass: RecordClass | null,
  table: string,
  said: Said,
  column = `${table}_id`,
): RecordTable => ({ ...NOTHING, ...said, recordClass, subject: { column, in: table } });

const onAssignment = (recordClass: RecordClass, said: Said): RecordTable =>
  partOf(recordClass, 'training_assignment', said, 'assignment_id');

const REMOVED = { erased: 'REMOVED' } as const;
const ACCOUNT = { erased: 'REMOVED', isGlobal: true } as const;

/** Every table about persons. A test holds it, column by column, against the database. */
export const RECORD_TABLES: Readonly<Record<string, RecordTable>> = {
  // people and organizations
  membership: ofPerson('MEMBERSHIP', {
    dated: ['created_at', 'revoked_at'],
    blank: ['revocation_reason'],
    drop: ['external_source', 'external_id'],
    keep: ['role'],
    by: ['former_person_id', 'revoked_by'],
  }),
  membership_site: partOf('MEMBERSHIP', 'membership', {}),
  membership_cohort: partOf('MEMBERSHIP', 'membership', {}),
  cohort_instructor: partOf('MEMBERSHIP', 'membership', {}),
  invitation: partOf('MEMBERSHIP', 'membership', {
    dated: ['created_at', 'accepted_at'],
    blank: ['given_name', 'family_name'],
    blankUnique: ['email', 'token_hash'],
    drop: ['external_source', 'external_id'],
    keep: ['role'],
    by: ['invited_by'],
  }),
  trainee_contact: ofPerson(null, { ...REMOVED, keep: ['email'] }),
  impersonation: ofPerson('AUDIT', {
    dated: ['started_at', 'ended_at'],
    blank: ['reason'],
    by: ['impersonator_id', 'ended_by'],
  }),
  person_merge: ofPerson(
    null,
    { isGlobal: true, blank: ['reason'], by: ['from_person_id', 'merged_by'] },
    'into_person_id',
  ),
  operation: ofPerson(null, { ...REMOVED, keep: ['name', 'request_hash', 'answer'] }),
  // The content is erased by ledger_erase, with its salt; everything else is what holds the chain together.
  ledger_entry: ofPerson('AUDIT', {
    dated: ['recorded_at'],
    keep: ['kind', 'content', 'salt', 'commitment', 'previous_hash', 'hash', 'mark'],
    by: ['actor_id'],
  }),
  ledger_head: ofPerson('AUDIT', { keep: ['hash'] }),
  ledger_signature: ofPerson('AUDIT', { keep: ['key_id', 'proof', 'signature'] }),
  refresh_token: ofPerson(null, { ...ACCOUNT, keep: ['token_hash'] }),
  password_reset: ofPerson(null, { ...ACCOUNT, keep: ['token_hash'] }),
  account_password: ofPerson(null, { ...ACCOUNT, keep: ['hash'] }),
  session: ofPerson(null, { ...ACCOUNT, keep: ['end_reason'], by: ['impersonator_id'] }),
  account: ofPerson(null, { ...ACCOUNT, keep: ['email', 'kind'] }),

  // enrollments and records
  enrollment: ofPerson('TRANSCRIPT', {
    dated: ['enrolled_on', 'status_since'],
    drop: ['external_source', 'external_id'],
    keep: ['status', 'confirmed_requirements'],
  }),
  enrollment_status_entry: partOf('TRANSCRIPT', 'enrollment', {
    dated: ['effective_on', 'recorded_at'],
    blank: ['reason'],
    keep: ['event'],
    by: ['approved_by', 'recorded_by'],
  }),
  enrollment_move: partOf('TRANSCRIPT', 'enrollment', {
    dated: ['moved_at'],
    blank: ['reason', 'preview'],
    by: ['moved_by'],
  }),
  enrollment_progress: partOf('TRANSCRIPT', 'enrollment', {}),
  enrollment_hold: partOf('EDUCATION_RECORD', 'enrollment', {
    dated: ['placed_at'],
    blank: ['reason'],
    keep: ['kind'],
    by: ['placed_by'],
  }),
  enrollment_hold_release: partOf(
    'EDUCATION_RECORD',
    'enrollment_hold',
    { dated: ['released_at'], blank: ['reason'], by: ['released_by'] },
    'hold_id',
  ),
  course_attempt: partOf('TRANSCRIPT', 'enrollment', {
    dated: ['started_at', 'decided_at'],
    keep: ['outcome'],
  }),
  course_progress: partOf('TRANSCRIPT', 'enrollment', { keep: ['outcome'] }),
  requirement_result: partOf('TRANSCRIPT', 'enrollment', { dated: ['recorded_at'], blank: ['reason'] }),
  grade_entry: partOf('TRANSCRIPT', 'enrollment', {
    dated: ['recorded_at'],
    blank: ['reason'],
    keep: ['item', 'source'],
    by: ['recorded_by'],
  }),
  prior_learning_decision: partOf('TRANSCRIPT', 'enrollment', {
    dated: ['decided_at'],
    blank: ['reason', 'evidence'],
    by: ['decided_by'],
  }),
  hours_entry: partOf('EDUCATION_RECORD', 'enrollment', {
    dated: ['starts_at', 'ends_at', 'recorded_at'],
    blank: ['reason'],
    keep: ['kind', 'status'],
    by: ['supervised_by', 'recorded_by'],
  }),
  placement_hours_entry: partOf('PLACEMENT_HOURS', 'enrollment', {
    dated: ['recorded_at'],
    blank: ['reason'],
    keep: ['parts'],
    by: ['recorded_by'],
  }),
  lesson_completion: partOf('EDUCATION_RECORD', 'enrollment', { dated: ['completed_at'] }),
  lesson_position: partOf(null, 'enrollment', { ...REMOVED, keep: ['position'] }),

  // quizzes
  accommodation: ofPerson('EDUCATION_RECORD', {
    dated: ['valid_from', 'valid_until', 'recorded_at'],
    blank: ['reason'],
    by: ['recorded_by'],
  }),
  quiz_override: ofPerson('QUIZ_ATTEMPT', { dated: ['recorded_at'], blank: ['reason'], by: ['recorded_by'] }),
  quiz_attempt: ofPerson('QUIZ_ATTEMPT', {
    dated: ['started_at', 'submitted_at'],
    keep: ['status', 'marks_salt'],
  }),
  quiz_attempt_question: partOf('QUIZ_ATTEMPT', 'quiz_attempt', {}, 'attempt_id'),
  quiz_answer: partOf(
    'QUIZ_ATTEMPT',
    'quiz_attempt',
    { dated: ['saved_at'], blank: ['response'] },
    'attempt_id',
  ),
  quiz_mark: partOf(
    'QUIZ_ATTEMPT',
    'quiz_attempt',
    {
      dated: ['marked_at'],
      blank: ['response', 'reason', 'comment'],
      keep: ['kind', 'rubric_levels'],
      by: ['marked_by'],
    },
    'attempt_id',
  ),
  quiz_score: partOf(
    'QUIZ_ATTEMPT',
    'quiz_attempt',
    { dated: ['entered_at'], blank: ['reason'], keep: ['kind'], by: ['entered_by'] },
    'attempt_id',
  ),
  quiz_code_guess: ofPerson(null, REMOVED),
  practice_review: ofPerson(null, { ...REMOVED, keep: ['kind', 'response', 'rating', 'before'] }),
  practice_card: ofPerson(null, { ...REMOVED, keep: ['state'] }),

  // training
  training_assignment: ofPerson('COMPETENCY', {
    dated: ['starts_on', 'ends_on', 'created_at'],
    keep: ['kind', 'time_zone'],
    by: ['created_by'],
  }),
  assignment_entry: onAssignment('COMPETENCY', {
    dated: ['ends_on', 'recorded_at'],
    blank: ['reason'],
    keep: ['kind', 'gate'],
    by: ['recorded_by'],
  }),
  assignment_standing: ofPerson('COMPETENCY', { dated: ['starts_on', 'ends_on'], keep: ['time_zone'] }),
  assignment_added_skill: onAssignment('COMPETENCY', { dated: ['added_at'], by: ['added_by', 'removed_by'] }),
  assignment_supervisor: onAssignment('COMPETENCY', {
    dated: ['ends_on', 'recorded_at'],
    blank: ['printed_name'],
    by: ['person_id', 'recorded_by'],
  }),
  observation: ofPerson('COMPETENCY', {
    dated: ['observed_on', 'recorded_at'],
    blank: ['note', 'eligibility'],
    keep: ['kind', 'time_zone', 'method', 'entrustment_level', 'result', 'content_hash'],
    by: ['observed_by', 'recorded_by'],
  }),
  observation_step: partOf('COMPETENCY', 'observation', { blank: ['reason'], keep: ['result'] }),
  observation_voiding: partOf('COMPETENCY', 'observation', {
    dated: ['recorded_at'],
    blank: ['reason'],
    keep: ['reason_code'],
    by: ['voided_by'],
  }),
  observation_request: ofPerson('COMPETENCY', {
    dated: ['requested_at', 'answered_at'],
    blank: ['note', 'reason'],
    keep: ['answer'],
    by: ['asked_person_id', 'answered_by'],
  }),
  action_plan: ofPerson('COMPETENCY', {
    dated: ['due_on', 'opened_at'],
    blank: ['reason', 'plan'],
    by: ['opened_by'],
  }),
  action_plan_entry: partOf('COMPETENCY', 'action_plan', {
    dated: ['recorded_at'],
    blank: ['plan', 'note'],
    keep: ['kind'],
    by: ['recorded_by'],
  }),
  sign_off: ofPerson('COMPETENCY', {
    dated: ['effective_on', 'expires_on', 'signed_at'],
    blank: ['printed_name', 'license_snapshot', 'supervision_snapshot', 'content'],
    keep: ['kind', 'time_zone', 'entrustment_level', 'meaning', 'authentication', 'content_hash'],
    by: ['signed_by'],
  }),
  sign_off_observation: partOf('COMPETENCY', 'sign_off', {}),
  sign_off_entry: partOf('COMPETENCY', 'sign_off', {
    dated: ['recorded_at'],
    blank: ['note', 'signature'],
    keep: ['kind', 'reason_code'],
    by: ['recorded_by'],
  }),
  validator_authorization: ofPerson('COMPETENCY', {
    dated: ['starts_on', 'ends_on', 'recorded_at'],
    blank: ['reason'],
    keep: ['skill_codes'],
    by: ['recorded_by'],
  }),
  guest_validator: ofPerson('COMPETENCY', {
    dated: ['expires_at', 'created_at'],
    blank: ['email'],
    blankUnique: ['token_hash'],
    by: ['invited_by'],
  }),
  hour_log: ofPerson('PLACEMENT_HOURS', {
    dated: ['starts_at', 'ends_at', 'recorded_at'],
    blank: ['note'],
    keep: ['time_zone'],
    by: ['supervisor_person_id', 'logged_by'],
  }),
  hour_decision: partOf('PLACEMENT_HOURS', 'hour_log', {
    dated: ['recorded_at'],
    blank: ['reason', 'eligibility'],
    keep: ['decision', 'parts', 'not_counted'],
    by: ['decided_by'],
  }),
  disclosure: ofPerson('AUDIT', {
    dated: ['disclosed_on', 'first_at'],
    blank: ['printed_name'],
    keep: ['operation'],
    by: ['viewer_person_id'],
  }),
  signing_secret: ofPerson(null, { ...REMOVED, keep: ['kind', 'secret'] }),
  signing_ticket: ofPerson(null, {
    ...REMOVED,
    keep: ['token_hash', 'authentication', 'purpose', 'payload_hash'],
  }),
  license: ofPerson('CREDENTIAL', {
    isGlobal: true,
    dated: ['recorded_at'],
    blankUnique: ['number'],
    keep: ['type_code', 'jurisdiction'],
    by: ['recorded_by'],
  }),
  license_status_entry: partOf('CREDENTIAL', 'license', {
    isGlobal: true,
    dated: ['starts_on', 'ends_on', 'recorded_at'],
    blank: ['reason'],
    keep: ['status'],
    by: ['recorded_by'],
  }),
  license_verification: partOf('CREDENTIAL', 'license', {
    dated: ['verified_on', 'recorded_at'],
    blank: ['source', 'note'],
    keep: ['outcome'],
    by: ['verified_by'],
  }),

  // credentials, clearances, mandatory training
  external_credential: ofPerson('CREDENTIAL', {
    dated: ['issued_on', 'claimed_until', 'recorded_at'],
    item: 'type_code',
    blank: ['number', 'hands_on_with'],
    keep: ['type_code', 'issuer'],
    by: ['recorded_by'],
  }),
  external_credential_entry: partOf('CREDENTIAL', 'external_credential', {
    dated: ['expires_on', 'recorded_at'],
    blank: ['source', 'note'],
    keep: ['kind', 'method'],
    by: ['recorded_by'],
  }),
  clearance: ofPerson('CLEARANCE', {
    dated: ['cleared_on', 'claimed_until', 'recorded_at'],
    item: 'type_code',
    blank: ['remark', 'salt'],
    keep: ['type_code', 'evidence'],
    by: ['recorded_by'],
  }),
  clearance_entry: partOf('CLEARANCE', 'clearance', {
    dated: ['expires_on', 'recorded_at'],
    blank: ['source', 'note'],
    keep: ['kind', 'method'],
    by: ['recorded_by'],
  }),
  mandatory_training_completion: ofPerson('MANDATORY_TRAINING', {
    dated: ['completed_on', 'recorded_at'],
    item: 'code',
    blank: [
      'content_summary',
      'trainer_name',
      'trainer_qualification',
      'attendee_name',
      'attendee_job_title',
      'late_reason',
      'reason',
    ],
    keep: ['code'],
    by: ['recorded_by'],
  }),
  mandatory_training_delay: ofPerson('MANDATORY_TRAINING', {
    dated: ['planned_on', 'recorded_at'],
    item: 'code',
    blank: ['reason'],
    keep: ['code'],
    by: ['recorded_by'],
  }),

  // continuing education
  ce_completion: ofPerson('CE_EVIDENCE', { dated: ['completed_on', 'recorded_at'], keep: ['source_key'] }),
  ce_completion_entry: partOf(
    'CE_EVIDENCE',
    'ce_completion',
    {
      dated: ['completed_on', 'recorded_at'],
      blank: ['reason'],
      keep: ['kind', 'role', 'time_zone', 'categories'],
      by: ['recorded_by'],
    },
    'completion_id',
  ),
  ce_completion_file: partOf(
    'CE_EVIDENCE',
    'ce_completion',
    {
      dated: ['added_at'],
      keep: ['sha256'],
      by: ['added_by'],
    },
    'completion_id',
  ),
  ce_obligation: ofPerson('CE_EVIDENCE', { dated: ['recorded_at'], keep: ['policy_code', 'renews'] }),
  ce_obligation_entry: partOf(
    'CE_EVIDENCE',
    'ce_obligation',
    {
      dated: ['ends_on', 'recorded_at'],
      blank: ['reason'],
      by: ['recorded_by'],
    },
    'obligation_id',
  ),
  ce_waiver: partOf(
    'CE_EVIDENCE',
    'ce_obligation',
    {
      dated: ['extended_to', 'recorded_at'],
      blank: ['reason'],
      keep: ['kind', 'reason_code', 'requirement'],
      by: ['recorded_by'],
    },
    'obligation_id',
  ),
  ce_cycle_closing: partOf(
    'CE_EVIDENCE',
    'ce_obligation',
    {
      dated: ['cycle_ends_on', 'recorded_at'],
      blank: ['reason', 'decided'],
      keep: ['content_hash'],
      by: ['recorded_by'],
    },
    'obligation_id',
  ),
  ce_audit: partOf(
    'CE_EVIDENCE',
    'ce_obligation',
    {
      dated: ['recorded_at'],
      blank: ['packet'],
      keep: ['content_hash'],
      by: ['recorded_by'],
    },
    'obligation_id',
  ),
  ce_report_row: partOf(
    'CE_EVIDENCE',
    'ce_obligation',
    {
      blank: ['cells'],
      keep: ['kind', 'content_hash'],
    },
    'obligation_id',
  ),

  // awards
  award: ofPerson('AWARD', {
    dated: ['awarded_on', 'issued_on', 'recorded_at'],
    blank: ['recipient_name', 'requirements', 'reissue_reason'],
    keep: ['kind', 'number', 'title', 'time_zone', 'content_hash'],
    by: ['awarded_by'],
  }),
  award_entry: partOf('AWARD', 'award', {
    dated: ['effective_on', 'recorded_at'],
    blank: ['reason'],
    keep: ['kind'],
    by: ['recorded_by'],
  }),
  award_number: partOf('AWARD', 'award', { isGlobal: true, keep: ['number'] }),
  badge: partOf('AWARD', 'award', {}),
  badge_signing: partOf('AWARD', 'award', { dated: ['signed_at'], blank: ['document'], keep: ['key_id'] }),

  certificate: partOf('AWARD', 'award', { blank: ['signatories'], keep: ['page_size', 'issuer'] }),
  document_issue: ofPerson('AUDIT', {
    dated: ['issued_on', 'issued_at'],
    blank: ['recipient', 'evidence'],
    keep: ['kind', 'content_hash', 'basis'],
    by: ['issued_by'],
  }),

  // reminders
  reminder_setting: ofPerson(null, { ...REMOVED, keep: ['time_zone'] }),
  reminder_delivery: partOf(
    null,
    'reminder_digest',
    { ...REMOVED, keep: ['outcome', 'answer'] },
    'digest_id',
  ),
  reminder: ofPerson(
    null,
    { ...REMOVED, keep: ['kind', 'code', 'title'], by: ['recipient_id'] },
    'holder_id',
  ),
  reminder_digest: ofPerson(null, { ...REMOVED, keep: ['audience'] }, 'recipient_id'),

  // retention
  legal_hold: ofPerson('AUDIT', { dated: ['placed_at'], blank: ['reason'], by: ['placed_by'] }),
  legal_hold_release: partOf(
    'AUDIT',
    'legal_hold',
    { dated: ['released_at'], blank: ['reason'], by: ['released_by'] },
    'hold_id',
  ),
};

/** Tables that are about nobody in particular: what is taught, offered, agreed on and laid down, and why they stand apart. */
export const TABLES_OF_NOBODY: Readonly<Record<string, string>> = {
  affiliation_agreement: 'between organizations',
  affiliation_code: 'between organizations',
  affiliation_ending: 'between organizations',
  award_policy: 'laid down for a program',
  category_closure: 'of a cohort: which items there were',
  ce_activity: 'what is offered',
  ce_activity_version: 'what is offered',
  ce_course_link: 'what is offered',
  ce_policy: 'the law, as data for everybody',
  ce_report: 'of the organization; its rows are about persons',
  ce_report_format: 'how reports are written',
  checklist: 'a definition',
  checklist_skill: 'a definition',
  checklist_version: 'a definition',
  class_session: 'of a cohort',
  clearance_type_version: 'a definition',
  clock_adjustable: 'a switch',
  cohort: 'a group: it has a name of its own',
  course: 'a definition',
  course_prerequisite: 'a definition',
  course_requirement: 'a definition',
  credential_type_version: 'a definition',
  document_policy: 'laid down by the organization',
  employer_ce_policy: 'laid down by the organization',
  erasure: 'says by an id that is nobody any more that somebody was erased',
  gradebook_category: 'a definition',
  ledger_anchor: 'hashes over all chains',
  lesson: 'a definition',
  license_type: 'words of the law',
  lockout: 'keyed hashes, forgotten after a day',
  mandatory_training: 'a definition',
  mandatory_training_change: 'says by their ids whom a change concerns',
  module: 'a definition',
  organization: 'the organization itself',
  person: 'the person: their name is overwritten when no organization knows them any more',
  program: 'a definition',
  program_version: 'a definition',
  question: 'a definition',
  question_import: 'a file of questions',
  question_import_item: 'a file of questions',
  question_picture: 'a definition',
  question_version: 'a definition',
  quiz: 'a definition',
  quiz_draw: 'a definition',
  quiz_draw_question: 'a definition',
  quiz_question: 'a definition',
  quiz_regrade: 'a decision about a question',
  quiz_section: 'a definition',
  quiz_version: 'a definition',
  retention_rule: 'the law, as data for everybody',
  site: 'a place',
  site_jurisdiction: 'a place',
  skill: 'a definition',
  skill_prerequisite: 'a definition',
  skill_step: 'a definition',
  skill_version: 'a definition',
  specialty_track: 'a definition',
  specialty_track_version: 'a definition',
  stored_file: 'a file: its content and its name go with the last record that names it',
  supervision_policy: 'laid down by the organization',
  supervision_rule: 'the law, as data for everybody',
  work_requirement: 'laid down by the organization',
};
