import { SpecialtyTrackImports } from '../features/awards/tracks/track-import.service.js';
import { PlacementService } from '../features/training/placements/placement.service.js';
import { ChecklistTransfer } from '../features/training/skills/document/checklist-transfer.service.js';
import type { ClinicHistory } from './clinic-history.js';
import type { Content } from './content.js';
import { type DemoSkill, enterChecklist, skillsOf } from './demo-skills.js';
import { done } from './papers.js';
import { GRADUATES } from './people.js';
import { type PlacementHistory, SITE } from './placement-history.js';
import type { SchoolHistory } from './school-history.js';
import type { Tellings } from './tellings.js';
import { dayAfter, type Learner, type Services } from './training-history.js';

const DAY = 86_400_000;
const BEGAN_DAYS_AGO = 7;
const STAYS_DAYS = 45;

/** Specialties on top of the certificate, and a graduate who has begun to earn one. */
export class SpecialtyHistory {
  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly school: SchoolHistory,
    private readonly clinic: ClinicHistory,
    private readonly placements: PlacementHistory,
    private readonly now: Date,
  ) {}

  async tell({ tracks, specialtyChecklist }: Content): Promise<void> {
    const { admin } = this.school;
    const [checklistVersionId, skills] = await this.tellings.at(this.daysAgo(20), admin, async (tx) => {
      const wish = { document: tracks, publish: true, dryRun: false };
      done('a specialty', await this.service(SpecialtyTrackImports).importIn(tx, wish));
      const id = await enterChecklist(tx, this.service(ChecklistTransfer), specialtyChecklist);
      return [id, await skillsOf(tx, id)];
    });
    const learner = await this.place(checklistVersionId);
    const learned = (codes: string[], signed: boolean) => ({
      ...{ codes, signed, fromDay: 1, observations: 1, failing: [] },
    });
    const of = (signed: boolean): string[] => skills.filter(isSignedAtOnce(signed)).map(({ code }) => code);
    await this.clinic.training.learn(learner, skills, learned(of(true), true));
    await this.clinic.training.learn(learner, skills, learned(of(false), false));
  }

  private async place(checklistVersionId: string): Promise<Learner> {
    const { enrollmentId } = this.school.trainees[0]![GRADUATES.byRecords]!;
    const { id: siteId, timeZone } = this.clinic.siteAt(SITE);
    const startsOn = dayAfter(this.now.toISOString().slice(0, 10), -BEGAN_DAYS_AGO);
    const dates = { startsOn, endsOn: dayAfter(startsOn, STAYS_DAYS) };
    const { agreementId, courseId } = this.placements;
    const where = { enrollmentId, siteId, agreementId, courseId, checklistVersionId };
    const assignmentId = await this.tellings.at(
      this.daysAgo(BEGAN_DAYS_AGO + 1),
      this.school.admin,
      async (tx) =>
        done('a placement', await this.service(PlacementService).placeIn(tx, { ...where, ...dates })).id,
    );
    await this.tellings.at(this.daysAgo(BEGAN_DAYS_AGO), this.clinic.owner, (tx) =>
      this.clinic.nameSupervisor(tx, assignmentId, SITE),
    );
    const supervisor = this.clinic.supervisorAt(SITE, this.school.orgId);
    return { assignmentId, startsOn, timeZone, supervisor };
  }

  private daysAgo(days: number): Date {
    return new Date(this.now.getTime() - days * DAY);
  }
}

const isSignedAtOnce =
  (signed: boolean) =>
  ({ requiredObservations }: DemoSkill): boolean =>
    (requiredObservations === 1) === signed;
