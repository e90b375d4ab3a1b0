import type { Type } from '@nestjs/common';
import { AwardsModule } from './awards/awards.module.js';
import { ContinuingEducationModule } from './continuing-education/continuing-education.module.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { EnrollmentsModule } from './enrollments/enrollments.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { PeopleModule } from './people/people.module.js';
import { ProgramsModule } from './programs/programs.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { QuizzesModule } from './quizzes/quizzes.module.js';
import { RecordsModule } from './records/records.module.js';
import { RemindersModule } from './reminders/reminders.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { TrainingModule } from './training/training.module.js';

/** The features, in the order of who may know whom: each imports only those above it. */
export const FEATURES: Type<unknown>[] = [
  PeopleModule,
  OrganizationsModule,
  ProgramsModule,
  EnrollmentsModule,
  RecordsModule,
  ProgressModule,
  CredentialsModule,
  QuizzesModule,
  TrainingModule,
  ContinuingEducationModule,
  AwardsModule,
  RemindersModule,
  RetentionModule,
];
