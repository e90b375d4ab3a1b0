import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { newId } from '../../../platform/ids/ids.js';
import type { AuthoredQuestion } from '../bank/question-content.js';
import { QuestionPictures } from '../bank/question-picture.service.js';
import { contentOf, contentProblems } from '../bank/question.rules.js';
import { newChoiceId } from '../bank/question.service.js';
import type { ExchangedQuestion, ReadItem } from './exchanged-question.js';
import {
  bankPlace,
  codeFrom,
  excess,
  identityOf,
  markedCode,
  withPictures,
} from './imported-question.rules.js';
import { pictureIn } from './picture-bytes.rules.js';
import { QuestionImport } from './question-import.entity.js';
import {
  addItems,
  addQuestions,
  heldImport,
  knownQuestions,
  type NewItem,
  type ReadyQuestion,
  takenCodes,
} from './question-import.queries.js';
import { readQuestions } from './question-reading.js';

/** Where `tx.notify` tells that an import went on. */
export const IMPORT_TOPIC = 'question-import';

/** Questions written in one transaction. */
const BATCH = 25;

/** A question of the file, ready to be written or refused. */
interface Prepared {
  readonly item: Omit<NewItem, 'outcome' | 'questionId'>;
  readonly ready: ReadyQuestion | null;
}

/**
 * Brings in the questions of a file, batch by batch. Each batch is written with its items in one transaction, so
 * that an import that was killed goes on where it stopped and adds nothing twice.
 */
@Injectable()
export class QuestionIntake {
  constructor(
    private readonly files: Files,
    private readonly pictures: QuestionPictures,
  ) {}

  /** Notes an import of a file that nobody uploaded, as on the command line, to be worked off by {@link work}. */
  async begin(
    db: TenantDb,
    wish: Pick<QuestionImport, 'fileName' | 'format' | 'dryRun' | 'category'>,
  ): Promise<string> {
    const id = newId();
    await db.write((tx) => tx.insert(QuestionImport, { ...wish, id, fileId: null, requestedBy: null }));
    return id;
  }

  /** Works the import off. Safe to repeat, also at the same time. */
  async work(db: TenantDb, importId: string, path: string, signal?: AbortSignal): Promise<void> {
    const given = await db.load((tx) => tx.get(QuestionImport, { id: importId }));
    if (given.status === 'DONE' || given.status === 'REFUSED') return;
    const reading = await readQuestions(path, given.format);
    const { format } = reading;
    if ('refusal' in reading) {
      const { refusal } = reading;
      return this.settle(db, importId, (tx) => ({ status: 'REFUSED', format, refusal, finishedAt: tx.now }));
    }
    await this.settle(db, importId, () => ({ status: 'RUNNING', format, total: reading.count }));
    const seen = new Set<string>();
    let [position, batch]: [number, Prepared[]] = [0, []];
    const write = async (): Promise<void> => {
      if (batch.length) await db.write((tx) => this.write(tx, given, batch, seen));
      batch = [];
    };
    for await (const item of reading.items) {
      await setImmediate(); // whoever takes a quiz meanwhile comes first
      signal?.throwIfAborted();
      position += 1;
      const prepared = await this.prepare(db, given, position, item, position > given.done);
      if (position > given.done) batch.push(prepared);
      else if (prepared.ready) seen.add(prepared.ready.identity);
      if (batch.length === BATCH) await write();
    }
    await write();
    await this.settle(db, importId, (tx) => ({ status: 'DONE', total: position, finishedAt: tx.now }));
  }

  private settle(
    db: TenantDb,
    importId: string,
    change: (tx: Transaction) => Partial<QuestionImport>,
  ): Promise<void> {
    return db.write(async (tx) => {
      const [{ status }] = (await tx.query<QuestionImport>(heldImport(tx.db, importId))) as [QuestionImport];
      if (status === 'DONE' || status === 'REFUSED') return;
      await tx.update(QuestionImport, { id: importId }, change(tx));
      tx.notify(IMPORT_TOPIC, { importId });
    });
  }

  /** Pictures are stored before anything of the question is written; a dry run stores none. */
  private async prepare(
    db: TenantDb,
    given: QuestionImport,
    position: number,
    read: ReadItem,
    isNew: boolean,
  ): Promise<Prepared> {
    const { line = null, element = null } = read.where;
    const item = { position, line, element, title: read.title.slice(0, 200), losses: [], refusal: null };
    if (read.outcome === 'REFUSED') return { item: { ...item, refusal: read.refusal }, ready: null };
    const { question: exchanged } = read;
    const stored = await this.stored(db, exchanged, given.dryRun || !isNew);
    const { category, tags, losses } = bankPlace(exchanged, given.category);
    const content = contentOf(stored.question, newChoiceId);
    const problems = contentProblems(content).map(({ field, message }) => `${field}: ${message}`);
    const refusal = excess(stored.question) ?? (problems.join(' ') || null);
    if (refusal !== null) return { item: { ...item, refusal }, ready: null };
    return {
      item: { ...item, losses: [...read.losses, ...losses, ...stored.losses] },
      ready: {
        ...content,
        id: newId(),
        questionId: newId(),
        code: codeFrom(exchanged.code || exchanged.name),
        category,
        tags,
        identity: identityOf(exchanged),
      },
    };
  }

  private async stored(
    db: TenantDb,
    { question, pictures = [], hotspot }: ExchangedQuestion,
    dryRun: boolean,
  ): Promise<{ question: AuthoredQuestion; losses: string[] }> {
    const fileIds = new Map<string, string>();
    for (const { name, bytes } of pictures) {
      const contentType = pictureIn(bytes)?.contentType;
      const fileId =
        contentType && (dryRun ? newId() : await this.store(db, { name, contentType, content: bytes }));
      if (fileId) fileIds.set(name, fileId);
    }
    const { value, losses } = withPictures(question, (name) => {
      const fileId = fileIds.get(name);
      return fileId === undefined ? null : `file:${fileId}`;
    });
    const base = hotspot && pictures.find(({ name }) => name === hotspot.picture);
    const fileId = hotspot && fileIds.get(hotspot.picture);
    if (!hotspot || !base || !fileId) return { question: value, losses };
    const { width, height } = hotspot;
    return {
      question: { ...value, picture: { fileId, alternativeText: base.alternativeText, width, height } },
      losses,
    };
  }

  /** Undefined where the content is no such picture after all. */
  private async store(
    db: TenantDb,
    file: { name: string; contentType: string; content: Uint8Array },
  ): Promise<string | undefined> {
    try {
      return await this.files.store(db, file);
    } catch (error) {
      if (error instanceof Fault && error.code === 'BAD_USER_INPUT') return undefined;
      throw error;
    }
  }

  private async write(
    tx: Transaction,
    given: QuestionImport,
    batch: readonly Prepared[],
    seen: Set<string>,
  ): Promise<void> {
    const before = batch[0]!.item.position - 1;
    const [held] = await tx.query<QuestionImport>(heldImport(tx.db, given.id));
    if (held?.done !== before) throw new Error('Somebody else works on this import');
    const ready = batch.flatMap((prepared) => prepared.ready ?? []);
    const known = await this.known(tx, ready);
    const unknown = ready.filter((question, i) => {
      const first = ready.findIndex(({ identity }) => identity === question.identity) === i;
      return first && !known.has(question.identity) && !seen.has(question.identity);
    });
    const fresh = new Set(given.dryRun ? unknown : await this.add(tx, unknown, given.requestedBy));
    if (fresh.size < unknown.length) (await this.known(tx, unknown)).forEach((id, key) => known.set(key, id));
    for (const { identity, questionId } of fresh) known.set(identity, given.dryRun ? null : questionId);
    const items = batch.map((prepared) => itemOf(prepared, given.dryRun, fresh, known));
    await tx.query(addItems(tx.db, given.id, items));
    await tx.update(QuestionImport, { id: given.id }, { done: before + batch.length });
    tx.notify(IMPORT_TOPIC, { importId: given.id });
    for (const { identity } of ready) seen.add(identity);
  }

  private async known(tx: Transaction, ready: readonly ReadyQuestion[]): Promise<Map<string, string | null>> {
    const identities = ready.map(({ identity }) => identity);
    const rows = await tx.query<{ id: string; identity: string }>(knownQuestions(tx.db, identities));
    return new Map(rows.map(({ id, identity }) => [identity, id]));
  }

  /** Answers those added: of two imports of the same at once, one adds it. */
  private async add(
    tx: Transaction,
    unknown: readonly ReadyQuestion[],
    author: string | null,
  ): Promise<ReadyQuestion[]> {
    if (!unknown.length) return [];
    const wished = unknown.flatMap(({ code, identity }) => [code, markedCode(code, identity)]);
    const taken = new Set(
      (await tx.query<{ code: string }>(takenCodes(tx.db, wished))).map(({ code }) => code),
    );
    const named = unknown.map((question) => {
      const code = taken.has(question.code) ? markedCode(question.code, question.identity) : question.code;
      taken.add(code);
      return { ...question, code };
    });
    const checked = await this.pictures.checked(tx, named, ({ code }) => `${code}.`);
    const added = new Set(
      (await tx.query<{ id: string }>(addQuestions(tx.db, checked, author))).map(({ id }) => id),
    );
    await this.pictures.keep(tx, checked);
    return unknown.filter(({ questionId }) => added.has(questionId));
  }
}

function itemOf(
  { item, ready }: Prepared,
  dryRun: boolean,
  fresh: ReadonlySet<ReadyQuestion>,
  known: ReadonlyMap<string, string | null>,
): NewItem {
  if (!ready) return { ...item, outcome: 'REFUSED', questionId: null };
  const questionId = known.get(ready.identity) ?? null;
  if (!fresh.has(ready)) {
    // Nobody else has it, so it was its code that somebody took meanwhile: the job tries again with another.
    if (!dryRun && !questionId) throw new Error('A code was taken meanwhile');
    return { ...item, losses: [], outcome: 'ALREADY_THERE', questionId };
  }
  const done = dryRun ? 'WOULD_BE_IMPORTED' : 'IMPORTED';
  return { ...item, outcome: item.losses.length ? `${done}_WITH_LOSS` : done, questionId };
}
