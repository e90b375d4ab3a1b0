import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { ListLoader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { isSeenMember, lockCeOf, mayReadCeOf, membersSeen } from '../ce-access.js';
import { CeObligationEntryRecord, CeObligationRecord, type CeRenews } from './ce-cycle.entity.js';
import type { AddCeObligationInput, CorrectCeObligationInput } from './ce-cycle.input.js';
import { CeObligationKnownAlready, CePolicyUnknown, OwnCeObligation } from './ce-cycle.refusals.js';
import { obligationRows, ofPerson } from './ce-obligation.queries.js';
import type { ObligationRow } from './ce-obligation.js';
import { CeObligationEntry, type CeObligation } from './ce-obligation.type.js';
import { obligationOf } from './ce-status.view.js';
import { isPolicyKnown } from './policies-known.js';

type Receipt = { id: string };
type AddRefusal = CeObligationKnownAlready | CePolicyUnknown | OwnCeObligation;
type Days = Pick<AddCeObligationInput, 'anchorOn' | 'startsOn' | 'endsOn' | 'firstRenewedOn'>;

/** Who has to earn by which policies, and for what; several at once. Nobody decides about their own (inv 1). */
@Injectable()
export class CeObligations {
  private readonly history = new ListLoader<string, EntryRow>(entriesOf, ({ obligationId }) => obligationId);

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<CeObligation> {
    const [row] = await db.read<ObligationRow>(
      obligationRows(db, sql`o.id = ${id} AND ${mayReadCeOf(db, sql`o.person_id`)}`, null),
    );
    if (!row) throw notFound();
    return obligationOf(row);
  }

  /** Of everybody the viewer sees, in the order in which they were entered. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<CeObligation>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const seen = isSeenMember(db, sql`o.person_id`);
    const wanted = sql`o.id IN (SELECT o.id FROM ce_obligation o WHERE o.org_id = ${db.orgId} AND ${seen}
      AND (${after}::uuid IS NULL OR o.id > ${after}::uuid) ORDER BY o.id LIMIT ${args.first + 1})`;
    const rows = await db.read<ObligationRow>(obligationRows(db, wanted, null));
    return pageOf(
      rows.map(obligationOf),
      args,
      ({ id }) => [id],
      async () => {
        const [row] = await db.read<{ count: number }>(
          sql`SELECT count(*)::int AS count FROM ce_obligation o WHERE o.org_id = ${db.orgId} AND ${seen}`,
        );
        return row!.count;
      },
    );
  }

  /** All that was on record of one, in order. Batched per operation. */
  entries(db: TenantDb, id: string): Promise<CeObligationEntry[]> {
    return this.history.load(db, id);
  }

  /** Throws NOT_FOUND for a person, license or card that is not there or not theirs. */
  async add(db: TenantDb, input: AddCeObligationInput): Promise<CeObligation | AddRefusal> {
    const receipt = await db.once<Receipt | AddRefusal>(input, (tx) => this.addIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Within a transaction that is already open. */
  async addIn(
    tx: Transaction,
    input: Omit<AddCeObligationInput, 'operationId'>,
  ): Promise<Receipt | AddRefusal> {
    const { personId, policyCode } = input;
    const days = soundDays(input);
    const { own } = await membersSeen(tx, [personId]);
    if (own) return ownObligation();
    await lockCeOf(tx, [personId]);
    if (!(await isPolicyKnown(tx, policyCode)))
      return refuse(CePolicyUnknown, `There is no policy ${policyCode}: load or record it first.`, {
        policyCode,
      });
    const { renews, renewsId } = await renewed(tx, input);
    const condition = sql`${ofPerson(personId)} AND o.policy_code = ${policyCode} AND o.renews_id = ${renewsId}`;
    const [known] = await tx.query<ObligationRow>(obligationRows(tx, condition, null));
    if (known) return knownAlready(known.id);
    const id = newId();
    await tx.insert(CeObligationRecord, { id, personId, policyCode, renews, renewsId });
    await enter(tx, id, 1, days, null);
    return { id };
  }

  /** Throws NOT_FOUND. */
  async correct(db: TenantDb, input: CorrectCeObligationInput): Promise<CeObligation | OwnCeObligation> {
    const days = soundDays(input);
    const receipt = await db.once<Receipt | OwnCeObligation>(input, async (tx) => {
      const held = await holdOthers(tx, input.ceObligationId);
      if (isRefusal(held)) return held;
      await enter(tx, held.id, held.number + 1, days, input.reason);
      return { id: held.id };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }
}

interface EntryRow extends CeObligationEntry {
  readonly obligationId: string;
}

async function entriesOf(db: TenantDb, ids: readonly string[]): Promise<EntryRow[]> {
  const rows = await db.read<EntryRow>(sql`
    SELECT e.obligation_id AS "obligationId", e.number, e.anchor_on::text AS "anchorOn", e.starts_on::text AS "startsOn",
      e.ends_on::text AS "endsOn", e.reason, e.recorded_by AS "recordedBy", e.recorded_at AS "recordedAt"
    FROM ce_obligation_entry e WHERE e.org_id = ${db.orgId} AND e.obligation_id = ANY (${[...ids]}::uuid[])
    ORDER BY e.obligation_id, e.number`);
  return rows.map((row) => Object.assign(new CeObligationEntry(), row));
}

/** An obligation that the viewer decides about, held until the transaction ends. Throws NOT_FOUND. */
export async function holdOthers(tx: Transaction, id: string): Promise<ObligationRow | OwnCeObligation> {
  const [found] = await tx.query<{ personId: string }>(
    sql`SELECT o.person_id AS "personId" FROM ce_obligation o WHERE o.org_id = ${tx.orgId} AND o.id = ${id}`,
  );
  if (!found) throw notFound();
  const { own } = await membersSeen(tx, [found.personId]);
  if (own) return ownObligation();
  await lockCeOf(tx, [found.personId]);
  const [row] = await tx.query<ObligationRow>(obligationRows(tx, sql`o.id = ${id}`, null));
  return row!;
}

const ownObligation = (): OwnCeObligation =>
  refuse(OwnCeObligation, 'This is your own: somebody else decides about it.');

const knownAlready = (ceObligationId: string): CeObligationKnownAlready =>
  refuse(CeObligationKnownAlready, 'The person is under this policy already: correct what is on record.', {
    ceObligationId,
  });

/** Of people who live: cycles are counted from these days, and one mistyped year would make thousands of them. */
const [EARLIEST, LATEST] = ['1900-01-01', '2199-12-31'] as const;

/** Throws BAD_USER_INPUT. */
function soundDays({ anchorOn, startsOn, endsOn = null, firstRenewedOn = null }: Days) {
  for (const [name, day] of Object.entries({ anchorOn, startsOn, endsOn, firstRenewedOn }))
    if (day && (day < EARLIEST || day > LATEST))
      throw badInput(`input.${name}`, `must be from ${EARLIEST} to ${LATEST}`);
  const from = startsOn ?? anchorOn;
  if (endsOn !== null && endsOn < from) throw badInput('input.endsOn', 'must not be before startsOn');
  return { anchorOn, startsOn: from, endsOn, firstRenewedOn };
}

/** What it renews: a license or a card of the person, or else the employment here. Throws NOT_FOUND, BAD_USER_INPUT. */
async function renewed(
  tx: Transaction,
  {
    personId,
    licenseId = null,
    externalCredentialId = null,
  }: Pick<AddCeObligationInput, 'personId' | 'licenseId' | 'externalCredentialId'>,
): Promise<{ renews: CeRenews; renewsId: string }> {
  if (licenseId !== null && externalCredentialId !== null)
    throw badInput('input.externalCredentialId', 'give a license or a card, not both');
  const theirs = sql`person_id IN (SELECT s.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) s)`;
  if (licenseId !== null) {
    const [license] = await tx.query(sql`SELECT FROM license WHERE id = ${licenseId} AND ${theirs}`);
    if (!license) throw notFound();
    return { renews: 'LICENSE', renewsId: licenseId };
  }
  if (externalCredentialId === null) return { renews: 'EMPLOYMENT', renewsId: tx.orgId };
  const [card] = await tx.query(
    sql`SELECT FROM external_credential WHERE org_id = ${tx.orgId} AND id = ${externalCredentialId} AND ${theirs}`,
  );
  if (!card) throw notFound();
  return { renews: 'CARD', renewsId: externalCredentialId };
}

async function enter(
  tx: Transaction,
  obligationId: string,
  number: number,
  days: ReturnType<typeof soundDays>,
  reason: string | null,
): Promise<void> {
  const row = { id: newId(), obligationId, number, reason, recordedBy: tx.db.actorId };
  await tx.insert(CeObligationEntryRecord, { ...row, ...days });
}
