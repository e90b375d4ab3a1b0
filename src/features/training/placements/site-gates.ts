import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { EligibilityQuestion } from '../supervision/eligibility.js';
import { eligibilityOf, partsOf } from '../supervision/eligibility.rules.js';
import { strictest, taskPermission } from '../supervision/supervision.rules.js';
import type { ValidatorFacts } from '../supervision/validator-facts.js';
import { findValidatorFacts } from '../supervision/validator-facts.queries.js';
import type { AssignmentFacts } from './assignment-facts.js';
import type { ClosedGate, Gate } from './gate.js';
import type { GateCheck } from './gate-check.js';

const GATES = [
  {
    code: 'SUPERVISION_RULE',
    title: 'The rule of supervision at the site is known and complete.',
    toldTo: 'BOTH',
    overridable: false,
  },
  {
    code: 'TASKS_ALLOWED',
    title: 'Every skill may be done at the site.',
    toldTo: 'BOTH',
    overridable: false,
  },
  {
    code: 'SUPERVISOR_NAMED',
    title: 'A supervisor who may validate is named.',
    toldTo: 'BOTH',
    overridable: false,
  },
] as const satisfies readonly Gate[];

/** What is asked at the site of one assignment, on its first day, or today once it has begun. */
interface SiteFacts {
  readonly id: string;
  readonly on: string;
  readonly jurisdiction: string;
  readonly setting: string;
  readonly skills: { code: string; taskCode: string; patientContact: boolean }[];
  readonly supervisors: { personId: string; name: string }[];
}

/** What the site and the law there see to; two statements, however many assignments. */
@Injectable()
export class SiteGates implements GateCheck {
  readonly gates = GATES;

  async check(tx: Transaction, assignments: readonly AssignmentFacts[]): Promise<ClosedGate[]> {
    const ids = assignments.map(({ id }) => id);
    const found = await tx.query<SiteFacts>(sql`
      SELECT d.id, d.on::text AS on, j.jurisdiction, j.setting,
        coalesce((SELECT jsonb_agg(jsonb_build_object('code', k.code, 'taskCode', v.task_code, 'patientContact', v.patient_contact)
            ORDER BY k.code)
          FROM (
            SELECT c.org_id, c.skill_version_id FROM checklist_skill c
            WHERE c.org_id = d.org_id AND c.checklist_version_id = d.checklist_version_id AND c.required
            UNION
            SELECT n.skill_org_id, n.skill_version_id FROM assignment_added_skill n
            WHERE n.org_id = d.org_id AND n.assignment_id = d.id AND n.removed_at IS NULL
          ) asked
          JOIN skill_version v ON v.org_id = asked.org_id AND v.id = asked.skill_version_id
          JOIN skill k ON k.org_id = v.org_id AND k.id = v.skill_id), '[]') AS skills,
        coalesce((SELECT jsonb_agg(jsonb_build_object('personId', n.person_id, 'name', n.printed_name) ORDER BY n.starts_on, n.id)
          FROM assignment_supervisor n
          WHERE n.org_id = d.org_id AND n.assignment_id = d.id AND d.on BETWEEN n.starts_on AND coalesce(n.ends_on, 'infinity')
            AND NOT EXISTS (SELECT 1 FROM assignment_supervisor later WHERE later.org_id = n.org_id AND later.supersedes_id = n.id)),
          '[]') AS supervisors
      FROM (
        SELECT st.org_id, st.assignment_id AS id, st.site_org_id, st.site_id, st.checklist_version_id,
          least(greatest(st.starts_on, (app_now() AT TIME ZONE st.time_zone)::date), coalesce(st.ends_on, 'infinity')) AS on
        FROM assignment_standing st WHERE st.org_id = ${tx.orgId} AND st.assignment_id = ANY (${ids}::uuid[])
      ) d, LATERAL site_on(d.site_org_id, d.site_id, d.on) j`);
    const byId = new Map(found.map((facts) => [facts.id, facts]));
    const asked = assignments.map((assignment) => ({ assignment, site: byId.get(assignment.id)! }));
    const questions = asked.flatMap(({ assignment, site }) => [
      questionOf(assignment, site, assignment.personId),
      ...site.supervisors.map(({ personId }) => questionOf(assignment, site, personId)),
    ]);
    const facts = await findValidatorFacts(tx, questions);
    return asked.flatMap(({ assignment, site }) => closedAt(assignment, site, facts, tx.now));
  }
}

const questionOf = (
  { id, personId, siteOrgId, siteId, agreementId, orgId }: AssignmentFacts,
  { on, jurisdiction, setting }: SiteFacts,
  validatorPersonId: string,
): EligibilityQuestion => ({
  key: `${id} ${validatorPersonId}`,
  validatorPersonId,
  traineePersonId: personId,
  siteOrgId,
  siteId,
  jurisdiction,
  setting,
  agreementId,
  ownerOrgId: orgId,
  on,
  taskCode: null,
  patientContact: true,
  skillCode: null,
});

/** inv 10, 31: without a rule that decides nobody starts with patients; what is prohibited there is not trained there. */
function closedAt(
  assignment: AssignmentFacts,
  site: SiteFacts,
  facts: ValidatorFacts,
  now: Date,
): ClosedGate[] {
  const closed = (code: string, because: string): ClosedGate => ({
    assignmentId: assignment.id,
    code,
    because,
  });
  const parts = partsOf(questionOf(assignment, site, assignment.personId), facts, {
    on: site.on,
    knownAt: now,
  });
  const terms = strictest(parts.map((part) => part.terms));
  const withPatients = site.skills.some(({ patientContact }) => patientContact);
  const law = parts.some(({ source }) => source.source === 'JURISDICTION');
  const rule =
    withPatients && !law
      ? [
          closed(
            'SUPERVISION_RULE',
            `No supervision rule for ${site.jurisdiction} is on record for ${site.on}. Have it loaded, with its source.`,
          ),
        ]
      : withPatients && terms.missing.length
        ? [closed('SUPERVISION_RULE', `The rules at the site do not decide: ${terms.missing.join('; ')}.`)]
        : [];
  const prohibited = site.skills.filter(
    ({ taskCode, patientContact }) => taskPermission(terms, taskCode, patientContact) === 'PROHIBITED',
  );
  const tasks = prohibited.length
    ? [
        closed(
          'TASKS_ALLOWED',
          `Not to be done there: ${prohibited.map(({ code, taskCode }) => `${code} (${taskCode})`).join(', ')}. Use a checklist without them.`,
        ),
      ]
    : [];
  return [
    ...rule,
    ...tasks,
    ...unsupervised(assignment, site, facts, now).map((why) => closed('SUPERVISOR_NAMED', why)),
  ];
}

function unsupervised(
  assignment: AssignmentFacts,
  site: SiteFacts,
  facts: ValidatorFacts,
  now: Date,
): string[] {
  if (!site.supervisors.length) return [`No supervisor is named for ${site.on}. The site names one.`];
  const answers = site.supervisors.map(({ personId, name }) => ({
    name,
    answer: eligibilityOf(questionOf(assignment, site, personId), facts, now),
  }));
  if (answers.some(({ answer }) => answer.eligible)) return [];
  return answers.flatMap(({ name, answer }) => (answer.eligible ? [] : [`${name}: ${answer.message}`]));
}
