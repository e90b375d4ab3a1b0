import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader, Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { Person } from '../../people/person.entity.js';
import { Assignment } from './assignment.js';
import { AssignmentAccess } from './assignment-access.service.js';
import type { AssignmentEntryKind } from './assignment.entity.js';
import {
  assignmentsById,
  assignmentsOfViewer,
  entriesOf,
  hostedCount,
  hostedPage,
  ownCount,
  ownPage,
  sideBySide,
  traineesOf,
  type AssignmentFilter,
} from './assignment.queries.js';
import { Disclosures } from './disclosures.service.js';

/** What was put on record of an assignment. */
export interface AssignmentHistoryEntry {
  readonly id: string;
  readonly assignmentId: string;
  readonly kind: AssignmentEntryKind;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly checklistVersionId: string | null;
  readonly gate: string | null;
  readonly reason: string;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
}

/** Assignments for whoever may see them; what is another organization's is logged there. */
@Injectable()
export class AssignmentReading {
  private readonly histories = new ListLoader<string, AssignmentHistoryEntry>(
    (db, ids) => db.read(entriesOf(db, ids)),
    ({ assignmentId }) => assignmentId,
  );
  private readonly others = new ListLoader<string, { assignmentId: string; otherId: string }>(
    (db, ids) => db.read(sideBySide(db, ids)),
    ({ assignmentId }) => assignmentId,
  );
  private readonly trainees = new Loader<string, Person>(
    (handle, ids) => handle.entities(Person, traineesOf(handle, ids)),
    ({ id }) => id,
  );
  private readonly assignments = new Loader<string, Assignment>(
    async (db, ids) => rows(await db.read(assignmentsById(db, ids))),
    ({ id }) => id,
  );

  constructor(
    private readonly access: AssignmentAccess,
    private readonly disclosures: Disclosures,
  ) {}

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Assignment> {
    const handle = await this.access.dbOf(db, id);
    const [found] = rows(await handle.read(assignmentsById(handle, [id])));
    if (!found) throw notFound();
    await this.disclosures.note(db, 'assignment', [found]);
    return found;
  }

  /** One that something already shown belongs to; null where the viewer may not see it. Batched. */
  ofParent(handle: TenantDb, id: string): Promise<Assignment | null> {
    return this.assignments.load(handle, id);
  }

  /** Of the organization's own records, the latest first day first. */
  async page(db: TenantDb, filter: AssignmentFilter, args: PageArgs): Promise<Page<Assignment>> {
    const found = rows(await db.read(ownPage(db, filter, keyOf(args), args.first + 1)));
    return asPage(found, args, async () => {
      const [row] = await db.read<{ count: number }>(ownCount(db, filter));
      return row!.count;
    });
  }

  /** Of other organizations, at the viewer's sites, while they are in force: one statement for all of them. */
  async hosted(db: TenantDb, filter: AssignmentFilter, args: PageArgs): Promise<Page<Assignment>> {
    const found = rows(await db.read(hostedPage(db, filter, keyOf(args), args.first + 1)));
    await this.disclosures.note(db, 'hostedAssignments', found);
    return asPage(found, args, async () => {
      const [row] = await db.read<{ count: number }>(hostedCount(db, filter));
      return row!.count;
    });
  }

  /** The viewer's own. */
  async ofViewer(db: TenantDb): Promise<Assignment[]> {
    return rows(await db.read(assignmentsOfViewer(db)));
  }

  /** Whoever trains by an assignment that was shown. Batched, one statement for each organization. */
  trainee(db: TenantDb, { orgId, personId }: Assignment): Promise<Person | null> {
    return this.trainees.load(db.hostedIn(orgId), personId);
  }

  /** Null where it is another organization's: why it changes is not told there. */
  async history(db: TenantDb, { orgId, id }: Assignment): Promise<AssignmentHistoryEntry[] | null> {
    return orgId === db.viewer.orgId ? this.histories.load(db.hostedIn(orgId), id) : null;
  }

  /** Ids of others of the same person that run at the same time, as far as they may be seen here. */
  async sideBySide(db: TenantDb, { orgId, id }: Assignment): Promise<string[]> {
    return (await this.others.load(db.hostedIn(orgId), id)).map(({ otherId }) => otherId);
  }
}

const rows = (found: object[]): Assignment[] => found.map((row) => Object.assign(new Assignment(), row));

const keyOf = (args: PageArgs): [string | null, string | null] =>
  (decodeCursor(args.after, 2) as [string, string] | null) ?? [null, null];

const asPage = (found: Assignment[], args: PageArgs, count: () => Promise<number>): Page<Assignment> =>
  pageOf(found, args, ({ startsOn, id }) => [startsOn, id], count);
