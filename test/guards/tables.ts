/** Tables that belong to no organization, and why: facts of a person or of the public, with policies of their own. */
export const GLOBAL_TABLES: Record<string, string> = {
  organization: 'the tenants themselves',
  person: 'one human being, whichever organizations know them',
  account: 'how a person signs in, before an organization is chosen',
  account_password: 'belongs to the account',
  session: 'looked up by its id alone when a token is checked; it names organization and membership',
  refresh_token: 'found by its hash, before an organization is known',
  password_reset: 'found by its hash, before an organization is known',
  person_merge: 'which two persons are one',
  license: 'a fact of the person, whichever organizations know it',
  license_status_entry: 'belongs to the license',
  license_type: 'words of the law, as data for everybody',
  supervision_rule: 'the law, as data for everybody',
  award_number: 'numbers of certificates, unique over all organizations and never given again',
  ledger_anchor: 'of the whole installation: which heads were anchored when',
};

/** Of the global tables those that everybody may read, signed in or not. */
export const PUBLIC_TABLES = ['ledger_anchor', 'license_type', 'supervision_rule'];

/**
 * What a clinic reaches of a school it has an agreement with: what the two agreed on, what is taught, who is placed there now and what
 * was signed there.
 */
/** What a clinic reaches of a school it has an agreement with: what the two agreed on, what is taught, who is placed there now, and which sign-offs they have. */
export const SEEN_BY_PARTNERS = [
  'affiliation_agreement',
  'affiliation_ending',
  'assignment_standing',
  'assignment_supervisor',
  'checklist',
  'checklist_skill',
  'checklist_version',
  'disclosure',
  'organization',
  'sign_off',
  'site',
  'site_jurisdiction',
  'skill',
  'skill_prerequisite',
  'skill_step',
  'skill_version',
  'training_assignment',
  'work_requirement',
];

/** What besides, in a transaction about the school's people who are placed at the clinic now. */
export const SEEN_BY_HOSTS = [
  'action_plan',
  'action_plan_entry',
  'assignment_added_skill',
  'hour_decision',
  'hour_log',
  'observation',
  'observation_request',
  'observation_step',
  'observation_voiding',
  'person',
  'sign_off_entry',
  'sign_off_observation',
];

/** Tables without row-level security, and why. */
export const OPEN_TABLES: Record<string, string> = {
  clock_adjustable: 'one switch of the whole database; the runtime role has no right to it',
  lockout: 'counts failed sign-ins under a keyed hash, before anybody is known',
};

/** Evidence, corrected by adding; and accounts, which nobody hands to another person or address. */
export const APPEND_ONLY_TABLES = [
  'accommodation',
  'account',
  'action_plan',
  'action_plan_entry',
  'affiliation_agreement',
  'affiliation_ending',
  'assignment_entry',
  'assignment_supervisor',
  'award',
  'award_entry',
  'award_number',
  'award_policy',
  'badge',
  'badge_signing',
  'category_closure',
  'clearance',
  'clearance_entry',
  'clearance_type_version',
  'credential_type_version',
  'ce_activity',
  'ce_activity_version',
  'ce_audit',
  'ce_completion_entry',
  'ce_completion_file',
  'ce_cycle_closing',
  'ce_obligation',
  'ce_obligation_entry',
  'ce_report',
  'ce_report_row',
  'ce_waiver',
  'disclosure',
  'enrollment_hold',
  'enrollment_hold_release',
  'enrollment_move',
  'enrollment_status_entry',
  'external_credential',
  'external_credential_entry',
  'grade_entry',
  'hour_decision',
  'hour_log',
  'hours_entry',
  'ledger_entry',
  'lesson_completion',
  'license',
  'license_status_entry',
  'license_verification',
  'mandatory_training',
  'mandatory_training_change',
  'mandatory_training_completion',
  'mandatory_training_delay',
  'observation',
  'observation_step',
  'observation_voiding',
  'operation',
  'person_merge',
  'placement_hours_entry',
  'practice_review',
  'prior_learning_decision',
  'question_import_item',
  'quiz_answer',
  'quiz_attempt_question',
  'quiz_mark',
  'quiz_override',
  'quiz_regrade',
  'quiz_score',
  'reminder',
  'reminder_delivery',
  'reminder_digest',
  'requirement_result',
  'sign_off',
  'sign_off_entry',
  'sign_off_observation',
  'site_jurisdiction',
  'supervision_policy',
  'training_assignment',
  'validator_authorization',
  'work_requirement',
];

/**
 * Foreign keys without an index under them: records that name a program version or a part of one. Either can be deleted only
 * while the version is a draft, and no record names a draft; an index would be paid for by every record written.
 */
export const KEYS_WITHOUT_INDEX = [
  'fk_category_closure_category',
  'fk_class_session_course',
  'fk_course_attempt_course',
  'fk_course_progress_course',
  'fk_enrollment_move_from',
  'fk_enrollment_move_to',
  'fk_grade_entry_category',
  'fk_grade_entry_requirement',
  'fk_lesson_completion_lesson',
  'fk_lesson_position_lesson',
  'fk_prior_learning_decision_course',
  'fk_quiz_attempt_requirement',
  'fk_requirement_result_requirement',
];
