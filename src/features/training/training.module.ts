import { Module } from '@nestjs/common';

/** Supervised training: skills, licenses and rules of supervision, placements, observations, sign-offs, hours. */
@Module({
  providers: [],
  exports: [],
})
export class TrainingModule {}
