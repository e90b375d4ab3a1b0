import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { Disclosures } from '../placements/disclosures.service.js';
import {
  ownerOfSignOff,
  signOffCount,
  signOffPage,
  signOffsById,
  type SignOffFilter,
} from './sign-off.queries.js';
import { ownersSeen } from './sign-off-scene.queries.js';
import { SignOff } from './sign-off.type.js';

/** Shows sign-offs to those who may see the assignment they were made in. */
@Injectable()
export class SignOffReading {
  constructor(private readonly disclosures: Disclosures) {}

  /** The handle to the records a sign-off is part of. Throws NOT_FOUND. */
  async dbOf(db: TenantDb, id: string): Promise<TenantDb> {
    const [found] = await db.read<{ orgId: string }>(ownerOfSignOff(db, id));
    if (!found) throw notFound();
    return db.hostedIn(found.orgId);
  }

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<SignOff> {
    const found = await this.byIds(await this.dbOf(db, id), [id]);
    await this.disclosures.note(db, 'signOff', found);
    return found[0]!;
  }

  /** In their order, by the handle to the records they are part of. Throws NOT_FOUND unless the viewer may see all. */
  async byIds(owner: TenantDb, ids: readonly string[]): Promise<SignOff[]> {
    const rows = await owner.read<SignOff>(signOffsById(owner, ids));
    const byId = new Map(rows.map((row) => [row.id, Object.assign(new SignOff(), row)]));
    return ids.map((id) => {
      const found = byId.get(id);
      if (!found) throw notFound();
      return found;
    });
  }

  /** Newest first: of a person, of an assignment (also one hosted here), or all the viewer may see. */
  async page(db: TenantDb, filter: SignOffFilter, args: PageArgs): Promise<Page<SignOff>> {
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const owner = filter.assignmentId === null ? db : await this.ownerOf(db, filter.assignmentId);
    const rows = await owner.read<SignOff & { cursor: string }>(
      signOffPage(owner, filter, { at: at as string | null, id: id as string | null }, args.first + 1),
    );
    await this.disclosures.note(db, 'signOffs', rows);
    return pageOf(
      rows.map((row) => Object.assign(new SignOff(), row)),
      args,
      (signOff) => [(signOff as SignOff & { cursor: string }).cursor, signOff.id],
      async () => (await owner.read<{ count: number }>(signOffCount(owner, filter)))[0]!.count,
    );
  }

  private async ownerOf(db: TenantDb, assignmentId: string): Promise<TenantDb> {
    const [found] = await db.read<{ orgId: string }>(ownersSeen(db, [assignmentId]));
    if (!found) throw notFound();
    return db.hostedIn(found.orgId);
  }
}
