import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { CourseRequirement } from '../../programs/module.entity.js';
import type { RequirementResolved } from '../../programs/program.refusals.js';
import { ProgramRequirements } from '../../programs/program-requirements.service.js';
import { Quiz, QuizVersion } from './quiz.entity.js';
import type { AttachQuizInput } from './quiz.input.js';
import { QuizNotPublished } from './quiz.refusals.js';

/** Puts quizzes behind the requirements of courses. The version is pinned: what trainees are to take stays. */
@Injectable()
export class QuizAttachment {
  constructor(private readonly requirements: ProgramRequirements) {}

  /** Throws NOT_FOUND for a requirement or quiz that is not there, BAD_USER_INPUT for one of another kind. */
  async attach(
    db: TenantDb,
    input: AttachQuizInput,
  ): Promise<CourseRequirement | QuizNotPublished | RequirementResolved> {
    const receipt = await db.once(input, (tx) => this.attachIn(tx, input));
    return isRefusal(receipt)
      ? receipt
      : db.load((tx) => tx.get(CourseRequirement, { id: receipt.requirementId }));
  }

  private async attachIn(
    tx: Transaction,
    { requirementId, quizId }: AttachQuizInput,
  ): Promise<{ requirementId: string } | QuizNotPublished | RequirementResolved> {
    const { kind } = await tx.get(CourseRequirement, { id: requirementId });
    if (kind !== 'QUIZ') throw badInput('input.requirementId', 'must be a requirement of kind QUIZ');
    await tx.get(Quiz, { id: quizId });
    const version = await tx.findOne(
      QuizVersion,
      { quizId, status: 'PUBLISHED' },
      { order: { number: 'DESC' } },
    );
    if (!version) return refuse(QuizNotPublished, 'Publish the quiz first.');
    return (await this.requirements.resolve(tx, requirementId, version.id)) ?? { requirementId };
  }

  /** Puts many published quiz versions behind unresolved requirements, in one statement. */
  async attachAll(
    tx: Transaction,
    attachments: readonly { requirementId: string; quizVersionId: string }[],
  ): Promise<void> {
    const requirementIds = attachments.map(({ requirementId }) => requirementId);
    const versionIds = attachments.map(({ quizVersionId }) => quizVersionId);
    await tx.query(sql`
      UPDATE course_requirement r SET resolved_id = v.id
      FROM unnest(${requirementIds}::uuid[], ${versionIds}::uuid[]) AS a (requirement_id, version_id)
      JOIN quiz_version v ON v.org_id = ${tx.orgId} AND v.id = a.version_id AND v.status = 'PUBLISHED'
      WHERE r.org_id = ${tx.orgId} AND r.id = a.requirement_id AND r.kind = 'QUIZ' AND r.resolved_id IS NULL`);
  }
}
