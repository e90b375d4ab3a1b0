import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { STANDING_KINDS, type StandingQuestion } from '../../credentials/standing.js';
import { Standings } from '../../credentials/standings.service.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import type { AskedRequirement } from '../../programs/award-word.rules.js';
import { checklistStanding } from '../../training/completion/checklist-completion.rules.js';
import { skillFactsFrom } from '../../training/sign-offs/skill-facts.queries.js';
import { EVERYTHING_ON_RECORD, skillStatus } from '../../training/sign-offs/skill-status.rules.js';
import type { AwardStanding } from './award.js';
import {
  awardSubjects,
  type ChecklistAsked,
  type ChecklistOnRecord,
  checklistsOnRecord,
  type AwardSubject,
  type LastAward,
} from './award-record.queries.js';
import {
  askedOfProgram,
  askedOfSpecialty,
  type AwardRecord,
  type DecidedAwardRequirement,
  isReady,
  programRequirements,
  specialtyRequirements,
} from './award-requirement.rules.js';
import { awardStanding, standingSentence } from './award-standing.rules.js';

/** Holds that keep a certificate back where nobody has said otherwise (inv 46). */
export const BLOCKING_HOLDS: readonly HoldKind[] = ['FINANCIAL', 'DISCIPLINARY'];

/** The last certificate of somebody and where it stands. */
export type StandingAward = LastAward & { readonly standing: AwardStanding };

/** What is on record for an award, requirement by requirement as of today. */
export interface AwardDecision {
  readonly subject: AwardSubject;
  readonly requirements: readonly DecidedAwardRequirement[];
  /** Whether all of them are met. */
  readonly ready: boolean;
  /** The last certificate of the program, or of the specialty asked about; null before the first. */
  readonly award: StandingAward | null;
}

type Held = AwardRecord['held'];
type Checklists = AwardRecord['checklists'];

/**
 * Decides from records what awards ask for (inv 46): for any number of enrollments in two statements and those of the
 * standings of what people hold.
 */
@Injectable()
export class AwardDecisions {
  constructor(private readonly standings: Standings) {}

  /** Of enrollments `e` that `which` tells, in its order. With a track, of that specialty instead of their program. */
  async of(tx: Transaction, which: Sql, trackId: string | null = null): Promise<AwardDecision[]> {
    const subjects = await tx.query<AwardSubject>(awardSubjects(tx.orgId, which, trackId));
    const asked = subjects.map((subject) => askedOf(subject));
    const checklists = await checklistsOf(tx, subjects, asked);
    const held = await this.heldBy(tx, subjects, asked);
    return subjects.map((subject, i) => decisionOf(subject, asked[i]!, checklists[i]!, held[i]!));
  }

  /** By code, of whatever kinds the organization has defined under it. */
  private async heldBy(
    tx: Transaction,
    subjects: readonly AwardSubject[],
    asked: readonly AskedRequirement[][],
  ): Promise<Held[]> {
    const questions: StandingQuestion[] = subjects.flatMap(({ personId, today: on }, i) =>
      codesOf(asked[i]!, 'CURRENT').flatMap((code) =>
        STANDING_KINDS.map((kind) => ({ personId, kind, code, on })),
      ),
    );
    const answers = questions.length ? await this.standings.of(tx, questions) : [];
    const known = questions
      .map(({ personId, code, on }, i) => ({ about: `${personId} ${on} ${code}`, standing: answers[i]! }))
      .filter(({ standing }) => standing.status !== 'UNKNOWN_TYPE');
    const byQuestion = Map.groupBy(known, ({ about }) => about);
    return subjects.map(
      ({ personId, today }, i) =>
        new Map(
          codesOf(asked[i]!, 'CURRENT').map((code) => [
            code,
            (byQuestion.get(`${personId} ${today} ${code}`) ?? []).map(({ standing }) => standing),
          ]),
        ),
    );
  }
}

function askedOf({ awardRequirements, courseChecklists, track }: AwardSubject): AskedRequirement[] {
  if (track) return askedOfSpecialty(track.awardRequirements);
  return askedOfProgram(
    awardRequirements,
    courseChecklists.map(({ code }) => code),
  );
}

const codesOf = (asked: readonly AskedRequirement[], kind: 'CHECKLIST_COMPLETE' | 'CURRENT'): string[] =>
  asked.flatMap((each) => (each.kind === kind ? each.code : []));

async function checklistsOf(
  tx: Transaction,
  subjects: readonly AwardSubject[],
  asked: readonly AskedRequirement[][],
): Promise<Checklists[]> {
  const wanted = subjects.flatMap((subject, i) =>
    codesOf(asked[i]!, 'CHECKLIST_COMPLETE').map((code) => checklistAsked(subject, code)),
  );
  const rows = wanted.length ? await tx.query<ChecklistOnRecord>(checklistsOnRecord(tx.orgId, wanted)) : [];
  const byEnrollment = Map.groupBy(rows, ({ enrollmentId }) => enrollmentId);
  return subjects.map(
    ({ enrollmentId }) =>
      new Map((byEnrollment.get(enrollmentId) ?? []).map((row) => [row.code, checklistDecision(row)])),
  );
}

/** A checklist of a course in the version that the course was published with; of a specialty as it was assigned. */
function checklistAsked(subject: AwardSubject, code: string): ChecklistAsked {
  const { enrollmentId, personId, timeZone } = subject;
  const ofCourse = subject.track ? undefined : subject.courseChecklists.find((each) => each.code === code);
  const { versionId, minutes } = ofCourse?.versionId ? ofCourse : { versionId: null, minutes: null };
  return { enrollmentId, personId, code, versionId, minutes, timeZone };
}

/** Every required skill unexpired on the day (inv 46), and the hours it asks for. */
function checklistDecision({ title, on, demand, skills, minutes }: ChecklistOnRecord) {
  const standings = skills.map((each) => skillStatus(skillFactsFrom(each), on, EVERYTHING_ON_RECORD));
  return { title, ...checklistStanding(demand, standings, minutes) };
}

function decisionOf(
  subject: AwardSubject,
  asked: readonly AskedRequirement[],
  checklists: Checklists,
  held: Held,
): AwardDecision {
  const { track, policy } = subject;
  const record = { ...subject, checklists, held, blockingHolds: policy?.blockingHolds ?? BLOCKING_HOLDS };
  const requirements = track
    ? specialtyRequirements(asked, record, baseRequirement(subject))
    : programRequirements(asked, record);
  const award = standingAward(track ? subject.specialtyAward : subject.programAward, subject);
  return { subject, requirements, ready: isReady(requirements), award };
}

/** By whatever is on record: a verb that waited for another sees what that one has just written. */
function standingAward(last: LastAward | null, { today }: Pick<AwardSubject, 'today'>): StandingAward | null {
  const standing = last && awardStanding(last.facts, today, EVERYTHING_ON_RECORD);
  return standing && { ...last, standing };
}

/** A specialty rests on the certificate of the program that its track names, of this enrollment. */
function baseRequirement(subject: AwardSubject): DecidedAwardRequirement {
  const { baseProgramCode, versionId, title } = subject.track!;
  const about = { kind: 'BASE_AWARD' as const, code: baseProgramCode, title: subject.title };
  if (versionId === null)
    return {
      ...about,
      title,
      met: false,
      because: `${title} has no published version: nobody can earn it now.`,
    };
  if (subject.programCode !== baseProgramCode)
    return {
      ...about,
      met: false,
      because: `It rests on the certificate of ${baseProgramCode}, and the enrollment is in ${subject.programCode}.`,
    };
  const base = standingAward(subject.programAward, subject);
  if (!base) return { ...about, met: false, because: 'The certificate it rests on is not awarded yet.' };
  return { ...about, met: base.standing.status === 'VALID', because: standingSentence(base.standing) };
}
