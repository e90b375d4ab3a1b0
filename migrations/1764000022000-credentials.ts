import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Types of credentials and clearances, and what persons hold of them. */
export class Credentials1764000022000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
