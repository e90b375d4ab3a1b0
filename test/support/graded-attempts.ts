import { newId } from '../../src/platform/ids/ids.js';
import type {
  AnswerKey,
  Presentation,
  QuestionType,
  QuizResponse,
} from '../../src/features/quizzes/bank/question-content.js';
import type { SampleProgram } from './sample-program.js';
import type { World } from './world.js';

/** A question as statistics need it. */
export interface PlainQuestion {
  code?: string;
  type: QuestionType;
  presentation?: Presentation;
  answerKey?: AnswerKey;
}

/** What stands at a position: always the first question, or one drawn from all. */
export interface PlainSlot {
  points: number;
  questions: PlainQuestion[];
  drawn?: boolean;
}

export interface AskedQuestion {
  id: string;
  versionId: string;
}

export interface GradedQuiz {
  quizId: string;
  versionId: string;
  slots: { points: number; drawn: boolean; questions: AskedQuestion[] }[];
}

/** What a trainee earned, by position; `picks` and `variants` where the position leaves a choice. */
export interface GradedAttempt {
  marks: readonly number[];
  picks?: ReadonlyMap<number, number>;
  variants?: ReadonlyMap<number, number>;
  responses?: readonly (QuizResponse | null)[];
  /** Another attempt of the same trainee has the same. */
  trainee?: string;
  /** Answers that wait for a grader. */
  pending?: number;
}

/** Quizzes and submitted attempts, arranged behind the API: the marks themselves are what a test is about. */
export class GradedAttempts {
  private readonly trainees = new Map<string, { personId: string; enrollmentId: string; attempts: number }>();

  constructor(
    private readonly world: World,
    private readonly program: SampleProgram,
    private readonly cohortId: string,
  ) {}

  async quiz(slots: readonly PlainSlot[]): Promise<GradedQuiz> {
    const quizId = newId();
    await this.add('quiz', { id: quizId, code: `Z-${quizId.slice(-8)}`, title: 'Bones & joints' });
    const asked = [];
    for (const { points, questions, drawn = false } of slots)
      asked.push({
        points,
        drawn,
        questions: await Promise.all(questions.map((each) => this.question(each))),
      });
    return this.version(quizId, 1, asked);
  }

  /** A published version of the quiz with these questions. */
  async version(quizId: string, number: number, slots: GradedQuiz['slots']): Promise<GradedQuiz> {
    const versionId = newId();
    await this.add('quiz_version', { id: versionId, quiz_id: quizId, number, pass_mark_percent: 70 });
    for (const [i, { points, drawn, questions }] of slots.entries()) {
      const at = { quiz_version_id: versionId, position: i + 1 };
      const pinned = ({ id, versionId }: AskedQuestion) => ({
        question_id: id,
        question_version_id: versionId,
      });
      if (!drawn) await this.add('quiz_question', { ...at, ...pinned(questions[0]!), points });
      else {
        await this.add('quiz_draw', { ...at, count: 1, points });
        for (const question of questions)
          await this.add('quiz_draw_question', { ...at, ...pinned(question) });
      }
    }
    await this.world.app.owner.query(
      `UPDATE quiz_version SET status = 'PUBLISHED', published_at = now() WHERE org_id = $1 AND id = $2`,
      [this.world.orgId, versionId],
    );
    return { quizId, versionId, slots };
  }

  private async question({
    code,
    type,
    presentation = {},
    answerKey = {},
  }: PlainQuestion): Promise<AskedQuestion> {
    const [id, versionId] = [newId(), newId()];
    await this.add('question', { id, code: code ?? `Q-${id.slice(-8)}` });
    await this.add('question_version', {
      id: versionId,
      question_id: id,
      number: 1,
      status: 'PUBLISHED',
      type,
      stem: `What of ${type}?`,
      presentation: JSON.stringify(presentation),
      answer_key: JSON.stringify(answerKey),
      published_at: new Date(),
    });
    return { id, versionId };
  }

  /** Submits an attempt with these marks; answers its id. */
  async submit({ versionId, slots }: GradedQuiz, attempt: GradedAttempt): Promise<string> {
    const { marks, picks, variants, responses, pending = 0 } = attempt;
    const id = newId();
    const trainee = await this.trainee(attempt.trainee ?? id);
    const earned = marks.reduce((sum, mark) => sum + mark, 0);
    const possible = slots.reduce((sum, { points }) => sum + points, 0);
    const percent = (100 * earned) / possible;
    await this.add('quiz_attempt', {
      id,
      quiz_version_id: versionId,
      enrollment_id: trainee.enrollmentId,
      requirement_id: this.program.courses[0]!.quizRequirementId,
      person_id: trainee.personId,
      number: ++trainee.attempts,
      status: 'SUBMITTED',
      started_at: new Date(Date.now() + trainee.attempts),
      submitted_at: new Date(),
      seed: 1,
      earned,
      possible,
      percent,
      passed: pending > 0 ? null : percent >= 70,
    });
    for (const [i, { points, questions }] of slots.entries()) {
      const position = i + 1;
      const question = questions[picks?.get(position) ?? 0]!;
      const about = { attempt_id: id, position, question_version_id: question.versionId };
      await this.add('quiz_attempt_question', {
        ...about,
        place: position,
        question_id: question.id,
        points,
        variant: variants?.get(position) ?? null,
      });
      const response = responses?.[i] ? JSON.stringify(responses[i]) : null;
      await this.add('quiz_mark', { ...about, earned: marks[i], possible: points, response });
    }
    await this.score(id, { marks, possible, pending });
    return id;
  }

  /** An entry of what the attempt is worth: the newest stands. */
  async score(
    attemptId: string,
    { marks, possible, pending = 0, entry = 1, kind = 'AUTOMATIC' }: NewScore,
  ): Promise<void> {
    const earned = marks.reduce((sum, mark) => sum + mark, 0);
    const percent = (100 * earned) / possible;
    const passed = pending > 0 ? null : percent >= 70;
    await this.add('quiz_score', {
      attempt_id: attemptId,
      entry,
      kind,
      earned,
      possible,
      percent,
      passed,
      pending,
      marks,
    });
  }

  /** A decision about a question after its answers were marked; later ones take the place of earlier ones. */
  decide({ quizId }: GradedQuiz, { id, versionId }: AskedQuestion, action: string): Promise<unknown> {
    return this.add('quiz_regrade', {
      id: newId(),
      quiz_id: quizId,
      question_id: id,
      question_version_id: versionId,
      action,
      reason: 'It was not taught.',
      changed_attempts: 0,
      made_by: this.world.owner.personId,
      made_at: new Date(),
    });
  }

  /** A later entry of a mark. */
  mark(attemptId: string, mark: object): Promise<unknown> {
    return this.add('quiz_mark', { attempt_id: attemptId, ...mark });
  }

  private async trainee(name: string) {
    const known = this.trainees.get(name);
    if (known) return known;
    const made = { personId: newId(), enrollmentId: newId(), attempts: 0 };
    this.trainees.set(name, made);
    await this.world.app.owner.query(
      `INSERT INTO person (id, given_name, family_name) VALUES ($1, 'Ada', 'Secret-Name')`,
      [made.personId],
    );
    await this.add('enrollment', {
      id: made.enrollmentId,
      person_id: made.personId,
      cohort_id: this.cohortId,
      program_id: this.program.programId,
      program_version_id: this.program.versionId,
      status: 'ACTIVE',
      status_since: '2026-01-05',
      enrolled_on: '2026-01-05',
    });
    return made;
  }

  private add(table: string, row: Record<string, unknown>): Promise<unknown> {
    const names = Object.keys(row);
    return this.world.app.owner.query(
      `INSERT INTO ${table} (org_id, ${names.join(',')}) VALUES ($1, ${names.map((_, i) => `$${i + 2}`).join(',')})`,
      [this.world.orgId, ...Object.values(row)],
    );
  }
}

interface NewScore {
  marks: readonly number[];
  possible: number;
  pending?: number;
  entry?: number;
  kind?: string;
}
