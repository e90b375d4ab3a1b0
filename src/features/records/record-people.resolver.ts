import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { PersonService } from '../people/person.service.js';
import { PersonType } from '../people/person.type.js';
import { HoursEntry, RosterLine } from './class-session.type.js';
import { PriorLearningDecision } from './course-attempt.type.js';
import { CourseGrade, GradeEntry } from './grading.type.js';

/** Who stands behind a record, by name: one look-up for a whole answer. */
@Resolver(() => GradeEntry)
export class GradeEntryPeopleResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who entered it; null for the system.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: GradeEntry) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}

@Resolver(() => CourseGrade)
export class CourseGradePeopleResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { description: 'The trainee.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: CourseGrade) {
    return this.persons.byId(db, personId);
  }
}

@Resolver(() => HoursEntry)
export class HoursEntryPeopleResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who supervised a make-up.' })
  @AllowAsParent()
  supervisedBy(@Db() db: TenantDb, @Parent() { supervisedBy }: HoursEntry) {
    return supervisedBy === null ? null : this.persons.byId(db, supervisedBy);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who entered it; null for the system.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: HoursEntry) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}

@Resolver(() => RosterLine)
export class RosterLinePeopleResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { description: 'The trainee.' })
  @AllowAsParent()
  person(@Db() db: TenantDb, @Parent() { personId }: RosterLine) {
    return this.persons.byId(db, personId);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who entered it; null for the system.' })
  @AllowAsParent()
  recordedBy(@Db() db: TenantDb, @Parent() { recordedBy }: RosterLine) {
    return recordedBy === null ? null : this.persons.byId(db, recordedBy);
  }
}

@Resolver(() => PriorLearningDecision)
export class PriorLearningPeopleResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, { nullable: true, description: 'Who decided; null for the system.' })
  @AllowAsParent()
  decidedBy(@Db() db: TenantDb, @Parent() { decidedBy }: PriorLearningDecision) {
    return decidedBy === null ? null : this.persons.byId(db, decidedBy);
  }
}
