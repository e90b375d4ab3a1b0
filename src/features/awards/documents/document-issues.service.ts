import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { badInput } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isId } from '../../../platform/ids/ids.js';
import { issuesOf, readableIssues } from './document-issue.queries.js';
import { DocumentIssue } from './document-issue.js';

/** inv 70: which documents about a person were given out, to whom, on what ground. */
@Injectable()
export class DocumentIssues {
  /** The latest first. Whom the viewer may not read of has none. */
  async page(db: TenantDb, personId: string, args: PageArgs): Promise<Page<DocumentIssue>> {
    const [after = null] = decodeCursor(args.after, 1) ?? [];
    if (after !== null && !isId(after)) throw badInput('after', 'must be a cursor that a page gave');
    const rows = await db.read<DocumentIssue>(issuesOf(db, personId, after as string | null, args.first + 1));
    return pageOf(
      rows.map((row) => Object.assign(new DocumentIssue(), row)),
      args,
      ({ id }) => [id],
      async () => {
        const [row] = await db.read<{ count: number }>(
          sql`SELECT count(*)::int AS count FROM document_issue i WHERE i.org_id = ${db.orgId} AND ${readableIssues(db, personId)}`,
        );
        return row!.count;
      },
    );
  }
}
