import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transcripts that were issued. */
export class Transcripts1764000031000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
