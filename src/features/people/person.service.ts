import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { Loader } from '../../platform/graphql/loader.js';
import { newId } from '../../platform/ids/ids.js';
import { Person } from './person.entity.js';

export interface PersonName {
  givenName: string;
  familyName: string;
}

@Injectable()
export class PersonService {
  private readonly persons = new Loader<string, Person>(
    (db, ids) => db.load((tx) => personsIn(tx, ids)),
    (person) => person.id,
  );

  /** The person, or null for whoever is not tied to the viewer's organization. Batched per operation. */
  byId(db: TenantDb, id: string): Promise<Person | null> {
    return this.persons.load(db, id);
  }

  /** Adds a person; answers the id. Not seen by the organization until a membership ties them. */
  async createIn(tx: Transaction, name: PersonName): Promise<string> {
    const id = newId();
    await tx.query(sql`
      INSERT INTO person (id, given_name, family_name) VALUES (${id}, ${name.givenName}, ${name.familyName})`);
    return id;
  }

  /**
   * Corrects a name in this organization and in every record that shows it, with the names and the reason kept in
   * the person's ledger. The caller has seen that the person is a member here, and no other organization's.
   */
  async correctNameIn(tx: Transaction, personId: string, after: PersonName, reason: string): Promise<void> {
    const [before] = await tx.query<PersonName>(
      sql`SELECT given_name AS "givenName", family_name AS "familyName" FROM person WHERE id = ${personId} FOR NO KEY UPDATE`,
    );
    if (!before) throw notFound();
    if (before.givenName === after.givenName && before.familyName === after.familyName) return;
    await tx.query(sql`UPDATE person SET given_name = ${after.givenName}, family_name = ${after.familyName}
      WHERE id = ${personId}`);
    tx.append({ personId, kind: 'person.name-corrected', content: { before, after, reason } });
  }

  /** Whether another organization has the person as a member, too; of this organization's members only. */
  async belongsElsewhereIn(tx: Transaction, personId: string): Promise<boolean> {
    const [row] = await tx.query<{ elsewhere: boolean }>(
      sql`SELECT belongs_elsewhere(${personId}) AS elsewhere`,
    );
    return row!.elsewhere;
  }

  /**
   * Whether both ids are one human being, merges included: for every "not by yourself". In SQL:
   * `canonical_person(a) = canonical_person(b)`.
   */
  async isSameIn(tx: Transaction, a: string, b: string): Promise<boolean> {
    const [row] = await tx.query<{ same: boolean }>(
      sql`SELECT canonical_person(${a}) = canonical_person(${b}) AS same`,
    );
    return row!.same;
  }
}

/** Whether a person `p` is a member of the organization, or was one under this id before they joined with an account. */
const tied = ({ orgId }: Transaction): Sql => sql`(
  EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${orgId} AND m.person_id = p.id)
  OR EXISTS (SELECT 1 FROM membership m WHERE m.org_id = ${orgId} AND m.former_person_id = p.id))`;

/** Persons are global: those of the organization are picked out here, and again by row-level security. */
function personsIn(tx: Transaction, ids: readonly string[]): Promise<Person[]> {
  return tx.entities(
    Person,
    sql`SELECT p.* FROM person p WHERE p.id = ANY(${[...ids]}::uuid[])
      AND (p.id = ${tx.db.actorId}::uuid OR ${tied(tx)})`,
  );
}
