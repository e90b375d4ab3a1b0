import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Database } from '../../../platform/database/database.js';
import { isId } from '../../../platform/ids/ids.js';
import { Issuers } from './issuers.service.js';
import { STATUS_PURPOSES, type StatusPurpose } from './status-list.rules.js';
import { StatusLists } from './status-lists.service.js';

/** What badges of this installation refer to, by its addresses: organizations that issue, their keys, their lists. */
@Injectable()
export class OwnDocuments {
  constructor(
    private readonly database: Database,
    private readonly issuers: Issuers,
    private readonly lists: StatusLists,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The DID document of an organization, or null for one that has issued nothing, or is none. */
  async issuer(orgId: string): Promise<object | null> {
    return (await this.hasIssued(orgId)) ? this.issuers.document(orgId) : null;
  }

  /** A status list as it is now, or null. */
  async statusList(orgId: string, purpose: string, list: string): Promise<object | null> {
    if (!isId(orgId) || !isPurpose(purpose) || !/^[1-9]\d{0,5}$/.test(list)) return null;
    return this.lists.current(orgId, purpose, Number(list));
  }

  /** Whatever a badge names; null for everything that is not ours. Nothing is fetched. */
  async resolve(url: string): Promise<object | null> {
    const lists = `${this.config.publicUrl}/status-lists/`;
    if (url.startsWith(lists)) {
      const [orgId = '', purpose = '', list = '', ...rest] = url.slice(lists.length).split('/');
      return rest.length ? null : this.statusList(orgId, purpose, list);
    }
    const [did = '', fragment] = url.split('#');
    const orgId = did.split(':').at(-1)!;
    if (!isId(orgId) || did !== this.issuers.did(orgId) || !(await this.hasIssued(orgId))) return null;
    return fragment === undefined ? this.issuers.document(orgId) : this.issuers.key(orgId, url);
  }

  private async hasIssued(orgId: string): Promise<boolean> {
    if (!isId(orgId)) return false;
    const found = await this.database
      .forOrganization(orgId)
      .read(sql`SELECT FROM badge WHERE org_id = ${orgId} LIMIT 1`);
    return found.length > 0;
  }
}

const isPurpose = (purpose: string): purpose is StatusPurpose =>
  (STATUS_PURPOSES as readonly string[]).includes(purpose);
