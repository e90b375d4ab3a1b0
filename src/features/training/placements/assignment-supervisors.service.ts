import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { AnnouncedPlacement, AssignmentSupervision } from './supervision.js';
import type { EndSupervisionInput, NameSupervisorInput } from './assignment.input.js';
import {
  OwnAssignment,
  SiteNamesSupervisors,
  SupervisionDatesNotPossible,
  SupervisorNamedAlready,
  SupervisorNotAuthorized,
} from './assignment.refusals.js';
import { assignmentFacts } from './assignment-access.queries.js';
import {
  addSupervision,
  announced,
  namedPerson,
  supervisedAssignment,
  supervisionById,
  supervisionsOf,
  type NamedPerson,
  type SupervisedAssignment,
  type Supervision,
} from './assignment-supervisors.queries.js';

/**
 * Who is responsible for a trainee at a site: named by the organization whose site it is, for its own employees and for
 * others' trainees, from the day they are announced. What is written belongs to the owner of the records.
 */
@Injectable()
export class AssignmentSupervisors {
  private readonly named = new ListLoader<string, Supervision>(
    (handle, ids) => handle.read(supervisionsOf(handle.orgId, ids)),
    ({ assignmentId }) => assignmentId,
  );

  /** The earliest first. */
  async of(handle: TenantDb, assignmentId: string): Promise<AssignmentSupervision[]> {
    return (await this.named.load(handle, assignmentId)).map(shown);
  }

  /** Throws NOT_FOUND. */
  async name(db: TenantDb, input: NameSupervisorInput): Promise<AssignmentSupervision | Refusal> {
    const receipt = await db.once(input, (tx) => this.nameIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** From the day after `endsOn` somebody else is. Throws NOT_FOUND. */
  async end(db: TenantDb, input: EndSupervisionInput): Promise<AssignmentSupervision | Refusal> {
    const receipt = await db.once(input, (tx) => this.endIn(tx, input));
    return isRefusal(receipt) ? receipt : Object.assign(new AssignmentSupervision(), receipt);
  }

  /** Of other organizations' trainees who are to come: what a site needs to get ready, and no more. */
  async announced(db: TenantDb, args: PageArgs): Promise<Page<AnnouncedPlacement>> {
    const [startsOn, id] = decodeCursor(args.after, 2) ?? [null, null];
    const rows = await db.read<AnnouncedPlacement>(sql`SELECT * FROM (${announced(db)}) listed
      WHERE ${id}::uuid IS NULL OR ("startsOn", "assignmentId") > (${startsOn}::text, ${id}::uuid)
      ORDER BY "startsOn", "assignmentId" LIMIT ${args.first + 1}`);
    return pageOf(
      rows.map((row) => Object.assign(new AnnouncedPlacement(), row)),
      args,
      (row) => [row.startsOn, row.assignmentId],
      async () => {
        const [row] = await db.read<{ count: number }>(
          sql`SELECT count(*)::int AS count FROM (${announced(db)}) listed`,
        );
        return row!.count;
      },
    );
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async nameIn(
    tx: Transaction,
    input: Omit<NameSupervisorInput, 'operationId'>,
  ): Promise<{ id: string } | Refusal> {
    const { assignmentId, personId } = input;
    await tx.lock(`supervisors ${assignmentId}`);
    const at = await supervised(tx, assignmentId);
    if (isRefusal(at)) return at;
    const startsOn = input.startsOn ?? (at.startsOn > at.today ? at.startsOn : at.today);
    const endsOn = input.endsOn ?? null;
    const [person] = await tx.query<NamedPerson>(namedPerson(tx.db, at, { personId, startsOn, endsOn }));
    if (!person) throw notFound();
    const no = whyNotDays(at, startsOn, endsOn) ?? whyNotPerson(person);
    if (no) return no;
    const id = newId();
    const row = { id, orgId: at.orgId, assignmentId, personId, name: person.name, startsOn, endsOn };
    await tx.query(addSupervision(tx.db, { ...row, supersedesId: null }));
    return { id };
  }

  private async endIn(
    tx: Transaction,
    { supervisionId, endsOn }: EndSupervisionInput,
  ): Promise<Supervision | Refusal> {
    await tx.lock(`supervision ${supervisionId}`);
    const [stands] = await tx.query<Supervision>(supervisionById(tx.db, supervisionId));
    if (!stands) throw notFound();
    const at = await supervised(tx, stands.assignmentId);
    if (isRefusal(at)) return at;
    if (endsOn < at.yesterday || (stands.endsOn !== null && endsOn > stands.endsOn))
      return notPossible(
        'It ends today, on a later day, or yesterday: at once; and not later than it would.',
      );
    const takenBack = endsOn < stands.startsOn;
    const after = { ...stands, id: newId(), endsOn: takenBack ? dayBefore(stands.startsOn) : endsOn };
    await tx.query(addSupervision(tx.db, { ...after, supersedesId: stands.id }));
    return after;
  }

  private async byId(db: TenantDb, id: string): Promise<AssignmentSupervision> {
    const [found] = await db.read<Supervision>(supervisionById(db, id));
    if (!found) throw notFound();
    return shown(found);
  }
}

/** At a site of the viewer's organization. Throws NOT_FOUND. */
async function supervised(
  tx: Transaction,
  assignmentId: string,
): Promise<SupervisedAssignment | SiteNamesSupervisors> {
  const [found] = await tx.query<SupervisedAssignment>(supervisedAssignment(tx.db, assignmentId));
  if (found) return found;
  const [elsewhere] = await tx.query(assignmentFacts(tx.db, [assignmentId]));
  if (!elsewhere) throw notFound();
  return refuse(
    SiteNamesSupervisors,
    'The organization whose site it is names supervisors among its own people: ask them.',
  );
}

function whyNotDays(at: SupervisedAssignment, startsOn: string, endsOn: string | null): Refusal | null {
  if (startsOn < at.startsOn || (at.endsOn !== null && startsOn > at.endsOn))
    return notPossible('The first day lies outside the assignment.');
  if (startsOn < at.today)
    return notPossible('Nobody is named for days that are over. Give today or a later day.');
  return endsOn !== null && endsOn < startsOn ? notPossible('It would end before it begins.') : null;
}

function whyNotPerson({ name, trainee, authorized, named }: NamedPerson): Refusal | null {
  if (trainee) return refuse(OwnAssignment, 'Nobody supervises themselves, by whichever account.');
  if (!authorized)
    return refuse(
      SupervisorNotAuthorized,
      `${name} is not authorized to validate at this site on that day. Authorize them first.`,
    );
  return named ? refuse(SupervisorNamedAlready, `${name} is named for these days already.`) : null;
}

const notPossible = (message: string): SupervisionDatesNotPossible =>
  refuse(SupervisionDatesNotPossible, message);

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

const shown = (row: Supervision): AssignmentSupervision => Object.assign(new AssignmentSupervision(), row);
