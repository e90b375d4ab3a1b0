import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { QuizStatisticsService, type QuizAnalysis } from './quiz-statistics.service.js';
import { QuizCharts, QuizStatistics, QuizTables } from './quiz-statistics.type.js';
import { QuizStatisticsArgs } from './statistics.input.js';

@Resolver(() => QuizStatistics)
export class QuizStatisticsResolver {
  constructor(private readonly service: QuizStatisticsService) {}

  @Query(() => QuizStatistics, {
    description:
      'What submitted and graded attempts say about a quiz and its questions, with `record:read`: of the cohorts one may see. No person is in it.',
  })
  @Allow('quiz:read')
  quizStatistics(
    @Db() db: TenantDb,
    @Args() { quizId, versionNumbers, cohortId, attempts }: QuizStatisticsArgs,
  ) {
    return this.service.analysis(db, {
      quizId,
      versionNumbers: versionNumbers ?? null,
      cohortId: cohortId ?? null,
      attempts,
    });
  }

  @ResolveField(() => QuizTables, { description: 'The same as tables, each a CSV file.' })
  @AllowAsParent()
  csv(@Parent() analysis: QuizAnalysis) {
    return analysis;
  }

  @ResolveField(() => QuizCharts, { description: 'The same as pictures.' })
  @AllowAsParent()
  charts(@Parent() analysis: QuizAnalysis) {
    return analysis;
  }
}

@Resolver(() => QuizTables)
export class QuizTablesResolver {
  constructor(private readonly service: QuizStatisticsService) {}

  @ResolveField(() => String, { description: 'The figures of the whole quiz.' })
  @AllowAsParent()
  quiz(@Parent() analysis: QuizAnalysis) {
    return this.service.quizCsv(analysis);
  }

  @ResolveField(() => String, { description: 'A line for each question and each variant.' })
  @AllowAsParent()
  questions(@Parent() analysis: QuizAnalysis) {
    return this.service.questionsCsv(analysis);
  }

  @ResolveField(() => String, { description: 'A line for each answer.' })
  @AllowAsParent()
  answers(@Parent() analysis: QuizAnalysis) {
    return this.service.answersCsv(analysis);
  }
}

@Resolver(() => QuizCharts)
export class QuizChartsResolver {
  constructor(private readonly service: QuizStatisticsService) {}

  @ResolveField(() => String, {
    description: 'SVG: a dot for each question, its facility to the right, its discrimination index upwards.',
  })
  @AllowAsParent()
  facilityAgainstDiscrimination(@Parent() analysis: QuizAnalysis) {
    return this.service.facilityChart(analysis);
  }

  @ResolveField(() => String, { description: 'SVG: how many attempts earned which tenth of the points.' })
  @AllowAsParent()
  scoreHistogram(@Parent() analysis: QuizAnalysis) {
    return this.service.scoreHistogram(analysis);
  }
}
