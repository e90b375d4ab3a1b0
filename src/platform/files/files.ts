import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull } from 'typeorm';
import type { Viewer } from '../access/viewer.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import type { TenantDb } from '../database/tenant-db.js';
import type { Transaction } from '../database/transaction.js';
import { badInput, conflict, Fault, notFound } from '../faults/fault.js';
import { isRefusal, refuse, type Refusal } from '../graphql/refusal.js';
import { forget, Housekeeping } from '../housekeeping/housekeeping.js';
import { newId } from '../ids/ids.js';
import { ACCEPTED_TYPES } from './content-type.js';
import type { CreateUploadInput } from './file.input.js';
import { ContentTypeNotAccepted, FileTooLarge, UploadLimitReached } from './file.refusals.js';
import { FileLink, Upload } from './file.type.js';
import { ContentStore, contentLock } from './content-store.js';
import { FileIntake, type KeptContent } from './file-intake.js';
import { FileTickets } from './file-tickets.js';
import { PICTURE_TYPES } from './image-size.js';
import { StoredFile } from './stored-file.entity.js';

/** A file that did not come by an upload: out of a package, say. */
export interface GivenFile {
  /** As its source calls it; a path is cut off. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** What a link opens, and whether a browser may show it where it stands. */
export interface OpenedFile {
  readonly file: StoredFile;
  readonly content: Readable;
  readonly inline: boolean;
}

/** Files beside GraphQL: announced by a mutation, sent by PUT, named by their id from then on. */
@Injectable()
export class Files implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly contents: ContentStore,
    private readonly intake: FileIntake,
    private readonly tickets: FileTickets,
    housekeeping: Housekeeping,
  ) {
    housekeeping.does('stored_file', (db) => this.forgetUnfinished(db));
  }

  async onModuleInit(): Promise<void> {
    await this.intake.sweep();
  }

  async createUpload(db: TenantDb, input: CreateUploadInput): Promise<Upload | Refusal> {
    const receipt = await db.once(input, (tx) => this.announce(tx, input));
    if (isRefusal(receipt)) return receipt;
    const { url, expiresAt } = await this.tickets.link('upload', db.viewer, receipt.id);
    const headers = [{ name: 'content-type', value: input.contentType }];
    return Object.assign(new Upload(), { fileId: receipt.id, uploadUrl: url, expiresAt, headers });
  }

  /** For the uploader's own files. Features link to others' files with {@link linkTo}. Throws NOT_FOUND. */
  async linkToOwn(db: TenantDb, fileId: string): Promise<FileLink> {
    return this.link(db, await this.stored(db, { id: fileId, uploadedBy: db.viewer.personId }));
  }

  /** For a feature that has decided that the viewer may see the file. Throws NOT_FOUND until it is stored. */
  async linkTo(db: TenantDb, fileId: string): Promise<FileLink> {
    return this.link(db, await this.stored(db, { id: fileId }));
  }

  /**
   * For a feature that has decided that the viewer may see the picture: a link under which it is shown in place.
   * It reads nothing: what is no picture, or not there, opens no better by it.
   */
  pictureLink(db: TenantDb, fileId: string): Promise<{ url: string; expiresAt: Date }> {
    return this.tickets.link('picture', db.viewer, fileId);
  }

  /**
   * Keeps a content that is at hand as a file of the organization, and answers its id; the same content from the
   * same person is the same file. Not inside a verb: the content is written first. Throws BAD_USER_INPUT for a
   * type that is not taken, a content that is not of it, or one that is too large.
   */
  async store(db: TenantDb, given: GivenFile): Promise<string> {
    const file = await this.taken(given);
    return db.write((tx) => this.keep(tx, file));
  }

  /** The same where everything is told in one transaction, as the demo is: a content outlives what is taken back. */
  async storeIn(tx: Transaction, given: GivenFile): Promise<string> {
    return this.keep(tx, await this.taken(given));
  }

  private async keep(tx: Transaction, file: NewStoredFile): Promise<string> {
    await this.mustStillBeThere(tx, file.sha256!);
    return keepStored(tx, file);
  }

  private async taken({ name, contentType, content }: GivenFile): Promise<NewStoredFile> {
    if (!ACCEPTED_TYPES.includes(contentType))
      throw badInput('contentType', `must be one of ${ACCEPTED_TYPES.join(', ')}`);
    const bytes = content.byteLength;
    if (bytes === 0 || bytes > this.config.maxUploadBytes)
      throw badInput('content', `must have 1 to ${this.config.maxUploadBytes} bytes`);
    const kept = await this.intake.take(Readable.from([content]), { bytes, contentType });
    return { name: plainName(name), contentType, declaredBytes: bytes, ...kept };
  }

  /** The first bytes of a stored file. */
  async beginning(sha256: string, bytes: number): Promise<Buffer> {
    return buffer(await this.contents.read(sha256, bytes));
  }

  /** The whole of a stored file. */
  async wholeOf(sha256: string): Promise<Buffer> {
    return buffer(await this.contents.read(sha256));
  }

  /** Lets work on the content as a file, for readers that go to and fro in it, as those of packages do. */
  withFile<Answer>(sha256: string, work: (file: string) => Promise<Answer>): Promise<Answer> {
    return this.contents.withFile(sha256, work);
  }

  /** For a verb that names a file as evidence: NOT_FOUND unless it is stored and the actor's own. */
  async mustBeOwn(tx: Transaction, fileId: string): Promise<StoredFile> {
    const file = await tx.get(StoredFile, { id: fileId, uploadedBy: tx.db.viewer.personId });
    if (!file.storedAt || file.erasedAt) throw notFound();
    return file;
  }

  /**
   * Takes the content of an announced upload. Sending the same content again changes nothing; other content
   * under the same id is a CONFLICT. No connection to the database is held while bytes arrive.
   */
  async receive(fileId: string, ticket: string, content: Readable): Promise<void> {
    const viewer = await this.tickets.holder('upload', fileId, ticket);
    if (!viewer) throw notFound();
    const db = this.database.forViewer(viewer);
    const announced = await db.load((tx) => tx.get(StoredFile, { id: fileId }));
    const { declaredBytes: bytes, contentType } = announced;
    const kept = await this.intake.take(content, { bytes, contentType });
    await db.write((tx) => this.settle(tx, fileId, kept));
  }

  /** The content behind a link, for the person it was made for. Throws NOT_FOUND for everybody else. */
  async download(viewer: Viewer | null, fileId: string, ticket: string): Promise<OpenedFile> {
    const shownTo = await this.tickets.holder('picture', fileId, ticket);
    const holder = shownTo ?? (await this.tickets.holder('download', fileId, ticket));
    if (!holder || holder.personId !== viewer?.personId || holder.orgId !== viewer.orgId) throw notFound();
    const file = await this.stored(this.database.forViewer(viewer), { id: fileId });
    const inline = shownTo !== null && PICTURE_TYPES.includes(file.contentType);
    return { file, content: await this.contents.read(file.sha256!), inline };
  }

  /** Uploads that were announced and never came, and what of them has arrived. */
  private async forgetUnfinished(db: TenantDb): Promise<number> {
    await this.intake.sweep();
    return forget(db, sql`SELECT forget_stored_file() AS gone`);
  }

  private async announce(tx: Transaction, input: CreateUploadInput): Promise<{ id: string } | Refusal> {
    const { name, contentType, bytes } = input;
    const { maxUploadBytes } = this.config;
    if (bytes > maxUploadBytes)
      return refuse(FileTooLarge, `A file may have at most ${maxUploadBytes} bytes.`, { maxUploadBytes });
    if (!ACCEPTED_TYPES.includes(contentType))
      return refuse(ContentTypeNotAccepted, `Files of type ${contentType} are not accepted.`, {
        accepted: [...ACCEPTED_TYPES],
      });
    const limit = await this.limitReached(tx, bytes);
    if (limit) return limit;
    const id = newId();
    await tx.insert(StoredFile, {
      id,
      name,
      contentType,
      declaredBytes: bytes,
      uploadedBy: tx.db.viewer.personId,
    });
    return { id };
  }

  /** What one person announces within a day has its limits: nobody fills the store alone. */
  private async limitReached(tx: Transaction, bytes: number): Promise<UploadLimitReached | null> {
    const { maxUploadsPerDay, maxUploadBytesPerDay } = this.config;
    const [announced] = await tx.query<{ files: number; bytes: string }>(sql`
      SELECT count(*)::int AS files, coalesce(sum(declared_bytes), 0)::text AS bytes FROM stored_file
      WHERE org_id = ${tx.orgId} AND uploaded_by = ${tx.db.viewer.personId} AND created_at > app_now() - interval '1 day'`);
    const { files, bytes: before } = announced!;
    if (files < maxUploadsPerDay && Number(before) + bytes <= maxUploadBytesPerDay) return null;
    return refuse(
      UploadLimitReached,
      `You may upload ${maxUploadsPerDay} files and ${maxUploadBytesPerDay} bytes within 24 hours: go on later.`,
      { maxFiles: maxUploadsPerDay, maxBytes: String(maxUploadBytesPerDay) },
    );
  }

  /**
   * Between its arrival and the row that names it, a content may be removed with the last row that named it before. Who
   * removes one waits for us, and sees our row. Throws UNAVAILABLE: sent again, it is there.
   */
  private async mustStillBeThere(tx: Transaction, sha256: string): Promise<void> {
    await tx.lockShared(contentLock(sha256));
    if (!(await this.contents.has(sha256)))
      throw new Fault('UNAVAILABLE', 'The file was removed while it arrived: send it again.', [], 1);
  }

  private async settle(tx: Transaction, id: string, kept: KeptContent): Promise<void> {
    await this.mustStillBeThere(tx, kept.sha256);
    const unsettled = { id, storedAt: IsNull() };
    const changed = await tx.update(StoredFile, unsettled, { ...kept, storedAt: tx.now });
    if (changed) return;
    const earlier = await tx.get(StoredFile, { id });
    if (earlier.receivedSha256 !== kept.receivedSha256)
      throw conflict('This file is stored already, with other content: announce a new upload.');
  }

  private async stored(db: TenantDb, where: { id: string; uploadedBy?: string }): Promise<StoredFile> {
    const file = await db.load((tx) => tx.get(StoredFile, where));
    if (!file.storedAt || file.erasedAt) throw notFound();
    return file;
  }

  private async link(db: TenantDb, file: StoredFile): Promise<FileLink> {
    const { url, expiresAt } = await this.tickets.link('download', db.viewer, file.id);
    const { id, name, contentType, bytes } = file;
    return Object.assign(new FileLink(), {
      fileId: id,
      url,
      expiresAt,
      name,
      contentType,
      bytes: bytes!,
    });
  }
}

type NewStoredFile = Pick<
  StoredFile,
  'name' | 'contentType' | 'declaredBytes' | 'receivedSha256' | 'sha256' | 'bytes'
>;

async function keepStored(tx: Transaction, file: NewStoredFile): Promise<string> {
  const uploadedBy = tx.db.actorId;
  const [earlier] = await tx.query<{ id: string }>(sql`
    SELECT id FROM stored_file WHERE org_id = ${tx.orgId} AND sha256 = ${file.sha256}
      AND content_type = ${file.contentType} AND erased_at IS NULL AND uploaded_by IS NOT DISTINCT FROM ${uploadedBy}::uuid LIMIT 1`);
  if (earlier) return earlier.id;
  const id = newId();
  await tx.insert(StoredFile, { ...file, id, uploadedBy, storedAt: tx.now });
  return id;
}

/** Like the names that uploads may have, whatever a package says. */
function plainName(name: string): string {
  const last = path.posix.basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}\p{Cf}]/gu, '');
  return [...last].slice(0, 200).join('').toWellFormed() || 'file';
}
