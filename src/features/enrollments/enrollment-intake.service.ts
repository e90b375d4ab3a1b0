import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { lockMembers } from '../organizations/membership-authority.js';
import type { CohortClosed, ProgramVersionNotOpen } from './cohort.refusals.js';
import { closed, CohortService, versionNotOpen } from './cohort.service.js';
import type { Enrollment } from './enrollment.entity.js';
import type { EnrollTraineeInput, EnrollTraineesInput, ImportEnrollmentsInput } from './enrollment.input.js';
import { AlreadyEnrolled, FormerMember, PersonAmbiguous } from './enrollment.refusals.js';
import { EnrollmentService } from './enrollment.service.js';
import { EnrollmentIntake, type EnrollmentIntakeRow } from './enrollment.type.js';
import {
  addEnrollments,
  enrollmentsIn,
  knownPersons,
  openCohort,
  type NewEnrollment,
  type OpenCohort,
} from './enrollment-intake.queries.js';
import {
  duplicate,
  personMeant,
  readEnrollmentCsv,
  withoutRepeats,
  type IntakeEntry,
  type IntakeProblem,
} from './enrollment-intake.rules.js';
import { inFuture, ownEnrollment } from './enrollment-status.service.js';
import { TraineeAddition } from './trainee-addition.service.js';

type NotOpen = CohortClosed | ProgramVersionNotOpen;
type Placed = { entry: IntakeEntry; personId: string; isNew: boolean };

interface Receipt {
  rows: EnrollmentIntakeRow[];
  personsAdded: number;
}

/**
 * Brings people into a cohort. One, many or a file go the same way, in a fixed number of statements: who is
 * known stays who they are, who is not becomes a person and a member without an account.
 */
@Injectable()
export class EnrollmentIntakeService {
  constructor(
    private readonly cohorts: CohortService,
    private readonly enrollments: EnrollmentService,
    private readonly trainees: TraineeAddition,
  ) {}

  async enroll(db: TenantDb, input: EnrollTraineeInput): Promise<Enrollment | Refusal> {
    const receipt = await db.once(input, (tx) => this.enrollIn(tx, input));
    return isRefusal(receipt) ? receipt : this.enrollments.byId(db, receipt.id);
  }

  async enrollMany(db: TenantDb, input: EnrollTraineesInput): Promise<EnrollmentIntake | NotOpen> {
    const { personIds, status: start, enrolledOn = null } = input;
    const entries = personIds.map((personId, index) => ({
      ...NOBODY,
      line: index + 1,
      personId,
      start,
      enrolledOn,
    }));
    return this.rendered(
      db,
      input.cohortId,
      await db.once(input, (tx) => this.take(tx, input.cohortId, entries)),
    );
  }

  async import(db: TenantDb, input: ImportEnrollmentsInput): Promise<EnrollmentIntake | NotOpen> {
    const { cohortId, externalSource, invite } = input;
    const reading = readEnrollmentCsv(input.csv);
    if (typeof reading === 'string') throw badInput('input.csv', reading);
    const { entries, problems } = reading;
    return this.rendered(
      db,
      cohortId,
      await db.once(input, (tx) => this.take(tx, cohortId, entries, { externalSource, invite, problems })),
    );
  }

  private async rendered(
    db: TenantDb,
    cohortId: string,
    receipt: Receipt | NotOpen,
  ): Promise<EnrollmentIntake | NotOpen> {
    if (isRefusal(receipt)) return receipt;
    const { rows, personsAdded } = receipt;
    const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
    const [enrolled, alreadyEnrolled] = [count('ENROLLED'), count('ALREADY_ENROLLED')];
    const refused = rows.length - enrolled - alreadyEnrolled;
    const cohort = await this.cohorts.byId(db, cohortId);
    return Object.assign(new EnrollmentIntake(), {
      enrolled,
      alreadyEnrolled,
      refused,
      personsAdded,
      rows,
      cohort,
    });
  }

  private async enrollIn(tx: Transaction, input: EnrollTraineeInput): Promise<{ id: string } | Refusal> {
    const { cohortId, confirmedRequirements, newTrainee } = input;
    const entry = entryOf(input);
    const cohort = await openCohort(tx, cohortId);
    if (!cohort) throw notFound();
    const unknown = confirmedRequirements.find((each) => !cohort.entryRequirements.includes(each));
    if (unknown !== undefined)
      throw badInput('input.confirmedRequirements', `the program version has no requirement "${unknown}"`);
    const { externalSource, invite } = newTrainee ?? {};
    const receipt = await this.take(tx, cohortId, [entry], { externalSource, invite, confirmedRequirements });
    if (isRefusal(receipt)) return receipt;
    return outcomeOfOne(receipt.rows[0]!, input.enrolledOn ?? cohort.today, cohort.today);
  }

  private async take(
    tx: Transaction,
    cohortId: string,
    all: readonly IntakeEntry[],
    more: {
      externalSource?: string | undefined;
      invite?: boolean | undefined;
      problems?: readonly IntakeProblem[];
      confirmedRequirements?: string[];
    } = {},
  ): Promise<Receipt | NotOpen> {
    const { externalSource = '', invite = false, problems = [], confirmedRequirements = [] } = more;
    // One change of members at a time in an organization: nobody becomes two persons, or enrolled twice.
    await lockMembers(tx);
    const cohort = await openCohort(tx, cohortId);
    if (!cohort) throw notFound();
    if (cohort.closedAt) return closed(cohort.closedAt);
    if (cohort.versionStatus !== 'PUBLISHED')
      return versionNotOpen(cohort.programVersionId, cohort.versionStatus);
    const { kept, repeated } = withoutRepeats(all);
    const found = await this.place(tx, cohort, kept, externalSource);
    const earlier = await enrollmentsIn(tx, cohortId, found.placed.map(({ personId }) => personId)); // prettier-ignore
    const fresh = found.placed.filter(({ personId }) => !earlier.has(personId));
    const added = fresh.filter(({ isNew }) => isNew);
    await this.trainees.addIn(tx, added, { cohortId, externalSource, invite });
    const made = fresh.map(({ entry, personId }) => newEnrollment(cohort, entry, personId));
    await addEnrollments(tx, cohort, made, confirmedRequirements);
    const enrollmentIds = new Map([...earlier, ...made.map(({ personId, id }) => [personId, id] as const)]);
    const rows = [
      ...[...problems, ...repeated, ...found.problems].map((problem) => ({ ...problem, ...NO_ONE })),
      ...found.placed.map(({ entry: { line }, personId }) => ({
        line,
        outcome: earlier.has(personId) ? ('ALREADY_ENROLLED' as const) : ('ENROLLED' as const),
        personId,
        enrollmentId: enrollmentIds.get(personId) ?? null,
        message: earlier.has(personId) ? 'Enrolled in this cohort before; nothing changed.' : null,
      })),
    ].sort((a, b) => a.line - b.line);
    return { rows, personsAdded: added.length };
  }

  /** Who each entry means. Entries that mean the same member by different words are one, taken once. */
  private async place(
    tx: Transaction,
    cohort: OpenCohort,
    entries: readonly IntakeEntry[],
    externalSource: string,
  ): Promise<{ placed: Placed[]; problems: IntakeProblem[] }> {
    const known = await knownPersons(tx, entries, externalSource);
    const placed = new Map<string, Placed>();
    const problems: IntakeProblem[] = [];
    entries.forEach((entry, index) => {
      const meant = personMeant(entry, known[index]!, cohort.today);
      if ('outcome' in meant) return problems.push(meant);
      const personId = meant.personId ?? newId();
      const first = placed.get(personId);
      if (first) return problems.push(duplicate(entry.line, first.entry.line));
      return placed.set(personId, { entry, personId, isNew: meant.personId === null });
    });
    return { placed: [...placed.values()], problems };
  }
}

const NOBODY = { givenName: '', familyName: '', email: null, externalId: null };
const NO_ONE = { personId: null, enrollmentId: null };

/** Throws BAD_USER_INPUT unless the input names exactly one person who can be known again. */
function entryOf(input: EnrollTraineeInput): IntakeEntry {
  const { personId = null, newTrainee = null, status: start, enrolledOn = null } = input;
  if ((personId === null) === (newTrainee === null))
    throw badInput('input.personId', 'give either personId or newTrainee');
  if (newTrainee && !newTrainee.email && !newTrainee.externalId)
    throw badInput('input.newTrainee.email', 'give an email or an externalId, to know the person again');
  const { givenName, familyName, email, externalId } = newTrainee ?? NOBODY;
  return {
    line: 1,
    personId,
    givenName,
    familyName,
    email: email ?? null,
    externalId: externalId ?? null,
    start,
    enrolledOn,
  };
}

const newEnrollment = (cohort: OpenCohort, entry: IntakeEntry, personId: string): NewEnrollment => ({
  id: newId(),
  entryId: newId(),
  personId,
  status: entry.start,
  event: entry.start === 'APPLIED' ? 'APPLIED' : 'ENROLLED',
  on: entry.enrolledOn ?? cohort.today,
});

function outcomeOfOne(
  { outcome, enrollmentId, message }: EnrollmentIntakeRow,
  enrolledOn: string,
  today: string,
): { id: string } | Refusal {
  switch (outcome) {
    case 'ENROLLED':
      return { id: enrollmentId! };
    case 'ALREADY_ENROLLED':
      return refuse(AlreadyEnrolled, 'This person is in this cohort already.', {
        enrollmentId: enrollmentId!,
      });
    case 'FORMER_MEMBER':
      return refuse(FormerMember, message!);
    case 'PERSON_AMBIGUOUS':
      return refuse(PersonAmbiguous, message!);
    case 'OWN_ENROLLMENT':
      return ownEnrollment();
    case 'DATE_IN_FUTURE':
      return inFuture(enrolledOn, today);
    case 'UNKNOWN_PERSON':
      throw notFound();
    case 'INVALID':
    case 'DUPLICATE':
      throw new Error(`One checked entry cannot be ${outcome}`);
  }
}
