import { CeActivities } from '../features/continuing-education/activities/ce-activity.service.js';
import { CompletionClaims } from '../features/continuing-education/completions/completion-claims.service.js';
import { CeClosings } from '../features/continuing-education/cycles/ce-closings.service.js';
import type { AddCeObligationInput } from '../features/continuing-education/cycles/ce-cycle.input.js';
import { CeObligations } from '../features/continuing-education/cycles/ce-obligations.service.js';
import { CeAudits } from '../features/continuing-education/reviews/ce-audits.service.js';
import { CeReviews } from '../features/continuing-education/reviews/ce-reviews.service.js';
import type { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Files } from '../platform/files/files.js';
import type { ClinicHistory } from './clinic-history.js';
import {
  ACTIVITIES,
  type ActivityName,
  ATTENDED,
  CLAIMED,
  CLOSED,
  LATE_CERTIFICATE,
  POLICIES,
  REFUSED_BECAUSE,
} from './education-story.js';
import { done } from './papers.js';
import type { Doer, Tellings } from './tellings.js';
import { dayAfter, type Services } from './training-history.js';

const DAY = 86_400_000;
/** Where the certificate that renews credits is read in; of everybody the same, so that days are days. */
const TIME_ZONE = 'UTC';

/** Continuing education of the clinic's people: who is under which policies, and what they did for it. */
export class EducationHistory {
  private readonly activities = new Map<ActivityName, string>();
  /** Of the employment, by whose it is. */
  private readonly employed = new Map<string, string>();

  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly clinic: ClinicHistory,
    private readonly now: Date,
  ) {}

  async tell(): Promise<void> {
    const { records, foundedDaysAgo } = this.clinic;
    await this.at(foundedDaysAgo - 5, records, async (tx) => {
      for (const [name, fields] of Object.entries(ACTIVITIES)) {
        const { id } = done(name, await this.service(CeActivities).addIn(tx, fields));
        this.activities.set(name as ActivityName, id);
      }
    });
    await this.putUnderPolicies();
    for (const [name, daysAgo, whose] of ATTENDED)
      await this.at(daysAgo, records, (tx) => this.attend(tx, name, daysAgo, whose));
    for (const { whose, daysAgo } of CLOSED) await this.at(daysAgo, records, (tx) => this.close(tx, whose));
    await this.correctLate();
    for (const claim of CLAIMED) await this.claim(claim);
  }

  private async putUnderPolicies(): Promise<void> {
    const { records, team, supervisors, papers } = this.clinic;
    for (const { technician, viewer } of team) {
      const { hiredDaysAgo, givenName, familyName } = technician;
      if (hiredDaysAgo < 0) continue;
      const { personId } = viewer;
      await this.at(hiredDaysAgo, records, async (tx) => {
        const hired = { personId, policyCode: POLICIES.employed, anchorOn: this.day(hiredDaysAgo) };
        this.employed.set(`${givenName} ${familyName}`, await this.oblige(tx, hired));
        const card = papers.certifications.get(personId);
        if (!card) return;
        const certified = { personId, policyCode: POLICIES.certified, externalCredentialId: card.id };
        await this.oblige(tx, { ...certified, anchorOn: card.issuedOn });
      });
    }
    const january = `${this.now.getUTCFullYear() - 1}-01-01`;
    await this.at(365, records, async (tx) => {
      for (const { viewer, licenseId } of supervisors) {
        const supervising = { personId: viewer.personId, policyCode: POLICIES.supervising, licenseId };
        await this.oblige(tx, { ...supervising, anchorOn: january });
      }
    });
  }

  private async oblige(
    tx: Transaction,
    obligation: Omit<AddCeObligationInput, 'operationId'>,
  ): Promise<string> {
    return done('an obligation', await this.service(CeObligations).addIn(tx, obligation)).id;
  }

  private async attend(
    tx: Transaction,
    name: ActivityName,
    attended: number,
    whose: readonly string[],
  ): Promise<void> {
    const attendees = whose.map((each) => ({
      personId: this.clinic.personCalled(each).personId,
      role: 'ATTENDEE' as const,
    }));
    const where = { ceActivityId: this.activities.get(name)!, completedOn: this.day(attended) };
    const said = { ...where, timeZone: TIME_ZONE, attendees, evidenceFileIds: [] };
    done(name, await this.service(CompletionClaims).recordIn(tx, said));
  }

  private cycleOf(whose: string): { ceObligationId: string; cycleStartsOn: string } {
    const { technician } = this.clinic.team.find(({ viewer }) => viewer === this.clinic.personCalled(whose))!;
    const cycleStartsOn = this.day(technician.hiredDaysAgo);
    return { ceObligationId: this.employed.get(whose)!, cycleStartsOn };
  }

  private async close(tx: Transaction, whose: string): Promise<void> {
    done('a cycle', await this.service(CeClosings).closeIn(tx, this.cycleOf(whose)));
  }

  /** A closed cycle changes by a correction alone; an auditor was given all of it. */
  private async correctLate(): Promise<void> {
    const { owner, records } = this.clinic;
    const { whose, activity, attended, recorded, audited, reason } = LATE_CERTIFICATE;
    await this.at(recorded, records, (tx) => this.attend(tx, activity, attended, [whose]));
    await this.at(recorded - 1, records, async (tx) => {
      const corrected = { ...this.cycleOf(whose), reason };
      done('a correction', await this.service(CeClosings).correctIn(tx, corrected));
    });
    await this.at(audited, owner, async (tx) => {
      done('a packet', await this.service(CeAudits).auditIn(tx, this.cycleOf(whose)));
    });
  }

  private async claim({
    whose,
    activity,
    attended,
    claimed,
    refused,
  }: (typeof CLAIMED)[number]): Promise<void> {
    const viewer = this.clinic.personCalled(whose);
    const { title } = ACTIVITIES[activity];
    const ceCompletionId = await this.at(claimed, viewer, async (tx) => {
      const content = Buffer.from(`Certificate of attendance\n${title}\n${this.day(attended)}\n`);
      const certificate = { name: `${activity}.txt`, contentType: 'text/plain', content };
      const evidenceFileIds = [await this.service(Files).storeIn(tx, certificate)];
      const what = { ceActivityId: this.activities.get(activity)!, role: 'ATTENDEE' as const };
      const when = { completedOn: this.day(attended), timeZone: TIME_ZONE };
      const claims = this.service(CompletionClaims);
      return done('a claim', await claims.claimIn(tx, { ...what, ...when, evidenceFileIds })).id;
    });
    if (refused === null) return;
    await this.at(refused, this.clinic.records, async (tx) => {
      const decided = { ceCompletionId, decision: 'REFUSED' as const, reason: REFUSED_BECAUSE };
      done('a review', await this.service(CeReviews).reviewIn(tx, decided));
    });
  }

  private at<T>(daysAgo: number, doer: Doer | Viewer, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.tellings.at(new Date(this.now.getTime() - daysAgo * DAY), doer, work);
  }

  private day(daysAgo: number): string {
    return dayAfter(this.now.toISOString().slice(0, 10), -daysAgo);
  }
}
