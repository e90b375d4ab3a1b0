import { NO_ALLOWANCES, settingsFor } from '../accommodations/quiz-allowance.rules.js';
import type { AnswerKey } from '../bank/question-content.js';
import { arranged } from '../authoring/arrangement.rules.js';
import { answerForm } from '../bank/answer-form.type.js';
import { keyView } from '../bank/question-key.type.js';
import { RichText, richText } from '../bank/rich-text.type.js';
import { awaitsGrader, markOf } from '../grading/grading.rules.js';
import { correctnessOf, keyShown, shownOf } from './feedback.rules.js';
import type { AttemptAnswer, AttemptQuestion, AttemptSection, QuestionMark } from './quiz-attempt.type.js';
import type { StoredAnswer, StoredMark, StoredQuestion, StoredQuestions } from './quiz-review.queries.js';
import { stemFor } from '../bank/stem.rules.js';

/** The rules that bind a quiz while it is taken, without what nobody asks here. */
const NO_RULES = { opensAt: null, timeLimitMinutes: null, maxAttempts: null, graceSeconds: 0 };

/** The questions of an attempt as whoever asks may see them, in its order: the one place where they become answers of the API. */
export function laidOut(stored: StoredQuestions): AttemptQuestion[] {
  const rules = { ...NO_RULES, closesAt: stored.closesAt };
  const { closesAt } = settingsFor(rules, stored.allowances ?? NO_ALLOWANCES);
  const sections = new Map(stored.sections.map((section) => [section.position, sectionView(section)]));
  return stored.questions.map((question): AttemptQuestion => {
    const { questionVersionId, place, points, type, stem, presentation, position, finished, variant } =
      question;
    const seed = stored.seed + position;
    return {
      questionVersionId,
      place,
      section: question.section === null ? null : (sections.get(question.section) ?? null),
      points,
      type,
      stem: new RichText(stemFor(stem, presentation, variant)),
      ...answerForm(arranged(type, presentation, seed, stored.shuffleChoices)),
      answer: answerOf(question.answer),
      lateAnswer: answerOf(question.lateAnswer),
      finished,
      ...resultOf(question, { ...stored, closesAt }),
    };
  });
}

/** Mark, correctness and key, each as far as the feedback policy shows it. */
function resultOf(
  question: StoredQuestion,
  attempt: StoredQuestions,
): Pick<AttemptQuestion, 'mark' | 'correctness' | 'key'> {
  const { finished, askedElsewhere, presentation, type, answer, answerKey, variant } = question;
  const shown = shownOf(attempt, { ...attempt, finished, askedElsewhere, now: attempt.serverNow });
  const response = answer?.response ?? null;
  const mark = question.mark ?? (answerKey && shown.size ? markSoFar(question, answerKey) : null);
  if (!mark || !answerKey) return { mark: null, correctness: null, key: null };
  const correctness = correctnessOf(mark, response);
  const key = keyShown({ type, presentation, answerKey, variant, response, correctness }, shown, attempt.own);
  return {
    mark: shown.has('MARKS') ? markView(mark) : null,
    correctness: shown.has('CORRECTNESS') ? correctness : null,
    key: key && keyView({ type, presentation, answerKey: key }, variant),
  };
}

/** What a finished question of a running attempt would earn. */
function markSoFar(question: StoredQuestion, answerKey: AnswerKey): StoredMark {
  const response = question.answer?.response ?? null;
  const { earned, possible } = markOf({ ...question, answerKey, response });
  const waits = awaitsGrader({ ...question, response });
  return { earned: waits ? null : earned, possible, kind: 'AUTOMATIC', comment: null, rubricLevels: null };
}

const markView = ({ earned, possible, comment, rubricLevels }: StoredMark): QuestionMark => ({
  earned,
  possible,
  comment: richText(comment),
  rubricLevels: Object.entries(rubricLevels ?? {}).map(([criterionId, levelId]) => ({
    criterionId,
    levelId,
  })),
});

const sectionView = ({
  position,
  title,
  instructions,
}: StoredQuestions['sections'][number]): AttemptSection => ({
  position,
  title,
  instructions: richText(instructions),
});

const answerOf = (answer: StoredAnswer | null): AttemptAnswer | null =>
  answer && { ...answer, savedAt: new Date(answer.savedAt) };
