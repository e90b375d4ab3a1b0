import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { courseTotals, creditOf, requiredMinutes } from './credit.rules.js';
import { takeDraft } from './draft.service.js';
import { ProgramVersion } from './program.entity.js';
import type { PublishProgramVersionInput, RetireProgramVersionInput } from './program.input.js';
import { ProgramRequirements } from './program-requirements.service.js';
import { ProgramService } from './program.service.js';
import { DraftChanged, VersionIncomplete, VersionNotDraft, VersionNotPublished } from './program.refusals.js';
import { pathText, problemsOf } from './publication.rules.js';
import { outlineOf, readVersion, type StoredVersion } from './stored-version.js';
import type { ProgramOutline } from './outline.js';

type Unpublished = DraftChanged | VersionNotDraft | VersionIncomplete;

/** The two steps a version takes: from draft to published, and from published to retired. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly programs: ProgramService,
    private readonly requirements: ProgramRequirements,
  ) {}

  async publish(db: TenantDb, input: PublishProgramVersionInput): Promise<ProgramVersion | Unpublished> {
    const receipt = await db.once(input, (tx) => this.publishIn(tx, input));
    return isRefusal(receipt) ? receipt : this.programs.version(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: publishes within a transaction that is already open. */
  async publishIn(
    tx: Transaction,
    input: { versionId: string; revision: number },
  ): Promise<{ id: string } | Unpublished> {
    const draft = await takeDraft(tx, input);
    if (isRefusal(draft)) return draft;
    const stored = await readVersion(tx, draft.id);
    const outline = outlineOf(stored);
    const problems = problemsOf(outline).map(({ path, message }) => ({ path: pathText(path), message }));
    if (problems.length) return refuse(VersionIncomplete, incomplete(problems.length), { problems });
    await writeTotals(tx, stored, outline);
    await this.requirements.resolveDraft(tx, draft.id);
    await tx.update(
      ProgramVersion,
      { id: draft.id },
      {
        status: 'PUBLISHED',
        publishedAt: tx.now,
        publishedBy: tx.db.actorId,
        requiredMinutes: requiredMinutes(outline),
      },
    );
    return { id: draft.id };
  }

  async retire(
    db: TenantDb,
    input: RetireProgramVersionInput,
  ): Promise<ProgramVersion | VersionNotPublished> {
    const receipt = await db.once(input, async (tx) => {
      const { versionId: id } = input;
      const change = { status: 'RETIRED', retiredAt: tx.now, retiredBy: tx.db.actorId } as const;
      if (await tx.update(ProgramVersion, { id, status: 'PUBLISHED' }, change)) return { id };
      const { status } = await tx.get(ProgramVersion, { id });
      const what = status === 'DRAFT' ? 'is a draft and' : 'is retired already and';
      return refuse(VersionNotPublished, `This version ${what} cannot be retired.`, { status });
    });
    return isRefusal(receipt) ? receipt : this.programs.version(db, receipt.id);
  }
}

const incomplete = (problems: number): string =>
  problems === 1
    ? 'One thing stands in the way of publishing.'
    : `${problems} things stand in the way of publishing.`;

/** Credit of lessons and quizzes, and the sums of each course: what progress is measured against from now on. */
async function writeTotals(
  tx: Transaction,
  { courses }: StoredVersion,
  outline: ProgramOutline,
): Promise<void> {
  const credits = courses.flatMap(({ modules }, c) =>
    modules.flatMap(({ lessons, requirements }, m) => {
      const credit = creditOf(outline.courses[c]!.modules[m]!);
      return [
        ...lessons.map(({ id }, i) => ({ id, minutes: credit.lessons[i] })),
        ...requirements.map(({ id }, i) => ({ id, minutes: credit.requirements[i] })),
      ];
    }),
  );
  const totals = courses.map(({ course }, c) => ({ id: course.id, ...courseTotals(outline.courses[c]!) }));
  const creditRows = sql`jsonb_to_recordset(${JSON.stringify(credits)}::jsonb) AS c (id uuid, minutes int)`;
  await tx.query(sql`UPDATE lesson l SET credit_minutes = c.minutes FROM ${creditRows}
    WHERE l.org_id = ${tx.orgId} AND l.id = c.id`);
  await tx.query(sql`UPDATE course_requirement r SET credit_minutes = c.minutes FROM ${creditRows}
    WHERE r.org_id = ${tx.orgId} AND r.id = c.id`);
  await tx.query(sql`UPDATE course c SET required_minutes = t."requiredMinutes", lessons_required = t."lessonsRequired",
      requirements_required = t."requirementsRequired"
    FROM jsonb_to_recordset(${JSON.stringify(totals)}::jsonb)
      AS t (id uuid, "requiredMinutes" int, "lessonsRequired" int, "requirementsRequired" int)
    WHERE c.org_id = ${tx.orgId} AND c.id = t.id`);
}
