import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { canonicalPerson, mayBeTakenFor, mergeObstacle, type Merges } from './person-identity.rules.js';
import { PersonMerge } from './person-merge.entity.js';
import type { MergePersonsInput } from './person.input.js';
import { PersonMerges } from './person-merges.js';
import { PersonAlreadyMerged, SamePerson } from './person.refusals.js';

/** Somebody known without an account, and the person they turned out to be. */
export interface PersonJoin {
  fromPersonId: string;
  intoPersonId: string;
}

interface MergeablePerson {
  id: string;
  name: string;
  /** Itself, unless it was merged. */
  canonicalId: string;
}

@Injectable()
export class PersonMergeService {
  constructor(private readonly merges: PersonMerges) {}

  /**
   * Says that two persons of the organization are one. Memberships, enrollments and evidence stay with the
   * ids they were made under; every "not by yourself" sees one person from now on. Throws NOT_FOUND.
   */
  async merge(
    db: TenantDb,
    input: MergePersonsInput,
  ): Promise<PersonMerge | SamePerson | PersonAlreadyMerged> {
    const receipt = await db.once(input, (tx) => this.mergeIn(tx, input));
    return isRefusal(receipt) ? receipt : db.load((tx) => tx.get(PersonMerge, { id: receipt.id }));
  }

  /**
   * Whether somebody here without an account may be taken for another person. Holds off other merges until the
   * transaction ends; the caller has seen that they have no account.
   */
  async mayBeTakenIn(tx: Transaction, { fromPersonId, intoPersonId }: PersonJoin): Promise<boolean> {
    await lockMerges(tx);
    const [row] = await tx.query<{ from: string; into: string }>(
      sql`SELECT canonical_person(${fromPersonId}) AS "from", canonical_person(${intoPersonId}) AS "into"`,
    );
    const merges = new Map(
      [
        [fromPersonId, row!.from],
        [intoPersonId, row!.into],
      ].filter(([id, canonical]) => id !== canonical) as [string, string][],
    );
    return mayBeTakenFor(fromPersonId, intoPersonId, merges);
  }

  /** Keeps that they are one, said by the person themselves. Both must be tied to the organization by now. */
  async takeIn(tx: Transaction, { fromPersonId, intoPersonId }: PersonJoin, reason: string): Promise<string> {
    return this.keep(tx, { fromPersonId, intoPersonId, reason, mergedBy: intoPersonId });
  }

  private async mergeIn(
    tx: Transaction,
    { fromPersonId, intoPersonId, reason }: MergePersonsInput,
  ): Promise<{ id: string } | SamePerson | PersonAlreadyMerged> {
    await lockMerges(tx);
    const found = await personsIn(tx, [fromPersonId, intoPersonId]);
    const from = found.find((person) => person.id === fromPersonId);
    const into = found.find((person) => person.id === intoPersonId);
    if (!from || !into) throw notFound();
    const refusal = whyNot(from, into);
    if (refusal) return refusal;
    const mergedBy = tx.db.viewer.personId;
    const id = await this.keep(tx, { fromPersonId, intoPersonId, reason, mergedBy });
    for (const personId of [fromPersonId, intoPersonId])
      tx.append({
        personId,
        kind: 'person.merged',
        content: { mergeId: id, fromPersonId, intoPersonId, reason },
      });
    return { id };
  }

  private async keep(tx: Transaction, merge: Omit<PersonMerge, 'id' | 'mergedAt'>): Promise<string> {
    const id = newId();
    await tx.insert(PersonMerge, { id, ...merge });
    await tx.query(
      sql`UPDATE person SET merged_into_id = ${merge.intoPersonId} WHERE id = ${merge.fromPersonId}`,
    );
    await this.merges.announce(tx, { mergeId: id, ...merge });
    return id;
  }
}

/** One after the other: two at once could close a circle. */
const lockMerges = (tx: Transaction): Promise<void> => tx.lock('person merge');

/** Those of the two that belong to the organization, as far as the viewer's cohorts and sites show them. */
function personsIn(tx: Transaction, ids: string[]): Promise<MergeablePerson[]> {
  return tx.query(sql`
    SELECT p.id, concat_ws(' ', p.given_name, nullif(p.family_name, '')) AS name,
      canonical_person(p.id) AS "canonicalId"
    FROM person p WHERE p.id = ANY(${ids}::uuid[])
      AND EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${tx.orgId} AND p.id IN (m.person_id, m.former_person_id)
        AND may_see_member(${tx.orgId}, ${tx.db.viewer.membershipId}, m.id))`);
}

function whyNot(from: MergeablePerson, into: MergeablePerson): SamePerson | PersonAlreadyMerged | null {
  const merges: Merges = new Map(
    [from, into].filter((p) => p.id !== p.canonicalId).map((p) => [p.id, p.canonicalId]),
  );
  switch (mergeObstacle(from.id, into.id, merges)) {
    case null:
      return null;
    case 'SAME_PERSON':
      return refuse(SamePerson, 'Both ids stand for one person already: there is nothing to merge.', {
        personId: canonicalPerson(from.id, merges),
      });
    case 'ALREADY_MERGED': {
      const merged = merges.has(from.id) ? from : into;
      return refuse(
        PersonAlreadyMerged,
        `${merged.name} was merged into another person before. Merge with that person instead.`,
        { mergedIntoId: merged.canonicalId },
      );
    }
  }
}
