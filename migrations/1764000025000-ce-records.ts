import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Activities, completions, cycles, reviews, audits and reports of continuing education. */
export class CeRecords1764000025000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
