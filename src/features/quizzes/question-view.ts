import type { AnswerKey, Presentation } from './question-content.js';

/** An answer key in the form in which the API shows it, choice by choice. */
export function keyView({ choices = [] }: Presentation, key: AnswerKey) {
  const {
    isTrue,
    whenTrue,
    whenFalse,
    accepted,
    number,
    tolerance,
    whenCorrect,
    whenIncorrect,
    explanation,
  } = key;
  return {
    choices: choices.map(({ id }) => ({
      choiceId: id,
      correct: key.correctChoiceIds?.includes(id) ?? false,
      feedback: key.choiceFeedback?.[id] ?? null,
    })),
    isTrue: isTrue ?? null,
    whenTrue: whenTrue ?? null,
    whenFalse: whenFalse ?? null,
    accepted: accepted ?? [],
    number: number ?? null,
    tolerance: tolerance ?? null,
    whenCorrect: whenCorrect ?? null,
    whenIncorrect: whenIncorrect ?? null,
    explanation: explanation ?? null,
  };
}
export type KeyView = ReturnType<typeof keyView>;
