import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies of continuing education. */
export class CePolicies1764000024000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
