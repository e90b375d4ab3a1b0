import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { AuthoredQuestion, QuestionType } from '../features/quizzes/question-content.js';

/** A question as the files write it. */
interface WrittenQuestion {
  code: string;
  type: QuestionType;
  learningOutcome: string;
  stem: string;
  choices?: { text: string; correct?: boolean; feedback?: string }[];
  answer?: boolean | number;
  tolerance?: number;
  unit?: string;
  accepted?: string[];
  feedback?: { whenTrue?: string; whenFalse?: string; correct?: string; incorrect?: string };
  explanation?: string;
}

interface WrittenSettings {
  title: string;
  passMarkPercent: number;
  timeLimitMinutes: number;
  maxAttempts: number;
}

interface WrittenCourse {
  course: string;
  modules: { quiz: WrittenSettings; questions: WrittenQuestion[] }[];
  /** Questions by code: those of the modules, asked again. */
  final: WrittenSettings & { questions: string[] };
}

export interface ContentQuestion extends AuthoredQuestion {
  readonly code: string;
  readonly course: string;
  readonly learningOutcome: string;
}

export interface ContentQuiz extends WrittenSettings {
  /** Also the code of the requirement it stands behind. */
  readonly code: string;
  readonly questions: readonly string[];
}

export interface Content {
  /** The program as the importer reads it. */
  readonly program: string;
  readonly questions: readonly ContentQuestion[];
  readonly quizzes: readonly ContentQuiz[];
}

/** What the demo teaches and asks, from the files beside this one. */
export async function readContent(): Promise<Content> {
  const folder = contentFolder();
  const files = (await readdir(path.join(folder, 'questions'))).toSorted();
  const courses = await Promise.all(
    files.map(
      async (file) => parse(await readFile(path.join(folder, 'questions', file), 'utf8')) as WrittenCourse,
    ),
  );
  return {
    program: await readFile(path.join(folder, 'program.yaml'), 'utf8'),
    questions: courses.flatMap(({ course, modules }) =>
      modules.flatMap(({ questions }) => questions.map((question) => authored(course, question))),
    ),
    quizzes: courses.flatMap(quizzesOf),
  };
}

/** Beside the compiled server, or in the sources when these run as they are. */
function contentFolder(): string {
  const places = [path.join(path.dirname(process.argv[1] ?? ''), 'demo'), path.resolve('src', 'demo')];
  const found = places.map((place) => path.join(place, 'content')).find(existsSync);
  if (!found) throw new Error(`The content of the demo is at none of ${places.join(', ')}`);
  return found;
}

function quizzesOf({ course, modules, final }: WrittenCourse): ContentQuiz[] {
  const ofModules = modules.map(({ quiz, questions }, i) => ({
    ...quiz,
    code: `${course}-M${i + 1}`,
    questions: questions.map(({ code }) => code),
  }));
  return [...ofModules, { ...final, code: `${course}-FINAL` }];
}

function authored(course: string, written: WrittenQuestion): ContentQuestion {
  const { code, type, learningOutcome, stem, choices, answer, tolerance, unit, accepted, explanation } =
    written;
  const { whenTrue, whenFalse, correct: whenCorrect, incorrect: whenIncorrect } = written.feedback ?? {};
  return {
    ...{ code, course, learningOutcome, type, stem, choices, unit, accepted, explanation },
    ...{ whenTrue, whenFalse, whenCorrect, whenIncorrect },
    isTrue: typeof answer === 'boolean' ? answer : undefined,
    number: typeof answer === 'number' ? String(answer) : undefined,
    tolerance: tolerance === undefined ? undefined : String(tolerance),
  };
}
