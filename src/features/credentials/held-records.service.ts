import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { CARDS } from './cards/card.rules.js';
import type { ExternalCredential } from './cards/external-credential.entity.js';
import { cardOf, cardsOfPerson, ownCards, type CardRow } from './cards/external-credential.queries.js';
import type { Clearance } from './clearances/clearance.entity.js';
import {
  clearanceOf,
  clearancesOfPerson,
  ownClearances,
  type ClearanceRow,
} from './clearances/clearance.queries.js';
import { CLEARANCES } from './clearances/clearance.rules.js';
import { wasMember } from './held-access.queries.js';
import { CredentialRecord, HeldClearance, HeldCredential } from './held-record.type.js';
import { nextSteps } from './held-steps.rules.js';
import { standingOn } from './standing.rules.js';
import { dayOf, versionOn } from './types/validity.rules.js';
import type { TypeVersion } from './types/validity.js';

/** What the organization has defined, and now. */
interface Frame {
  readonly now: Date;
  readonly defined: string[];
}

/** What one person holds: one round trip. */
@Injectable()
export class HeldRecords {
  async own(db: TenantDb): Promise<CredentialRecord> {
    const [frames, cards, clearances] = await db.readAll<[Frame, CardRow, ClearanceRow]>([
      frame(db),
      ownCards(db),
      ownClearances(db),
    ]);
    return recordOf(db.viewer.personId, frames[0]!, cards, clearances, null, null);
  }

  /** On a day, today unless one is given, as it was on record at a moment, now unless one is given. Throws NOT_FOUND. */
  async ofPerson(
    db: TenantDb,
    personId: string,
    on: string | null,
    knownAt: Date | null,
  ): Promise<CredentialRecord> {
    const [members, frames, cards, clearances] = await db.readAll<[object, Frame, CardRow, ClearanceRow]>([
      wasMember(db, personId),
      frame(db),
      cardsOfPerson(db, personId),
      clearancesOfPerson(db, personId),
    ]);
    if (!members.length) throw notFound();
    return recordOf(personId, frames[0]!, cards, clearances, on, knownAt);
  }
}

const frame = ({ orgId }: TenantDb) => sql`
  SELECT app_now() AS now, ARRAY(
    SELECT DISTINCT v.code FROM credential_type_version v WHERE v.org_id = ${orgId}
    UNION SELECT DISTINCT v.code FROM clearance_type_version v WHERE v.org_id = ${orgId} ORDER BY 1) AS defined`;

function recordOf(
  personId: string,
  { now, defined }: Frame,
  cardRows: readonly CardRow[],
  clearanceRows: readonly ClearanceRow[],
  on: string | null,
  knownAt: Date | null,
): CredentialRecord {
  const at = { on: on ?? dayOf(now), knownAt: knownAt ?? now };
  const credentials = byType(cardRows.map(cardOf), at).map((of) => heldCredential(of, at));
  const clearances = byType(clearanceRows.map(clearanceOf), at).map((of) => heldClearance(of, at));
  const held = [
    ...credentials.map((each) => ({ ...each, kind: 'CREDENTIAL' as const })),
    ...clearances.map((each) => ({ ...each, kind: 'CLEARANCE' as const })),
  ];
  const next = nextSteps(held, defined);
  return Object.assign(new CredentialRecord(), { personId, on: at.on, credentials, clearances, next });
}

interface At {
  readonly on: string;
  readonly knownAt: Date;
}

interface Typed {
  readonly typeCode: string;
  readonly recordedAt: Date;
  readonly versions: readonly TypeVersion[];
}

/** What was on record by then, type by type. */
function byType<H extends Typed>(held: readonly H[], { knownAt }: At): H[][] {
  const known = held.filter(({ recordedAt }) => recordedAt <= knownAt);
  return [...Map.groupBy(known, ({ typeCode }) => typeCode).values()];
}

const titleOf = ({ typeCode, versions }: Typed, { on, knownAt }: At): string =>
  versionOn(versions, on, knownAt)?.title ?? typeCode;

function heldCredential(cards: ExternalCredential[], at: At): HeldCredential {
  const [first] = cards as [ExternalCredential];
  const standing = standingOn(first.typeCode, first.versions, cards, at.on, at.knownAt, CARDS);
  return Object.assign(new HeldCredential(), {
    code: first.typeCode,
    title: titleOf(first, at),
    standing,
    cards,
  });
}

function heldClearance(clearances: Clearance[], at: At): HeldClearance {
  const [first] = clearances as [Clearance];
  const standing = standingOn(first.typeCode, first.versions, clearances, at.on, at.knownAt, CLEARANCES);
  return Object.assign(new HeldClearance(), {
    code: first.typeCode,
    title: titleOf(first, at),
    standing,
    clearances,
  });
}
