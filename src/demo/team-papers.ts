import { TrainingChanges } from '../features/credentials/mandatory-training/training-changes.service.js';
import type { RecordWorkRequirementInput } from '../features/training/work-requirements/work-requirement.input.js';
import { WorkRequirements } from '../features/training/work-requirements/work-requirements.service.js';
import type { Viewer } from '../platform/access/viewer.js';
import type { Transaction } from '../platform/database/transaction.js';
import { done, Papers } from './papers.js';
import { BROUGHT, LATE, LAPSED, TRAININGS } from './team-holdings.js';
import type { Technician } from './technicians.js';
import type { Doer, Tellings } from './tellings.js';
import { dayAfter, type Services } from './training-history.js';

const DAY = 86_400_000;
const TECHNICIAN = 'Physical therapy technician';

/** Who keeps the clinic's records, and of whom besides the technicians. */
export interface Office {
  readonly owner: Viewer;
  readonly records: Viewer;
  readonly others: readonly Viewer[];
}

export interface Teammate {
  readonly technician: Technician;
  readonly viewer: Viewer;
}

/** What the clinic's own people bring along and renew: put on record and looked up by its records office. */
export class TeamPapers {
  /** Certifications of technicians, by whose they are. */
  readonly certifications = new Map<string, { readonly id: string; readonly issuedOn: string }>();
  private readonly papers: Papers;
  private office!: Office;

  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly now: Date,
  ) {
    this.papers = new Papers(service);
  }

  /** The types, and what everybody of the staff learns at first and again in time. */
  async found(office: Office, document: string, foundedDaysAgo: number): Promise<void> {
    this.office = office;
    const { owner, records, others } = office;
    await this.at(foundedDaysAgo, records, (tx) => this.papers.define(tx, document));
    for (const daysAgo of [foundedDaysAgo, foundedDaysAgo - 350]) {
      await this.train(daysAgo, records, [owner, ...others], 'Staff');
      await this.train(daysAgo, owner, [records], 'Records office');
    }
  }

  /** On the first day: cards, clearances and trainings of a technician. */
  async onboard({ technician, viewer: { personId } }: Teammate): Promise<void> {
    const { hiredDaysAgo } = technician;
    if (hiredDaysAgo < 0) return;
    const brought = BROUGHT[technician.email];
    const on = this.day(hiredDaysAgo);
    await this.at(hiredDaysAgo, this.office.records, async (tx) => {
      for (const { finding, issued, expires, typeCode } of brought?.cards ?? []) {
        const issuedOn = this.day(issued);
        const expiresOn = expires === undefined ? null : this.day(expires);
        const id = await this.papers.card(tx, personId, { typeCode, issuedOn, expiresOn });
        if (typeCode === 'PTT_CERT_EXT') this.certifications.set(personId, { id, issuedOn });
        if (finding) await this.papers.find(tx, id, finding, on);
      }
      await this.papers.clear(tx, personId, 'TB_SCREEN', dayAfter(on, -10), on);
      for (const code of TRAININGS.filter((each) => technician.email !== LATE.email || each !== LATE.code))
        await this.papers.train(tx, code, [personId], on, TECHNICIAN);
    });
  }

  /** What was renewed since, what is late or has lapsed, and what the clinic asks for of late. */
  async tellSince(team: readonly Teammate[]): Promise<void> {
    const { owner, records } = this.office;
    for (const { technician, viewer } of team) {
      const renewed = BROUGHT[technician.email]?.renewed;
      if (renewed === undefined) continue;
      await this.train(renewed, records, [viewer], TECHNICIAN);
      await this.at(renewed, records, (tx) =>
        this.papers.clear(tx, viewer.personId, 'TB_SCREEN', this.day(renewed + 5), this.day(renewed)),
      );
    }
    const byEmail = (email: string): Viewer =>
      team.find(({ technician }) => technician.email === email)!.viewer;
    await this.at(11, records, (tx) => this.planLate(tx, byEmail(LATE.email).personId));
    const lapsed = byEmail(LAPSED.email);
    const renewal = { typeCode: 'BLS', issuedOn: this.day(LAPSED.renewed) } as const;
    await this.at(LAPSED.renewed - 1, lapsed, (tx) => this.papers.card(tx, lapsed.personId, renewal));
    await this.at(3, owner, (tx) => this.ask(tx));
  }

  private async train(
    daysAgo: number,
    doer: Viewer,
    viewers: readonly Viewer[],
    jobTitle: string,
  ): Promise<void> {
    const persons = viewers.map(({ personId }) => personId);
    await this.at(daysAgo, doer, async (tx) => {
      for (const code of TRAININGS) await this.papers.train(tx, code, persons, this.day(daysAgo), jobTitle);
    });
  }

  private async planLate(tx: Transaction, personId: string): Promise<void> {
    const { code, plannedInDays, reason } = LATE;
    const planned = { personId, code, plannedOn: this.day(-plannedInDays), reason };
    done('a plan', await this.service(TrainingChanges).planLateIn(tx, planned));
  }

  /** From now on only: what was signed before stays signed. */
  private async ask(tx: Transaction): Promise<void> {
    const citation = 'Rules of the house 4.2: before patients are touched';
    const since = { effectiveFrom: this.day(3), citation };
    const asked: Pick<RecordWorkRequirementInput, 'kind' | 'code' | 'requiredFor' | 'taskCode'>[] = [
      { kind: 'CREDENTIAL', code: 'BLS', requiredFor: ['ASSIGNMENT_START'] },
      { kind: 'CREDENTIAL', code: 'BLS', requiredFor: ['SIGN_OFF'], taskCode: 'transfer_assistance' },
      { kind: 'TRAINING', code: 'BBP', requiredFor: ['ASSIGNMENT_START', 'SIGN_OFF'] },
    ];
    for (const each of asked)
      done('a requirement', await this.service(WorkRequirements).recordIn(tx, { ...each, ...since }));
  }

  private at<T>(daysAgo: number, doer: Doer, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.tellings.at(new Date(this.now.getTime() - daysAgo * DAY), doer, work);
  }

  private day(daysAgo: number): string {
    return dayAfter(this.now.toISOString().slice(0, 10), -daysAgo);
  }
}
