import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { checklistStanding } from '../completion/checklist-completion.rules.js';
import type { AssignmentHours } from '../hours/hour-log.type.js';
import { HoursOverview } from '../hours/hours-overview.service.js';
import type { Assignment } from '../placements/assignment.js';
import { AssignmentReading } from '../placements/assignment-reading.service.js';
import { sceneFrom, sceneOf, type SceneRow } from '../sign-offs/sign-off-scene.queries.js';
import { askedSkills, demands, type AskedSkill, type DemandOfAssignment } from './my-training.queries.js';
import { nextOfAll, skillProgress, type SkillProgress } from './my-training.rules.js';
import { MyAssignment, MySkill, MyTraining } from './my-training.type.js';

interface SkillOfMine {
  readonly asked: AskedSkill;
  readonly row: SceneRow;
  readonly progress: SkillProgress;
}

/** A trainee's own training: what is asked, what is missing, what is next. Five statements, however much it is. */
@Injectable()
export class MyTrainings {
  constructor(
    private readonly assignments: AssignmentReading,
    private readonly hours: HoursOverview,
  ) {}

  async of(db: TenantDb): Promise<MyTraining> {
    const [assignments, hours] = await Promise.all([this.assignments.ofViewer(db), this.hours.mine(db)]);
    if (!assignments.length)
      return myTraining([], 'Nobody has assigned you to a site yet: ask your school or employer.');
    const ids = assignments.map(({ id }) => id);
    const [asked, wanted] = await db.readAll<[AskedSkill, DemandOfAssignment]>([
      askedSkills(db, ids),
      demands(db, ids),
    ]);
    const skills = Map.groupBy(await progressOf(db, assignments, asked), (each) => each.asked.assignmentId);
    const demandOf = new Map(wanted.map((each) => [each.assignmentId, each]));
    const hoursOf = new Map(hours.map((each) => [each.assignmentId, each]));
    const mine = assignments.map((assignment) => {
      const { id } = assignment;
      return myAssignment(assignment, skills.get(id) ?? [], demandOf.get(id)!, hoursOf.get(id) ?? null);
    });
    const running = mine.find(({ assignment }) => assignment.state === 'IN_FORCE') ?? mine[0]!;
    return myTraining(mine, `${running.assignment.siteName}: ${running.next}`);
  }
}

async function progressOf(
  db: TenantDb,
  assignments: readonly Assignment[],
  asked: readonly AskedSkill[],
): Promise<SkillOfMine[]> {
  if (!asked.length) return [];
  const todayOf = new Map(assignments.map(({ id, today }) => [id, today]));
  const keys = asked.map(({ assignmentId, skillId }) => ({
    assignmentId,
    skillId,
    effectiveOn: todayOf.get(assignmentId)!,
  }));
  const [rows, [clock]] = await db.readAll<[SceneRow, { now: Date }]>([
    sceneOf(db.orgId, keys, null),
    sql`SELECT app_now() AS now`,
  ]);
  return rows.flatMap((row, i) =>
    row.skill
      ? [{ asked: asked[i]!, row, progress: skillProgress(sceneFrom(row), row.skill, clock!.now) }]
      : [],
  );
}

function myAssignment(
  assignment: Assignment,
  skills: readonly SkillOfMine[],
  { title, completion, requiredMinutes }: DemandOfAssignment,
  hours: AssignmentHours | null,
): MyAssignment {
  const required = skills.filter(({ asked }) => asked.required).map(({ progress }) => progress.standing);
  const counted = hours?.countedMinutes ?? 0;
  const { complete, because } = checklistStanding({ completion, requiredMinutes }, required, counted);
  return Object.assign(new MyAssignment(), {
    assignment,
    checklistTitle: title,
    completion,
    requiredMinutes,
    complete,
    because,
    hours,
    skills: skills.map(mySkill),
    next: nextOfAll(
      skills.map(({ asked, row, progress }) => ({
        code: row.skill!.code,
        required: asked.required,
        progress,
      })),
    ),
  });
}

function mySkill({ asked, row: { skill }, progress }: SkillOfMine): MySkill {
  const { standing, observed, actionPlanOpen, prerequisitesMissing, missing, next } = progress;
  const { status, signOffId, expiresOn, because } = standing;
  return Object.assign(new MySkill(), {
    skillOrgId: skill!.orgId,
    skillId: skill!.id,
    skillVersionId: skill!.versionId,
    code: skill!.code,
    title: skill!.title,
    required: asked.required,
    ...{ status, signOffId, expiresOn, because },
    observations: observed.counted.length,
    observationsRequired: skill!.requiredObservations,
    dates: observed.dates,
    datesRequired: skill!.requiredDates,
    validators: observed.validators,
    validatorsRequired: skill!.requiredValidators,
    ...{ actionPlanOpen, prerequisitesMissing, missing, next },
  });
}

const myTraining = (assignments: MyAssignment[], next: string): MyTraining =>
  Object.assign(new MyTraining(), { assignments, next });
