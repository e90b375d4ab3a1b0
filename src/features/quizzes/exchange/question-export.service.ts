import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Files } from '../../../platform/files/files.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { authoredOf } from './authored-content.rules.js';
import {
  type ExchangedPicture,
  type ExchangedQuestion,
  MAX_QUESTIONS,
  MAX_TEXT_BYTES,
} from './exchanged-question.js';
import { writeGift } from './gift/write-gift.rules.js';
import { withNamedPictures } from './imported-question.rules.js';
import { writeMoodleXml } from './moodle-xml/write-moodle-xml.rules.js';
import type { ExportFormat, ExportQuestionsInput } from './question-export.input.js';
import {
  bankedPictures,
  bankedQuestions,
  type BankedPicture,
  type BankedQuestion,
} from './question-export.queries.js';
import { QuestionExport, type QuestionExportItem } from './question-export.type.js';
import { ExportTooLarge, TooManyQuestions } from './question-import.refusals.js';
import type { WrittenFile } from './written-file.js';

const FORMATS: Readonly<
  Record<
    ExportFormat,
    { write(questions: readonly ExchangedQuestion[]): WrittenFile; name: string; contentType: string }
  >
> = {
  GIFT: { write: writeGift, name: 'questions.gift.txt', contentType: 'text/plain' },
  MOODLE_XML: { write: writeMoodleXml, name: 'questions.xml', contentType: 'application/xml' },
};

interface Receipt {
  readonly fileId: string | null;
  readonly exported: number;
  readonly items: QuestionExportItem[];
}

/** Writes questions of the bank into files that other systems read. */
@Injectable()
export class QuestionExports {
  constructor(private readonly files: Files) {}

  /** The newest published versions. What the asker is being asked in an open attempt of their own is left out. */
  async export(
    db: TenantDb,
    input: ExportQuestionsInput,
  ): Promise<QuestionExport | TooManyQuestions | ExportTooLarge> {
    const made = await this.written(db, input);
    if (isRefusal(made)) return made;
    const { fileId, exported, items } = await db.once<Receipt>(input, async () => made);
    const file = fileId === null ? null : await this.files.linkTo(db, fileId);
    return Object.assign(new QuestionExport(), { file, exported, items });
  }

  /** Outside the verb, because the content is stored before anything names it; the same content is the same file. */
  private async written(
    db: TenantDb,
    input: ExportQuestionsInput,
  ): Promise<Receipt | TooManyQuestions | ExportTooLarge> {
    const rows = await db.read<BankedQuestion>(bankedQuestions(db, db.viewer.personId, input));
    if (rows.length > MAX_QUESTIONS)
      return refuse(TooManyQuestions, `At most ${MAX_QUESTIONS} questions are written into one file.`, {
        maxQuestions: MAX_QUESTIONS,
      });
    const open = rows.filter(({ content }) => content !== null);
    const pictures = await this.pictures(db, input.format, open);
    if (pictures === null) return tooLarge();
    const { write, name, contentType } = FORMATS[input.format];
    const questions = open.map((row) => exchangedOf(row, pictures.get(row.versionId!) ?? []));
    const { text, items: told } = write(questions);
    const content = new TextEncoder().encode(text);
    if (content.length > MAX_TEXT_BYTES) return tooLarge();
    const exported = told.filter(({ leftOut }) => leftOut === null).length;
    const fileId = exported ? await this.files.store(db, { name, contentType, content }) : null;
    return { fileId, exported, items: reportOf(rows, open, told) };
  }

  /** By version; null when they would not fit. GIFT has none. */
  private async pictures(
    db: TenantDb,
    format: ExportFormat,
    rows: readonly BankedQuestion[],
  ): Promise<Map<string, NamedPicture[]> | null> {
    const versionIds = rows.map(({ versionId }) => versionId!);
    const found = format === 'GIFT' ? [] : await db.read<BankedPicture>(bankedPictures(db, versionIds));
    if (found.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_TEXT_BYTES) return null;
    const named = await Promise.all(
      found.map(
        async ({
          versionId,
          fileId,
          sha256,
          contentType,
        }): Promise<NamedPicture & { versionId: string }> => ({
          versionId,
          fileId,
          name: `${fileId}.${contentType.split('/')[1]}`,
          alternativeText: '',
          bytes: await this.files.wholeOf(sha256),
        }),
      ),
    );
    return Map.groupBy(named, ({ versionId }) => versionId);
  }
}

type NamedPicture = ExchangedPicture & { readonly fileId: string };

function exchangedOf(
  { code, category, tags, content }: BankedQuestion,
  pictures: NamedPicture[],
): ExchangedQuestion {
  const question = withNamedPictures(
    authoredOf(content!),
    (fileId) => pictures.find((picture) => picture.fileId === fileId)?.name ?? fileId,
  );
  return { name: code, code, category, tags, question, pictures };
}

function reportOf(
  rows: readonly BankedQuestion[],
  open: readonly BankedQuestion[],
  told: WrittenFile['items'],
): QuestionExportItem[] {
  return rows.flatMap((row): QuestionExportItem[] => {
    const { questionId, code } = row;
    const item = told[open.indexOf(row)];
    if (!item) return [{ questionId, code, leftOut: row.asked ? ASKED : UNPUBLISHED, losses: [] }];
    const { leftOut, losses } = item;
    return leftOut !== null || losses.length ? [{ questionId, code, leftOut, losses: [...losses] }] : [];
  });
}

const ASKED = 'You are being asked this question: it can be exported when you have submitted.';
const UNPUBLISHED = 'It has no published version.';

const tooLarge = (): ExportTooLarge =>
  refuse(ExportTooLarge, `The file would have more than ${MAX_TEXT_BYTES} bytes. Ask for fewer questions.`, {
    maxBytes: MAX_TEXT_BYTES,
  });
