import type { BankDocument, BankQuestion, NewBankQuestion, NewBankQuiz } from './bank-document.js';

/** Code of the quiz of a module, counted from 1. */
export const moduleQuizCode = (course: string, module: number): string => `${course}-M${module}-QUIZ`;
export const finalQuizCode = (course: string): string => `${course}-FINAL`;

/** The questions and quizzes of a course's file; each question is worth one point. */
export function bankOf({ course, modules, final }: BankDocument): {
  questions: NewBankQuestion[];
  quizzes: NewBankQuiz[];
} {
  const questions = modules.flatMap(({ title, questions }) =>
    questions.map((question) => newQuestion(question, `${course}: ${title}`, course)),
  );
  const quizzes = modules.map(({ quiz, questions }, i) => ({
    ...quiz,
    code: moduleQuizCode(course, i + 1),
    questionCodes: questions.map(({ code }) => code),
  }));
  const last = final ? [{ ...final, code: finalQuizCode(course), questionCodes: final.questions }] : [];
  return { questions, quizzes: [...quizzes, ...last] };
}

function newQuestion(question: BankQuestion, category: string, tag: string): NewBankQuestion {
  const {
    code,
    type,
    stem,
    learningOutcome,
    choices,
    answer,
    tolerance,
    unit,
    accepted,
    feedback,
    explanation,
  } = question;
  return {
    code,
    type,
    stem,
    choices,
    isTrue: typeof answer === 'boolean' ? answer : null,
    numbers:
      answer === undefined || typeof answer === 'boolean'
        ? undefined
        : [{ number: String(answer), tolerance: String(tolerance ?? 0) }],
    unit,
    accepted: accepted?.map((pattern) => ({ pattern: String(pattern) })),
    whenTrue: feedback?.whenTrue,
    whenFalse: feedback?.whenFalse,
    whenCorrect: feedback?.correct,
    whenIncorrect: feedback?.incorrect,
    explanation,
    category,
    tags: [tag],
    learningOutcomes: learningOutcome ? [learningOutcome] : [],
  };
}
