import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { ROLES, roleAllows } from '../../../platform/access/permissions.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault, notFound, type FieldProblem } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { IMAGE_HEAD_BYTES, imageSize, PICTURE_TYPES } from '../../../platform/files/image-size.js';
import { Loader } from '../../../platform/graphql/loader.js';
import type { QuestionContent } from './question-content.js';
import { picturesIn } from './question-html.js';
import { QuestionPictureRecord } from './question-picture.entity.js';
import { namedPictures } from './question-picture.rules.js';
import { ShownPicture } from './question-picture.type.js';

/** A file that an author may put into a question. */
interface UsableFile {
  readonly id: string;
  readonly contentType: string;
  readonly sha256: string;
}

const AUTHORS = ROLES.filter((role) => roleAllows(role, 'quiz:write'));

/** The pictures of questions: which files they may be, which questions have them, who is shown them. */
@Injectable()
export class QuestionPictures {
  private readonly visible = new Loader<string, { id: string }>(
    (db, fileIds) => db.read(visiblePictures(db, fileIds)),
    ({ id }) => id,
  );

  constructor(private readonly files: Files) {}

  /**
   * The contents with the true sizes of their hotspot pictures. Throws BAD_USER_INPUT naming each field whose
   * picture is no image that an author of the organization has uploaded; a hotspot's that is not there at all
   * is NOT_FOUND, as any id is. `at` tells where the fields of a content stand, e.g. `input.`.
   */
  async checked<C extends QuestionContent>(
    tx: Transaction,
    contents: readonly C[],
    at: (content: C) => string = () => 'input.',
  ): Promise<C[]> {
    const named = contents.flatMap((content) =>
      namedPictures(content).map(({ field, fileId }) => ({ fileId, field, path: `${at(content)}${field}` })),
    );
    if (!named.length) return [...contents];
    const ids = named.map(({ fileId }) => fileId);
    const usable = new Map((await usableFiles(tx, ids)).map((file) => [file.id, file]));
    if (named.some(({ field, fileId }) => field === 'picture.fileId' && !usable.has(fileId)))
      throw notFound();
    refuse(
      named.flatMap(({ path, fileId }) =>
        PICTURE_TYPES.includes(usable.get(fileId)?.contentType ?? '')
          ? []
          : [
              {
                field: path,
                message: `${fileId} is no PNG, JPEG or WebP picture that an author uploaded here`,
              },
            ],
      ),
    );
    return Promise.all(contents.map((content) => this.measured(content, usable, at(content))));
  }

  /**
   * Keeps which pictures these new versions show, with their contents {@link checked}. A version that was not
   * written after all, because its question was there before, is passed over.
   */
  async keep(tx: Transaction, versions: readonly (QuestionContent & { id: string })[]): Promise<void> {
    const rows = versions.flatMap((version) =>
      namedPictures(version).map(({ fileId }) => ({ versionId: version.id, fileId })),
    );
    if (!rows.length) return;
    await tx.query(sql`
      INSERT INTO question_picture (org_id, question_version_id, file_id)
      SELECT v.org_id, v.id, g."fileId"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g ("versionId" uuid, "fileId" uuid)
      JOIN question_version v ON v.org_id = ${tx.orgId} AND v.id = g."versionId" ON CONFLICT DO NOTHING`);
  }

  /** The same for a draft that is replaced. */
  async keepAnew(tx: Transaction, draft: QuestionContent & { id: string }): Promise<void> {
    await tx.remove(QuestionPictureRecord, { questionVersionId: draft.id });
    await this.keep(tx, [draft]);
  }

  /** The pictures of a text that the viewer may read, each once; those they may not see are left out. */
  async shownIn(db: TenantDb, text: string): Promise<ShownPicture[]> {
    const pictures = new Map<string, string>();
    for (const { fileId, alternativeText } of picturesIn(text))
      if (fileId) pictures.set(fileId, alternativeText);
    const shown = await Promise.all([...pictures].map(([fileId, words]) => this.shown(db, fileId, words)));
    return shown.filter((picture) => picture !== null);
  }

  /** A link to a picture of a question that the viewer may see; null for any other file. */
  async shown(db: TenantDb, fileId: string, alternativeText: string): Promise<ShownPicture | null> {
    if (!(await this.visible.load(db, fileId))) return null;
    const link = await this.files.pictureLink(db, fileId);
    return Object.assign(new ShownPicture(), { fileId, alternativeText, ...link });
  }

  private async measured<C extends QuestionContent>(
    content: C,
    usable: ReadonlyMap<string, UsableFile>,
    at: string,
  ): Promise<C> {
    const { presentation } = content;
    const { picture } = presentation;
    if (!picture) return content;
    const { id: fileId, sha256 } = usable.get(picture.fileId.toLowerCase())!;
    const size = imageSize(await this.files.beginning(sha256, IMAGE_HEAD_BYTES));
    if (!size)
      throw refused([
        { field: `${at}picture.fileId`, message: 'does not say how large it is: save it anew' },
      ]);
    return { ...content, presentation: { ...presentation, picture: { ...picture, fileId, ...size } } };
  }
}

const refused = (fields: FieldProblem[]): Fault =>
  new Fault('BAD_USER_INPUT', fields.map(({ field, message }) => `${field}: ${message}`).join('; '), fields);

function refuse(fields: FieldProblem[]): void {
  if (fields.length) throw refused(fields);
}

/**
 * Questions show their pictures to trainees, so what one may name is what authors have uploaded, or the system
 * out of a package, and what questions show already: nobody else's file is let out by its id.
 */
const usableFiles = (tx: Transaction, ids: readonly string[]): Promise<UsableFile[]> =>
  tx.query(sql`
    SELECT f.id, f.content_type AS "contentType", f.sha256 FROM stored_file f
    WHERE f.org_id = ${tx.orgId} AND f.id = ANY(${ids}::uuid[]) AND f.stored_at IS NOT NULL AND (f.uploaded_by IS NULL
      OR EXISTS (SELECT 1 FROM membership m WHERE m.org_id = f.org_id AND m.person_id = f.uploaded_by AND m.role = ANY(${AUTHORS}::text[]))
      OR EXISTS (SELECT 1 FROM question_picture p WHERE p.org_id = f.org_id AND p.file_id = f.id))`);

/**
 * Of these files the pictures of questions that the viewer may see: with `quiz:read`, which everybody has who
 * may read others' attempts, or because an attempt of their own asks the question.
 */
const visiblePictures = (db: TenantDb, fileIds: readonly string[]) =>
  sql`SELECT p.file_id AS id FROM question_picture p
    JOIN question_version v ON v.org_id = p.org_id AND v.id = p.question_version_id
    WHERE p.org_id = ${db.orgId} AND p.file_id = ANY(${fileIds}::uuid[]) AND (${db.viewer.can('quiz:read')} OR EXISTS (
      SELECT 1 FROM enrollment e JOIN quiz_attempt a ON a.org_id = e.org_id AND a.enrollment_id = e.id
      JOIN quiz_attempt_question q ON q.org_id = a.org_id AND q.attempt_id = a.id
      WHERE e.org_id = v.org_id AND e.person_id = ${db.viewer.personId} AND q.question_id = v.question_id))
    GROUP BY p.file_id`;
