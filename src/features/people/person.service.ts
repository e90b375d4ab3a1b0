import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Loader } from '../../platform/graphql/loader.js';
import { newId } from '../../platform/ids/ids.js';
import { Person } from './person.entity.js';

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
  async createIn(tx: Transaction, name: { givenName: string; familyName: string }): Promise<string> {
    const id = newId();
    await tx.query(sql`
      INSERT INTO person (id, given_name, family_name) VALUES (${id}, ${name.givenName}, ${name.familyName})`);
    return id;
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
