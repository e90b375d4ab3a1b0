import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { BankDocument, NewBankQuestion, NewBankQuiz } from '../features/quizzes/bank/bank-document.js';
import { bankOf } from '../features/quizzes/bank/bank-document.rules.js';

/** What the demo teaches and asks. */
export interface Content {
  /** The program as the importer reads it. */
  readonly program: string;
  /** Specialties on top of it, and the checklist that one of them asks for, as their importers read them. */
  readonly tracks: string;
  readonly specialtyChecklist: string;
  readonly questions: readonly NewBankQuestion[];
  /** Each goes by the code of the requirement it stands behind. */
  readonly quizzes: readonly NewBankQuiz[];
}

/** From the files beside this one. */
export async function readContent(): Promise<Content> {
  const folder = contentFolder();
  const files = (await readdir(path.join(folder, 'questions'))).toSorted();
  const banks = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(folder, 'questions', file), 'utf8');
      return bankOf(parse(text) as BankDocument);
    }),
  );
  return {
    program: await readFile(path.join(folder, 'program.yaml'), 'utf8'),
    tracks: await readFile(path.join(folder, 'specialty-tracks.yaml'), 'utf8'),
    specialtyChecklist: await readFile(path.join(folder, 'geriatric-checklist.yaml'), 'utf8'),
    questions: banks.flatMap(({ questions }) => questions),
    quizzes: banks.flatMap(({ quizzes }) =>
      quizzes.map((quiz) => ({ ...quiz, code: quiz.code.replace(/-QUIZ$/, '') })),
    ),
  };
}

/** Beside the compiled server, or in the sources when these run as they are. */
function contentFolder(): string {
  const places = [path.join(path.dirname(process.argv[1] ?? ''), 'demo'), path.resolve('src', 'demo')];
  const found = places.map((place) => path.join(place, 'content')).find(existsSync);
  if (!found) throw new Error(`The content of the demo is at none of ${places.join(', ')}`);
  return found;
}
