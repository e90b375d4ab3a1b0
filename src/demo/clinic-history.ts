import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import sql, { raw } from 'sql-template-tag';
import { AccountService } from '../features/people/account.service.js';
import { PersonService } from '../features/people/person.service.js';
import { LicenseService } from '../features/training/licenses/license.service.js';
import { AssignmentSupervisors } from '../features/training/placements/assignment-supervisors.service.js';
import { PlacementService } from '../features/training/placements/placement.service.js';
import { ValidatorAuthorizationRecord } from '../features/training/placements/validator-authorization.entity.js';
import { ChecklistTransfer } from '../features/training/skills/document/checklist-transfer.service.js';
import { SignOffEntryService } from '../features/training/sign-offs/sign-off-entry.service.js';
import type { SignOffReason } from '../features/training/sign-offs/sign-off-reasons.js';
import { type SignOffSubject, subjectOf } from '../features/training/sign-offs/sign-off-subject.queries.js';
import type { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { newId } from '../platform/ids/ids.js';
import { type DemoSkill, enterChecklist, skillsOf } from './demo-skills.js';
import { foundOrganization, StaffEntry, type DemoSite } from './organizations.js';
import { done } from './papers.js';
import { CLINIC_STAFF } from './people.js';
import { readPlaces } from './places.js';
import { TECHNICIANS, type Technician } from './technicians.js';
import type { Tellings } from './tellings.js';
import { type Office, type Teammate, TeamPapers } from './team-papers.js';
import { dayAfter, TrainingHistory, type Learner, type Services } from './training-history.js';
import { stretchesOf } from './training-story.rules.js';

/** Everything of the clinic happened since. */
const FOUNDED_DAYS_AGO = 600;

/** A supervisor of the clinic, and what they hold. */
interface Supervisor {
  readonly viewer: Viewer;
  readonly site: number;
  licenseId?: string;
}

/** The clinic from its founding to today: its supervisors, their licenses, and its own people on the job. */
export class ClinicHistory {
  readonly orgId = newId();
  readonly foundedDaysAgo = FOUNDED_DAYS_AGO;
  owner!: Viewer;
  records!: Viewer;
  private auditor!: Viewer;
  readonly supervisors: Supervisor[] = [];
  readonly team: Teammate[] = [];
  readonly papers: TeamPapers;
  private checklistVersionId!: string;
  private skills!: DemoSkill[];

  constructor(
    private readonly tellings: Tellings,
    readonly service: Services,
    private readonly staff: StaffEntry,
    private readonly now: Date,
    private readonly sites: readonly DemoSite[],
    readonly training: TrainingHistory,
  ) {
    this.papers = new TeamPapers(tellings, service, now);
  }

  /** With supervisors who may sign, and what they sign. */
  async found(checklist: string): Promise<void> {
    await this.at(FOUNDED_DAYS_AGO, { orgId: this.orgId }, async (tx) => {
      for (const table of ['supervision_rule', 'ce_policy'] as const)
        await tx.query(rulesKnownSince(table, tx.now));
      await this.appoint(tx);
    });
    await this.papers.found(this.office(), checklist, FOUNDED_DAYS_AGO);
    await this.at(FOUNDED_DAYS_AGO - 5, this.owner, async (tx) => {
      for (const supervisor of this.supervisors) await this.authorize(tx, supervisor);
      this.checklistVersionId = await enterChecklist(tx, this.service(ChecklistTransfer), checklist);
      this.skills = await skillsOf(tx, this.checklistVersionId);
    });
  }

  /** Everybody of its own, each as far as they have come. */
  async train(): Promise<void> {
    for (const technician of TECHNICIANS) await this.trainOne(technician);
    await this.papers.tellSince(this.team);
  }

  /** A technician or supervisor, by given and family name. */
  personCalled(name: string): Viewer {
    const found = this.team.find(
      ({ technician: { givenName, familyName } }) => `${givenName} ${familyName}` === name,
    );
    const place = CLINIC_STAFF.supervisors.findIndex(
      ({ givenName, familyName }) => `${givenName} ${familyName}` === name,
    );
    return found?.viewer ?? this.supervisors[place]!.viewer;
  }

  /** The supervisor of a site, at home or on the records of a school that has placed somebody there. */
  supervisorAt(site: number, hostingOrgId: string | null): Learner['supervisor'] {
    const { viewer } = this.supervisors.find((each) => each.site === site)!;
    const supervises = viewer.personId;
    return hostingOrgId === null
      ? Object.assign(viewer, { supervises })
      : { viewer, hostingOrgId, supervises };
  }

  /** Who answers for somebody at a site from their first day on. */
  async nameSupervisor(tx: Transaction, assignmentId: string, site: number): Promise<void> {
    const { personId } = this.supervisors.find((each) => each.site === site)!.viewer;
    done('a supervisor', await this.service(AssignmentSupervisors).nameIn(tx, { assignmentId, personId }));
  }

  siteAt(site: number): DemoSite {
    return this.sites[site]!;
  }

  private async trainOne(technician: Technician): Promise<void> {
    const { site, hiredDaysAgo, fate } = technician;
    const startsOn = dayAfter(this.today(), -hiredDaysAgo);
    const learner = await this.at(Math.max(hiredDaysAgo, 0) + 1, this.owner, async (tx) => {
      const lineManagerId = this.supervisors.find((each) => each.site === site)!.viewer.membershipId;
      const viewer = await this.staff.add(tx, technician, { lineManagerId });
      this.team.push({ technician, viewer });
      const { personId } = viewer;
      const { id: siteId, timeZone } = this.siteAt(site);
      const { checklistVersionId } = this;
      const made = await this.service(PlacementService).assignIn(tx, {
        personId,
        siteId,
        checklistVersionId,
        startsOn,
        endsOn: null,
      });
      if (isRefusal(made)) throw new Error(`Nobody can be assigned: ${JSON.stringify(made)}`);
      await this.nameSupervisor(tx, made.id, site);
      return { assignmentId: made.id, startsOn, timeZone, supervisor: this.supervisorAt(site, null) };
    });
    await this.papers.onboard(this.team.at(-1)!);
    const codes = this.skills.map(({ code }) => code);
    for (const stretch of stretchesOf(fate, codes, hiredDaysAgo))
      await this.training.learn(learner, this.skills, stretch);
    if (fate === 'SUSPENDED')
      await this.decide(
        learner,
        'SK09',
        'SUSPENDED',
        5,
        'INCIDENT',
        'A near fall: looked into until Friday.',
      );
    if (fate === 'REVOKED')
      await this.decide(
        learner,
        'SK04',
        'REVOKED',
        3,
        'UNSAFE_PRACTICE',
        'Did not check who the patient was.',
      );
  }

  /** The owner decides about somebody's sign-off; what rests on it follows. */
  private async decide(
    { assignmentId }: Learner,
    skillCode: string,
    kind: 'SUSPENDED' | 'REVOKED',
    daysAgo: number,
    reasonCode: SignOffReason,
    note: string,
  ): Promise<void> {
    const skillId = this.skills.find(({ code }) => code === skillCode)!.id;
    await this.at(daysAgo, this.owner, async (tx) => {
      const [signOff] = await tx.query<{ id: string }>(sql`
        SELECT id FROM sign_off WHERE org_id = ${tx.orgId} AND assignment_id = ${assignmentId} AND skill_id = ${skillId}`);
      const [subject] = await tx.query<SignOffSubject>(subjectOf(tx.db, signOff!.id));
      const decided = await this.service(SignOffEntryService).addTo(tx, subject!, kind, { reasonCode, note });
      if (isRefusal(decided)) throw new Error(`Nothing can be decided: ${JSON.stringify(decided)}`);
    });
  }

  private async appoint(tx: Transaction): Promise<void> {
    await foundOrganization(tx, 'Lakeside Physical Therapy', { isSchool: false, isClinic: true }, this.sites);
    const { owner, supervisors, records, auditor } = CLINIC_STAFF;
    this.owner = await this.staff.add(tx, owner);
    const lineManagerId = this.owner.membershipId;
    this.records = await this.staff.add(tx, records, { lineManagerId });
    for (const { site, ...member } of supervisors) {
      const viewer = await this.staff.add(tx, member, { siteIds: [this.siteAt(site).id], lineManagerId });
      this.supervisors.push({ viewer, site });
    }
    this.auditor = await this.staff.add(tx, auditor, {
      expiresAt: new Date(this.now.getTime() + 90 * DAY),
    });
  }

  private office(): Office {
    const { owner, records, auditor } = this;
    return { owner, records, others: [...this.supervisors.map(({ viewer }) => viewer), auditor] };
  }

  /** A license, confirmed at the board's own list, and the site they may validate at. */
  private async authorize(tx: Transaction, supervisor: Supervisor): Promise<void> {
    const { viewer, site } = supervisor;
    const { personId } = viewer;
    const { license } =
      CLINIC_STAFF.supervisors[this.supervisors.findIndex((each) => each.viewer.personId === personId)]!;
    const { jurisdiction, id: siteId } = this.siteAt(site);
    const today = this.today();
    const added = await this.service(LicenseService).addIn(tx, personId, {
      typeCode: license.type,
      jurisdiction,
      number: license.number,
      activeFrom: dayAfter(today, -license.since),
      activeUntil: dayAfter(today, license.left),
    });
    if (isRefusal(added)) throw new Error(`A license cannot be added: ${JSON.stringify(added)}`);
    supervisor.licenseId = added.id;
    const seen = {
      verifiedOn: dayAfter(today, 5 - FOUNDED_DAYS_AGO),
      source: 'The board’s public license look-up',
    };
    await this.service(LicenseService).verifyIn(tx, { licenseId: added.id, outcome: 'CONFIRMED', ...seen });
    await tx.insert(ValidatorAuthorizationRecord, {
      id: newId(),
      personId,
      siteId,
      startsOn: dayAfter(today, 5 - FOUNDED_DAYS_AGO),
      assessorTrainedOn: dayAfter(today, -FOUNDED_DAYS_AGO),
      recordedBy: this.owner.personId,
    });
  }

  private at<T>(
    daysAgo: number,
    doer: Parameters<Tellings['at']>[1],
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.tellings.at(new Date(this.now.getTime() - daysAgo * DAY), doer, work);
  }

  private today(): string {
    return this.now.toISOString().slice(0, 10);
  }
}

const DAY = 86_400_000;

export function clinicHistory(
  app: NestFastifyApplication,
  tellings: Tellings,
  now: Date,
  passwordHash: string,
): ClinicHistory {
  const service: Services = (type) => app.get(type, { strict: false });
  const sites = readPlaces().clinic.map((place): DemoSite => ({
    id: newId(),
    setting: 'OUTPATIENT',
    ...place,
  }));
  const staff = new StaffEntry(service(PersonService), service(AccountService), passwordHash);
  return new ClinicHistory(tellings, service, staff, now, sites, new TrainingHistory(tellings, service, now));
}

/** What the example rules and policies say was known before anything happened: they were recorded at this start. */
const rulesKnownSince = (table: 'supervision_rule' | 'ce_policy', since: Date) => sql`
  UPDATE ${raw(table)} SET recorded_at = least(recorded_at, ${since}::timestamptz)`;
