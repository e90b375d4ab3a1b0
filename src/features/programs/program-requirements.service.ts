import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { refuse } from '../../platform/graphql/refusal.js';
import { CourseRequirement, type RequirementKind } from './module.entity.js';
import { ProgramVersion } from './program.entity.js';
import { RequirementResolved } from './program.refusals.js';

/** Finds what stands behind required quizzes or checklists: ids by code, of those there are. */
export type RequirementSource = (
  tx: Transaction,
  codes: readonly string[],
) => Promise<ReadonlyMap<string, string>>;

/** For features below: says what stands behind a required quiz or checklist. */
@Injectable()
export class ProgramRequirements {
  private readonly sources = new Map<RequirementKind, RequirementSource>();

  /** From now on a version that is published is pointed at what the source finds for its requirements of the kind. */
  resolveWhenPublished(kind: RequirementKind, source: RequirementSource): void {
    this.sources.set(kind, source);
  }

  /** Points the requirements of a draft at what is there, as its last change before it is published. */
  async resolveDraft(tx: Transaction, programVersionId: string): Promise<void> {
    for (const [kind, source] of this.sources) {
      const asked = await tx.find(CourseRequirement, { where: { programVersionId, kind } });
      if (asked.length)
        await this.resolveAll(
          tx,
          kind,
          await source(
            tx,
            asked.map(({ code }) => code),
          ),
          asked,
        );
    }
  }

  /**
   * Points requirements at what stands behind their codes: among `asked`, or all of the organization. Those of
   * published versions that are resolved already stay as they are.
   */
  async resolveAll(
    tx: Transaction,
    kind: RequirementKind,
    idsByCode: ReadonlyMap<string, string>,
    asked?: readonly CourseRequirement[],
  ): Promise<void> {
    await tx.query(sql`
      UPDATE course_requirement r SET resolved_id = found.id
      FROM unnest(${[...idsByCode.keys()]}::text[], ${[...idsByCode.values()]}::uuid[]) AS found (code, id)
      WHERE r.org_id = ${tx.orgId} AND r.kind = ${kind} AND r.code = found.code
        AND (${asked?.map(({ id }) => id) ?? null}::uuid[] IS NULL OR r.id = ANY(${asked?.map(({ id }) => id) ?? null}::uuid[]))
        AND (r.resolved_id IS NULL OR EXISTS (
          SELECT 1 FROM program_version v
          WHERE v.org_id = r.org_id AND v.id = r.program_version_id AND v.status = 'DRAFT'))`);
  }

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
