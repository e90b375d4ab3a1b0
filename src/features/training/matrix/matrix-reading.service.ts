import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Disclosures } from '../placements/disclosures.service.js';
import type { MatrixFacts, MatrixPlace } from './matrix-facts.js';
import {
  factsFrom,
  hostedMatrix,
  ownMatrix,
  placeFrom,
  type HostedAtSite,
  type Moment,
  type OwnMatrixRow,
} from './matrix.queries.js';
import { matrixOf, type MatrixRow } from './matrix.rules.js';

export interface SiteMatrix {
  readonly place: MatrixPlace;
  readonly rows: readonly MatrixRow[];
}

/** Reads where everybody at a site stands: one statement for each organization whose people are there. */
@Injectable()
export class MatrixReading {
  constructor(private readonly disclosures: Disclosures) {}

  /** Throws NOT_FOUND for a site or checklist that the viewer may not see. */
  async at(
    db: TenantDb,
    siteId: string,
    moment: Moment,
    { operation, checklistId = null }: { operation: string; checklistId?: string | null },
  ): Promise<SiteMatrix> {
    const [own] = await db.read<OwnMatrixRow>(ownMatrix(db, siteId, checklistId, moment));
    if (!own) throw notFound();
    const place = placeFrom(own.place);
    const hosted = await Promise.all((own.hosted ?? []).map((each) => hostedFacts(db, each, place)));
    const rows = [factsFrom(own.facts), ...hosted].flatMap((facts) => matrixOf(facts, place, checklistId));
    await this.disclosures.note(
      db,
      operation,
      rows.map(({ person: { orgId, personId } }) => ({ orgId, personId })),
    );
    return { place, rows: rows.map((row) => shownTo(db, row)).toSorted(byName) };
  }
}

/** As the organization that owns the records: a clinic counts what was signed elsewhere, too. */
const hostedFacts = (
  db: TenantDb,
  { orgId, assignmentIds }: HostedAtSite,
  place: MatrixPlace,
): Promise<MatrixFacts> =>
  db.hostedIn(orgId).load((tx) =>
    tx.asSystem(async (system) => {
      const [row] = await system.query<Pick<OwnMatrixRow, 'facts'>>(
        hostedMatrix(orgId, assignmentIds, place),
      );
      return factsFrom(row!.facts);
    }),
  );

/** Sign-offs of another organization's people are named where they were made here. */
function shownTo({ viewer }: TenantDb, row: MatrixRow): MatrixRow {
  if (row.person.orgId === viewer.orgId) return row;
  return {
    ...row,
    cells: row.cells.map((cell) =>
      cell.signOffSiteOrgId === viewer.orgId ? cell : { ...cell, signOffId: null },
    ),
  };
}

const byName = (a: MatrixRow, b: MatrixRow): number => a.person.name.localeCompare(b.person.name);
