import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import {
  CreditCeCoursesInput,
  EndCeCourseLinkInput,
  LinkCeCourseInput,
} from '../activities/ce-activity.input.js';
import {
  CeCourseLinkConnection,
  CreditCeCoursesResult,
  EndCeCourseLinkResult,
  LinkCeCourseResult,
} from '../activities/ce-activity.type.js';
import { CourseCredits } from './course-credits.service.js';

@Resolver()
export class CourseCreditResolver {
  constructor(private readonly credits: CourseCredits) {}

  @Query(() => CeCourseLinkConnection, {
    description: 'Courses of your own that yield credit to those who finish or teach them.',
  })
  @Allow('ce:read')
  ceCourseLinks(@Db() db: TenantDb, @Args() page: PageArgs) {
    return this.credits.page(db, page);
  }

  @Mutation(() => LinkCeCourseResult, {
    description:
      'Has a course of your own yield credit: every night, and whenever `creditCeCourses` asks for it.',
  })
  @Allow('ce:write')
  linkCeCourse(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which course yields what.' }) input: LinkCeCourseInput,
  ) {
    return this.credits.link(db, input);
  }

  @Mutation(() => EndCeCourseLinkResult, { description: 'Ends a link: what was credited stays.' })
  @Allow('ce:write')
  endCeCourseLink(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which link, and when.' }) input: EndCeCourseLinkInput,
  ) {
    return this.credits.end(db, input);
  }

  @Mutation(() => CreditCeCoursesResult, {
    description: 'Credits everybody who is due by a link now; nobody is credited twice.',
  })
  @Allow('ce:write')
  creditCeCourses(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which link.' }) input: CreditCeCoursesInput,
  ) {
    return this.credits.credit(db, input);
  }
}
