import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader, Loader } from '../../../platform/graphql/loader.js';
import type { Page } from '../../../platform/graphql/page.js';
import {
  definitionPage,
  hasReadableVersion,
  keyOf,
  keyRows,
  only,
  type DefinitionKey,
  type DefinitionTables,
} from './definition-reading.js';
import { mayReadVersion } from './skill.queries.js';
import { Skill, SkillStep, SkillVersion } from './skill.entity.js';
import type { DefinitionsArgs } from './skill.input.js';

const SKILL_VERSIONS: DefinitionTables = {
  table: sql`skill`,
  versions: sql`skill_version v WHERE v.org_id = s.org_id AND v.skill_id = s.id`,
};

type PrerequisiteOf = Skill & { readonly ofVersionId: string };

/** Reads skills: one's own, and published ones of organizations one has an agreement with. */
@Injectable()
export class SkillCatalog {
  private readonly skills = new Loader<string, Skill>(
    (db, keys) =>
      db.entities(
        Skill,
        sql`SELECT s.* FROM skill s JOIN ${keyRows(keys)} ON s.org_id = k.org_id AND s.id = k.id`,
      ),
    keyOf,
  );
  private readonly versionsById = new Loader<string, SkillVersion>(
    (db, keys) =>
      db.entities(
        SkillVersion,
        sql`SELECT v.*, v.revalidate_by::text AS revalidate_by FROM skill_version v JOIN ${keyRows(keys)} ON v.org_id = k.org_id AND v.id = k.id
          WHERE ${mayReadVersion(db, sql`v`)}`,
      ),
    keyOf,
  );
  private readonly versionsBySkill = new ListLoader<string, SkillVersion>(
    (db, keys) =>
      db.entities(
        SkillVersion,
        sql`SELECT v.*, v.revalidate_by::text AS revalidate_by FROM skill_version v JOIN ${keyRows(keys)} ON v.org_id = k.org_id AND v.skill_id = k.id
          WHERE ${mayReadVersion(db, sql`v`)} ORDER BY v.number DESC`,
      ),
    ({ orgId, skillId }) => keyOf({ orgId, id: skillId }),
  );
  private readonly stepsByVersion = new ListLoader<string, SkillStep>(
    (db, keys) =>
      db.entities(
        SkillStep,
        sql`SELECT t.* FROM skill_step t JOIN ${keyRows(keys)} ON t.org_id = k.org_id AND t.skill_version_id = k.id
          ORDER BY t.position`,
      ),
    ({ orgId, skillVersionId }) => keyOf({ orgId, id: skillVersionId }),
  );
  private readonly prerequisitesByVersion = new ListLoader<string, PrerequisiteOf>(
    async (db, keys) => {
      const rows = await db.read<PrerequisiteOf>(sql`
        SELECT s.org_id AS "orgId", s.id, s.code, s.created_at AS "createdAt", p.skill_version_id AS "ofVersionId"
        FROM skill_prerequisite p JOIN ${keyRows(keys)} ON p.org_id = k.org_id AND p.skill_version_id = k.id
        JOIN skill s ON s.org_id = p.org_id AND s.id = p.prerequisite_skill_id ORDER BY s.code`);
      return rows.map((row) => Object.assign(new Skill(), row));
    },
    ({ orgId, ofVersionId }) => keyOf({ orgId, id: ofVersionId }),
  );

  /** With a version that may be read. Throws NOT_FOUND. */
  async skill(db: TenantDb, { orgId, id }: DefinitionKey): Promise<Skill> {
    return only(
      await db.entities(
        Skill,
        sql`SELECT s.* FROM skill s WHERE s.org_id = ${orgId} AND s.id = ${id} AND ${hasReadableVersion(db, SKILL_VERSIONS)}`,
      ),
    );
  }

  /** Throws NOT_FOUND. */
  async version(db: TenantDb, key: DefinitionKey): Promise<SkillVersion> {
    const version = await this.versionsById.load(db, keyOf(key));
    if (!version) throw notFound();
    return version;
  }

  /** By code. */
  page(db: TenantDb, args: DefinitionsArgs): Promise<Page<Skill>> {
    return definitionPage(db, Skill, SKILL_VERSIONS, args);
  }

  skillOf(db: TenantDb, orgId: string, skillId: string): Promise<Skill | null> {
    return this.skills.load(db, keyOf({ orgId, id: skillId }));
  }

  versionOf(db: TenantDb, orgId: string, versionId: string): Promise<SkillVersion | null> {
    return this.versionsById.load(db, keyOf({ orgId, id: versionId }));
  }

  /** Newest first; drafts for who may see them. */
  versions(db: TenantDb, skill: DefinitionKey): Promise<SkillVersion[]> {
    return this.versionsBySkill.load(db, keyOf(skill));
  }

  /** In their order. */
  steps(db: TenantDb, version: DefinitionKey): Promise<SkillStep[]> {
    return this.stepsByVersion.load(db, keyOf(version));
  }

  /** By code. */
  prerequisites(db: TenantDb, version: DefinitionKey): Promise<Skill[]> {
    return this.prerequisitesByVersion.load(db, keyOf(version));
  }
}
