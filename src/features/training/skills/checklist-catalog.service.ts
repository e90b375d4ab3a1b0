import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader, Loader } from '../../../platform/graphql/loader.js';
import type { Page } from '../../../platform/graphql/page.js';
import type { CourseRequirement } from '../../programs/module.entity.js';
import { Checklist, ChecklistSkill, ChecklistVersion } from './checklist.entity.js';
import {
  definitionPage,
  hasReadableVersion,
  keyOf,
  keyRows,
  only,
  type DefinitionKey,
  type DefinitionTables,
} from './definition-reading.js';
import type { DefinitionsArgs } from './skill.input.js';
import { mayReadVersion } from './skill.queries.js';

const CHECKLIST_VERSIONS: DefinitionTables = {
  table: sql`checklist`,
  versions: sql`checklist_version v WHERE v.org_id = s.org_id AND v.checklist_id = s.id`,
};

/** Reads checklists: one's own, and published ones of organizations one has an agreement with. */
@Injectable()
export class ChecklistCatalog {
  private readonly checklists = new Loader<string, Checklist>(
    (db, keys) =>
      db.entities(
        Checklist,
        sql`SELECT c.* FROM checklist c JOIN ${keyRows(keys)} ON c.org_id = k.org_id AND c.id = k.id`,
      ),
    keyOf,
  );
  private readonly versionsById = new Loader<string, ChecklistVersion>(
    (db, keys) =>
      db.entities(
        ChecklistVersion,
        sql`SELECT v.* FROM checklist_version v JOIN ${keyRows(keys)} ON v.org_id = k.org_id AND v.id = k.id
          WHERE ${mayReadVersion(db, sql`v`)}`,
      ),
    keyOf,
  );
  private readonly versionsByChecklist = new ListLoader<string, ChecklistVersion>(
    (db, keys) =>
      db.entities(
        ChecklistVersion,
        sql`SELECT v.* FROM checklist_version v JOIN ${keyRows(keys)} ON v.org_id = k.org_id AND v.checklist_id = k.id
          WHERE ${mayReadVersion(db, sql`v`)} ORDER BY v.number DESC`,
      ),
    ({ orgId, checklistId }) => keyOf({ orgId, id: checklistId }),
  );
  private readonly skillsByVersion = new ListLoader<string, ChecklistSkill>(
    (db, keys) =>
      db.entities(
        ChecklistSkill,
        sql`SELECT c.* FROM checklist_skill c JOIN ${keyRows(keys)} ON c.org_id = k.org_id AND c.checklist_version_id = k.id
          ORDER BY c.position`,
      ),
    ({ orgId, checklistVersionId }) => keyOf({ orgId, id: checklistVersionId }),
  );

  /** With a version that may be read. Throws NOT_FOUND. */
  async checklist(db: TenantDb, { orgId, id }: DefinitionKey): Promise<Checklist> {
    return only(
      await db.entities(
        Checklist,
        sql`SELECT s.* FROM checklist s WHERE s.org_id = ${orgId} AND s.id = ${id}
          AND ${hasReadableVersion(db, CHECKLIST_VERSIONS)}`,
      ),
    );
  }

  /** Throws NOT_FOUND. */
  async version(db: TenantDb, key: DefinitionKey): Promise<ChecklistVersion> {
    const version = await this.versionsById.load(db, keyOf(key));
    if (!version) throw notFound();
    return version;
  }

  /** By code. */
  page(db: TenantDb, args: DefinitionsArgs): Promise<Page<Checklist>> {
    return definitionPage(db, Checklist, CHECKLIST_VERSIONS, args);
  }

  checklistOf(db: TenantDb, orgId: string, checklistId: string): Promise<Checklist | null> {
    return this.checklists.load(db, keyOf({ orgId, id: checklistId }));
  }

  versionOf(db: TenantDb, orgId: string, versionId: string): Promise<ChecklistVersion | null> {
    return this.versionsById.load(db, keyOf({ orgId, id: versionId }));
  }

  /** Newest first; drafts for who may see them. */
  versions(db: TenantDb, checklist: DefinitionKey): Promise<ChecklistVersion[]> {
    return this.versionsByChecklist.load(db, keyOf(checklist));
  }

  /** In their order. */
  skills(db: TenantDb, version: DefinitionKey): Promise<ChecklistSkill[]> {
    return this.skillsByVersion.load(db, keyOf(version));
  }

  /** The version that stands behind a required checklist; null while there is none. */
  async behind(db: TenantDb, requirement: CourseRequirement): Promise<ChecklistVersion | null> {
    const { kind, orgId, resolvedId } = requirement;
    return kind === 'CHECKLIST' && resolvedId !== null ? this.versionOf(db, orgId, resolvedId) : null;
  }
}
