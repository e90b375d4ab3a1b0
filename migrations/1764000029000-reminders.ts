import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What persons were reminded of, when and how. */
export class Reminders1764000029000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
