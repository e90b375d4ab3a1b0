import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import type { LessonMedia } from './module.entity.js';

const NAMED_FILE = /\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g;

/** Ids of the uploaded files that a lesson names, in its text or its media; each once. */
export function filesNamedIn(lesson: { body?: string; media?: readonly LessonMedia[] }): string[] {
  const texts = [lesson.body ?? '', ...(lesson.media ?? []).map(({ url }) => url)];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(NAMED_FILE)].map((match) => match[1]!)))];
}

/**
 * Those of the files that a lesson must not show. Readers of a lesson see its files, so an author may name what
 * they uploaded, and what lessons of the organization show already; nobody else's file is let out by its id.
 */
export async function filesNotToShow(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  if (!ids.length) return [];
  const rows = await tx.query<{ id: string }>(sql`
    SELECT f.id FROM unnest(${ids}::uuid[]) AS f (id) WHERE NOT EXISTS (
      SELECT 1 FROM stored_file s WHERE s.org_id = ${tx.orgId} AND s.id = f.id AND s.stored_at IS NOT NULL
        AND (${tx.db.actorId}::uuid IS NULL OR s.uploaded_by = ${tx.db.actorId} OR EXISTS (
          SELECT 1 FROM lesson l WHERE l.org_id = ${tx.orgId}
            AND strpos(l.body || l.media::text, '/files/' || f.id) > 0)))`);
  return rows.map(({ id }) => id);
}
