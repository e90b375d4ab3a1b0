import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mandatory training, and what has to be current before somebody works. */
export class MandatoryTraining1764000023000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
