import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { CourseRequirement } from './module.entity.js';
import { ProgramVersion } from './program.entity.js';
import { RequirementResolved } from './program.refusals.js';

/** For features below: says what stands behind a required quiz or checklist. */
@Injectable()
export class ProgramRequirements {
  /**
   * Points the requirement at the quiz or checklist that meets it. In a draft it may be pointed elsewhere
   * later; in a published version it is resolved once. Telling it the same again changes nothing.
   * Throws NOT_FOUND for a requirement that is not the organization's.
   */
  async resolve(
    tx: Transaction,
    requirementId: string,
    resolvedId: string,
  ): Promise<RequirementResolved | null> {
    const changed = await tx.query<{ id: string }>(sql`
      UPDATE course_requirement r SET resolved_id = ${resolvedId}
      WHERE r.org_id = ${tx.orgId} AND r.id = ${requirementId}
        AND (r.resolved_id IS NULL OR EXISTS (
          SELECT 1 FROM program_version v
          WHERE v.org_id = r.org_id AND v.id = r.program_version_id AND v.status = 'DRAFT'))
      RETURNING r.id`);
    if (changed.length) return null;
    const requirement = await tx.get(CourseRequirement, { id: requirementId });
    if (requirement.resolvedId === resolvedId) return null;
    return refuse(RequirementResolved, `${requirement.title} is resolved in a published version, for good.`, {
      requirementId,
    });
  }

  /** The requirement with its version's status. Throws NOT_FOUND. */
  async byId(
    tx: Transaction,
    id: string,
  ): Promise<{ requirement: CourseRequirement; status: ProgramVersion['status'] }> {
    const requirement = await tx.get(CourseRequirement, { id });
    const { status } = await tx.get(ProgramVersion, { id: requirement.programVersionId });
    return { requirement, status };
  }
}
