/** A question of a quiz as it stands in the bank at the moment of publishing. */
export interface BankedQuestion {
  readonly position: number;
  readonly code: string;
  readonly retired: boolean;
  readonly publishedVersionId: string | null;
}

/** Everything that must be put right before the quiz can be published, all at once. */
export function publicationProblems(
  questions: readonly BankedQuestion[],
): { field: string; message: string }[] {
  if (questions.length === 0) return [{ field: 'questions', message: 'A quiz needs at least one question.' }];
  return questions.flatMap(({ position, code, retired, publishedVersionId }) => {
    const field = `questions.${position}`;
    if (retired) return [{ field, message: `${code} was retired: take another question.` }];
    return publishedVersionId ? [] : [{ field, message: `${code} is a draft: publish it first.` }];
  });
}
