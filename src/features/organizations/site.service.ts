import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull, Not } from 'typeorm';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Site } from './site.entity.js';
import type { CloseSiteInput, CreateSiteInput, ReopenSiteInput, UpdateSiteInput } from './site.input.js';
import { SiteIsClosed, SiteIsOpen, SiteNameTaken } from './site.refusals.js';

@Injectable()
export class SiteService {
  /** Throws NOT_FOUND. */
  byId(db: TenantDb, id: string): Promise<Site> {
    return db.load((tx) => tx.get(Site, { id }));
  }

  /** By name, then id. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<Site>> {
    const [name, id] = decodeCursor(args.after, 2) ?? [null, null];
    const rows = await db.load((tx) =>
      tx.entities(
        Site,
        sql`SELECT * FROM site WHERE org_id = ${db.orgId}
        AND (${name}::text IS NULL OR (name, id) > (${name}::text, ${id}::uuid))
        ORDER BY name, id LIMIT ${args.first + 1}`,
      ),
    );
    return pageOf(
      rows,
      args,
      (site) => [site.name, site.id],
      () => db.load((tx) => tx.count(Site, {})),
    );
  }

  async create(db: TenantDb, input: CreateSiteInput): Promise<Site | SiteNameTaken> {
    const receipt = await db.once(input, (tx) => this.createIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async update(db: TenantDb, input: UpdateSiteInput): Promise<Site | SiteNameTaken> {
    const receipt = await db.once(input, (tx) => this.updateIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async close(db: TenantDb, input: CloseSiteInput): Promise<Site | SiteIsClosed> {
    const receipt = await db.once(input, async (tx) => {
      const { id } = await tx.get(Site, { id: input.siteId });
      const closed = await tx.update(Site, { id, closedAt: IsNull() }, { closedAt: tx.now });
      return closed ? { id } : refuse(SiteIsClosed, 'This site is closed already.');
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async reopen(db: TenantDb, input: ReopenSiteInput): Promise<Site | SiteIsOpen> {
    const receipt = await db.once(input, async (tx) => {
      const { id } = await tx.get(Site, { id: input.siteId });
      const opened = await tx.update(Site, { id, closedAt: Not(IsNull()) }, { closedAt: null });
      return opened ? { id } : refuse(SiteIsOpen, 'This site is open already.');
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async createIn(tx: Transaction, input: CreateSiteInput): Promise<{ id: string } | SiteNameTaken> {
    const { name, setting, jurisdiction, timeZone } = input;
    await tx.lock(`site names ${tx.orgId}`);
    if (await tx.findOne(Site, { name })) return nameTaken(name);
    const id = newId();
    await tx.insert(Site, { id, name, setting, jurisdiction, timeZone });
    return { id };
  }

  private async updateIn(tx: Transaction, input: UpdateSiteInput): Promise<{ id: string } | SiteNameTaken> {
    await tx.lock(`site names ${tx.orgId}`);
    const site = await tx.get(Site, { id: input.siteId });
    const name = input.name ?? site.name;
    if (await tx.findOne(Site, { name, id: Not(site.id) })) return nameTaken(name);
    const { setting, jurisdiction, timeZone } = input;
    const after = {
      name,
      setting: setting ?? site.setting,
      jurisdiction: jurisdiction ?? site.jurisdiction,
      timeZone: timeZone ?? site.timeZone,
    };
    await tx.update(Site, { id: site.id }, after);
    return { id: site.id };
  }
}

const nameTaken = (name: string): SiteNameTaken =>
  refuse(SiteNameTaken, `There is a site named "${name}" already. Choose another name.`, { name });
