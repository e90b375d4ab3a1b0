import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { FileLink } from '../../../platform/files/file.type.js';
import { Files } from '../../../platform/files/files.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import type { CeCompletionsArgs } from './ce-completion.input.js';
import {
  completionOf,
  type CompletionFilter,
  type CompletionRow,
  completionsById,
  completionsCount,
  completionsPage,
  waitingCount,
  waitingPage,
} from './ce-completion.queries.js';
import type { CeCompletion } from './ce-completion.type.js';

/** What people have done, as those may read it who may. */
@Injectable()
export class CeCompletions {
  constructor(private readonly files: Files) {}

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<CeCompletion> {
    const [completion] = await this.byIds(db, [id]);
    if (!completion) throw notFound();
    return completion;
  }

  async byIds(db: TenantDb, ids: readonly string[]): Promise<CeCompletion[]> {
    return (await db.read<CompletionRow>(completionsById(db, ids))).map(completionOf);
  }

  /** The latest first: of everybody the viewer sees, or of one person. */
  page(db: TenantDb, args: CeCompletionsArgs): Promise<Page<CeCompletion>> {
    const { personId = null, state = null } = args;
    return this.filtered(db, args, { personId, state, own: false });
  }

  /** The viewer's own, the latest first. */
  ownPage(db: TenantDb, args: PageArgs): Promise<Page<CeCompletion>> {
    return this.filtered(db, args, { personId: null, state: null, own: true });
  }

  /** Those that wait for a review by somebody else than the person, the longest waiting first. */
  async waiting(db: TenantDb, args: PageArgs): Promise<Page<CeCompletion>> {
    const after = decodeCursor(args.after, 2) ?? [];
    const rows = await db.read<CompletionRow>(waitingPage(db, after, args.first + 1));
    const keys = new Map(rows.map(({ id, sinceKey }) => [id, sinceKey]));
    return pageOf(
      rows.map(completionOf),
      args,
      ({ id }) => [keys.get(id)!, id],
      async () => (await db.read<{ count: number }>(waitingCount(db)))[0]?.count ?? 0,
    );
  }

  /** A link to evidence, for those who may read the completion. Throws NOT_FOUND. */
  async evidenceLink(db: TenantDb, completionId: string, fileId: string): Promise<FileLink> {
    const completion = await this.byId(db, completionId);
    if (!completion.evidence.some((each) => each.fileId === fileId)) throw notFound();
    return this.files.linkTo(db, fileId);
  }

  private async filtered(
    db: TenantDb,
    args: PageArgs,
    filter: CompletionFilter,
  ): Promise<Page<CeCompletion>> {
    const after = decodeCursor(args.after, 2) ?? [];
    const rows = await db.read<CompletionRow>(completionsPage(db, filter, after, args.first + 1));
    return pageOf(
      rows.map(completionOf),
      args,
      ({ completedOn, id }) => [completedOn, id],
      async () => (await db.read<{ count: number }>(completionsCount(db, filter)))[0]?.count ?? 0,
    );
  }
}
