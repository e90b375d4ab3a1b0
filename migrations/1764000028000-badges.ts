import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Badges that a stranger can verify, and the lists of their status. */
export class Badges1764000028000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
