import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Site } from './site.entity.js';
import type { CreateSiteInput } from './site.input.js';
import { SiteNameTaken } from './site.refusals.js';

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

  private async createIn(tx: Transaction, input: CreateSiteInput): Promise<{ id: string } | SiteNameTaken> {
    const { name, setting, jurisdiction, timeZone } = input;
    const taken = await tx.findOne(Site, { name });
    if (taken)
      return refuse(SiteNameTaken, `There is a site named "${name}" already. Choose another name.`, { name });
    const id = newId();
    await tx.insert(Site, { id, name, setting, jurisdiction, timeZone });
    return { id };
  }
}
