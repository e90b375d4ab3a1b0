import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import {
  quizAnalysis,
  type AnalysedQuiz,
  type QuizAnalysis,
  type StoredAnswers,
  type StoredStatistics,
} from './quiz-analysis.rules.js';
import { facilityChart, scoreHistogram } from './statistics-charts.rules.js';
import { answersTable, questionsTable, quizTable } from './statistics-tables.rules.js';
import { answerCounts, analysedQuiz, storedStatistics, type StatisticsScope } from './statistics.queries.js';

export type { QuizAnalysis };

/** What the attempts at a quiz say about its questions. No person is in it. */
@Injectable()
export class QuizStatisticsService {
  /**
   * Over the attempts of trainees whose records the viewer may read. Throws NOT_FOUND for an unknown quiz or cohort,
   * BAD_USER_INPUT for a version that is not published, FORBIDDEN for who may not read records.
   */
  async analysis(db: TenantDb, scope: StatisticsScope): Promise<QuizAnalysis> {
    db.viewer.mustBeAbleTo('record:read');
    // Side by side on two connections: each has its own tables to go through.
    const [[[quiz], [stored]], answers] = await Promise.all([
      db.readAll<[AnalysedQuiz, StoredStatistics]>([analysedQuiz(db, scope), storedStatistics(db, scope)]),
      db.read<StoredAnswers>(answerCounts(db, scope)),
    ]);
    if (!quiz) throw notFound();
    const unknown = scope.versionNumbers?.find(
      (each) => !quiz.versions.some(({ number }) => number === each),
    );
    if (unknown !== undefined)
      throw badInput('versionNumbers', `${unknown} is no published version of the quiz`);
    return quizAnalysis(quiz, stored!, answers);
  }

  facilityChart({ title, questions }: QuizAnalysis): string {
    const items = questions.map((question) => ({
      ...question,
      flagged: question.flags.some(({ code }) => code !== 'FEW_ATTEMPTS'),
    }));
    return facilityChart(title, items);
  }

  scoreHistogram({ title, tenths, passMarkPercent }: QuizAnalysis): string {
    return scoreHistogram(title, tenths, passMarkPercent);
  }

  quizCsv(analysis: QuizAnalysis): string {
    return quizTable(analysis);
  }

  questionsCsv({ questions }: QuizAnalysis): string {
    return questionsTable(questions);
  }

  answersCsv({ questions }: QuizAnalysis): string {
    return answersTable(questions);
  }
}
