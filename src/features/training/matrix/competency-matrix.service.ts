import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { badInput } from '../../../platform/faults/fault.js';
import { taskClassOf } from '../skills/tasks.js';
import { findValidatorFacts } from '../supervision/validator-facts.queries.js';
import { MatrixReading, type SiteMatrix } from './matrix-reading.service.js';
import type { Moment } from './matrix.queries.js';
import type { MatrixPlace } from './matrix-facts.js';
import type { MatrixRow } from './matrix.rules.js';
import {
  CompetencyMatrix,
  MatrixCellType,
  MatrixColumn,
  MatrixPersonType,
  PersonForTask,
  TaskClearances,
} from './matrix.type.js';
import { taskClearance, type TaskRule } from './task-clearance.rules.js';
import { taskRule } from './task-rule.rules.js';

/** Where the people at a site stand in their skills, and which of them may do a task. */
@Injectable()
export class CompetencyMatrices {
  constructor(private readonly reading: MatrixReading) {}

  /** Throws NOT_FOUND for a site or checklist that the viewer may not see. */
  async at(
    db: TenantDb,
    siteId: string,
    checklistId: string | null,
    moment: Moment,
  ): Promise<CompetencyMatrix> {
    const matrix = await this.reading.at(db, siteId, moment, {
      operation: 'competencyMatrix',
      checklistId,
    });
    return matrixShown(matrix);
  }

  /** Throws NOT_FOUND for such a site, BAD_USER_INPUT for a task that is not of the vocabulary. */
  async whoMayDo(db: TenantDb, taskCode: string, siteId: string, moment: Moment): Promise<TaskClearances> {
    const taskClass = taskClassOf(taskCode);
    if (taskClass === null) throw badInput('taskCode', 'must be a task of the vocabulary: see taskCodes');
    const { place, rows } = await this.reading.at(db, siteId, moment, { operation: 'whoMayDo' });
    const ruleOf = await this.rulesFor(db, place, rows, taskCode, taskClass === 'PATIENT_RELATED');
    const people = rows.map((row) => {
      const rule = ruleOf(row);
      const { permission } = rule;
      return Object.assign(new PersonForTask(), {
        ...taskClearance(row, taskCode, rule),
        permission,
        person: personShown(row),
      });
    });
    const { on, knownAt } = place;
    return Object.assign(new TaskClearances(), { siteId, taskCode, on, knownAt, people, next: nextOf(rows) });
  }

  /** One statement, for the own people and those of every agreement. */
  private async rulesFor(
    db: TenantDb,
    place: MatrixPlace,
    rows: readonly MatrixRow[],
    taskCode: string,
    patientContact: boolean,
  ): Promise<(row: MatrixRow) => TaskRule> {
    if (!rows.length) return () => ({ permission: null, because: '' });
    const agreements = new Map(rows.map(({ person }) => [keyOf(person), person]));
    const questions = [...agreements].map(([key, { orgId, agreementId }]) => ({
      key,
      validatorPersonId: db.viewer.personId,
      traineePersonId: db.viewer.personId,
      siteOrgId: db.orgId,
      siteId: place.siteId,
      jurisdiction: place.jurisdiction,
      setting: place.setting,
      agreementId,
      ownerOrgId: orgId,
      on: place.on,
      taskCode,
      patientContact,
      skillCode: null,
    }));
    const facts = await db.load((tx) => findValidatorFacts(tx, questions));
    const rules = new Map(questions.map((question) => [question.key, taskRule(question, facts, place)]));
    return ({ person }) => rules.get(keyOf(person))!;
  }
}

const keyOf = ({ orgId, agreementId }: MatrixRow['person']): string => `${orgId} ${agreementId}`;

function matrixShown({ place, rows }: SiteMatrix): CompetencyMatrix {
  const cells = rows.flatMap((row) => row.cells);
  const columns = [...new Map(cells.map((cell) => [`${cell.skillOrgId} ${cell.skillId}`, cell])).values()];
  return Object.assign(new CompetencyMatrix(), {
    siteId: place.siteId,
    siteName: place.siteName,
    on: place.on,
    knownAt: place.knownAt,
    skills: columns.map(({ skillOrgId, skillId, code, title }) =>
      Object.assign(new MatrixColumn(), { organizationId: skillOrgId, skillId, code, title }),
    ),
    people: rows.map(personShown),
    next: nextOf(rows),
  });
}

const personShown = ({ person, startsOn, endsOn, cells }: MatrixRow): MatrixPersonType =>
  Object.assign(new MatrixPersonType(), {
    assignmentId: person.assignmentId,
    personId: person.personId,
    name: person.name,
    organizationId: person.orgId,
    kind: person.kind,
    startsOn,
    endsOn,
    cells: cells.map((cell) => Object.assign(new MatrixCellType(), cell)),
  });

const nextOf = (rows: readonly MatrixRow[]): string =>
  rows.length
    ? 'Observe and sign what is not current.'
    : 'Nobody is assigned here on this day: assign an employee, or have a school place a trainee.';
