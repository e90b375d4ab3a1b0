import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of an uploaded file before it is evidence. */
export class EvidenceFiles1764000026000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
