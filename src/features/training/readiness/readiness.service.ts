import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { factsFrom, hostedMatrix, type OwnMatrixRow } from '../matrix/matrix.queries.js';
import { matrixOf, type MatrixRow } from '../matrix/matrix.rules.js';
import type { TaskRule } from '../matrix/task-clearance.rules.js';
import { taskRule } from '../matrix/task-rule.rules.js';
import { AssignmentAccess } from '../placements/assignment-access.service.js';
import type { AssignmentFacts } from '../placements/assignment-facts.js';
import { AssignmentGates } from '../placements/assignment-gates.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { taskClassOf } from '../skills/tasks.js';
import type { EligibilityQuestion } from '../supervision/eligibility.js';
import { findValidatorFacts } from '../supervision/validator-facts.queries.js';
import { WorkChecks } from '../work-requirements/work-checks.service.js';
import { REQUIRED_FOR, type WorkAsked } from '../work-requirements/work-requirement.js';
import type { WorkItem } from '../work-requirements/work-requirement.rules.js';
import { readinessPlace, type AskedReadiness, type ReadinessPlace } from './readiness.queries.js';
import { checksOf, unassigned, type Check } from './readiness.rules.js';
import { Readiness, ReadinessCheck } from './readiness.type.js';

interface Answer {
  readonly assignmentId: string | null;
  readonly checks: readonly Check[];
}

/** Whether somebody may do a task at a site on a day: the one answer, and every reason. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly gates: AssignmentGates,
    private readonly work: WorkChecks,
    private readonly disclosures: Disclosures,
  ) {}

  /**
   * A fixed number of statements for each organization that has the person assigned there. Throws FORBIDDEN for somebody
   * else without `credential:read`, NOT_FOUND for a site or person the viewer may not see, BAD_USER_INPUT for an unknown task.
   */
  async of(db: TenantDb, asked: AskedReadiness, taskCode: string): Promise<Readiness> {
    if (taskClassOf(taskCode) === null)
      throw badInput('taskCode', 'must be a task of the vocabulary: see taskCodes');
    if (asked.personId !== db.viewer.personId) db.viewer.mustBeAbleTo('credential:read');
    const [place] = await db.read<ReadinessPlace>(readinessPlace(db, asked));
    if (!place || (!place.knowsPerson && !place.assignments.length)) throw notFound();
    const answers: Answer[] = [];
    for (const [orgId, found] of Map.groupBy(place.assignments, (each) => each.orgId)) {
      const ids = found.map(({ id }) => id);
      await this.disclosures.note(db, 'readiness', [{ orgId, personId: asked.personId }]);
      answers.push(
        ...(await db
          .hostedIn(orgId)
          .load((tx) => this.inOrganization(tx, ids, asked.siteId, place, taskCode))),
      );
    }
    return shown(
      asked,
      taskCode,
      place,
      bestOf(answers) ?? { assignmentId: null, checks: unassigned(place.on) },
    );
  }

  /** Of each assignment in one organization. */
  private async inOrganization(
    tx: Transaction,
    ids: readonly string[],
    siteId: string,
    place: ReadinessPlace,
    taskCode: string,
  ): Promise<Answer[]> {
    const assignments = await this.access.factsAll(tx, ids);
    const gates = await this.gates.of(tx, assignments);
    return tx.asSystem(async (system) => {
      const rows = await rowsOf(system, ids, place);
      const items = await this.itemsOf(system, assignments, place, taskCode);
      const rules = await rulesOf(system, assignments, siteId, place, taskCode);
      return assignments.map(({ id }, turn) => {
        const row = rows.get(id) ?? null;
        const facts = { on: place.on, taskCode, row, rule: row && rules[turn]! };
        return {
          assignmentId: id,
          checks: checksOf({ ...facts, gates: gates[turn]!.gates, items: items[turn]! }),
        };
      });
    });
  }

  /** What the start, the hours and the task ask for, as it was on record. */
  private async itemsOf(
    system: Transaction,
    assignments: readonly AssignmentFacts[],
    { on, knownAt }: ReadinessPlace,
    taskCode: string,
  ): Promise<WorkItem[][]> {
    const ids = assignments.map(({ id }) => id);
    const found = await system.query<{ id: string; asked: WorkAsked }>(sql`
      SELECT a.id, work_asked(a.org_id, a.id) AS asked FROM training_assignment a
      WHERE a.org_id = ${system.orgId} AND a.id = ANY (${ids}::uuid[])`);
    const askedOf = new Map(found.map(({ id, asked }) => [id, asked]));
    const questions = assignments.flatMap(({ id, personId, orgId, siteOrgId, siteId }) =>
      REQUIRED_FOR.map((use) => {
        const moment = { use, on, knownAt, taskCode: use === 'SIGN_OFF' ? taskCode : null };
        return { personId, orgId, siteOrgId, siteId, asked: askedOf.get(id)!, ...moment };
      }),
    );
    const answers = await this.work.of(system, questions);
    return assignments.map((_, turn) =>
      answers.slice(turn * REQUIRED_FOR.length, (turn + 1) * REQUIRED_FOR.length).flat(),
    );
  }
}

/** Where they stand in their skills, by assignment in force on the day. */
async function rowsOf(
  system: Transaction,
  ids: readonly string[],
  place: ReadinessPlace,
): Promise<ReadonlyMap<string, MatrixRow>> {
  const [row] = await system.query<Pick<OwnMatrixRow, 'facts'>>(hostedMatrix(system.orgId, ids, place));
  return new Map(matrixOf(factsFrom(row!.facts), place).map((each) => [each.person.assignmentId, each]));
}

/** What the rules at the site say of the task, for each assignment, in one statement. */
async function rulesOf(
  system: Transaction,
  assignments: readonly AssignmentFacts[],
  siteId: string,
  { on, knownAt, jurisdiction, setting, siteOrgId }: ReadinessPlace,
  taskCode: string,
): Promise<TaskRule[]> {
  const questions = assignments.map(({ id, personId, orgId, agreementId }): EligibilityQuestion => ({
    ...{ key: id, validatorPersonId: personId, traineePersonId: personId, ownerOrgId: orgId, agreementId },
    ...{ siteOrgId, siteId, jurisdiction, setting, on, knownAt, taskCode },
    ...{ patientContact: taskClassOf(taskCode) === 'PATIENT_RELATED', skillCode: null },
  }));
  const facts = await findValidatorFacts(system, questions);
  return questions.map((question) => taskRule(question, facts, { on, knownAt }));
}

const open = ({ checks }: Answer): number => checks.filter(({ holds }) => !holds).length;

/** Of several assignments there the one that comes nearest: the latest among equals. */
const bestOf = (answers: readonly Answer[]): Answer | undefined =>
  answers.toSorted((a, b) => open(a) - open(b))[0];

function shown(
  { personId, siteId }: AskedReadiness,
  taskCode: string,
  { on, knownAt }: ReadinessPlace,
  { assignmentId, checks }: Answer,
): Readiness {
  const missing = checks.filter(({ holds }) => !holds);
  const mayStart = missing.length === 0;
  return Object.assign(new Readiness(), {
    ...{ personId, siteId, taskCode, on, knownAt, assignmentId, mayStart },
    checks: [...missing, ...checks.filter(({ holds }) => holds)].map((each) =>
      Object.assign(new ReadinessCheck(), each),
    ),
    next: mayStart
      ? `May do ${taskCode} on ${on}.`
      : `May not do ${taskCode} on ${on}: ${missing[0]!.because}`,
  });
}
