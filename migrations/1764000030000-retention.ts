import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long records are kept, what holds them, and what was erased. */
export class Retention1764000030000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
