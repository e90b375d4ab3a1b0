import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Awards, what became of them, and the certificates that are printed. */
export class Awards1764000027000 implements MigrationInterface {
  async up(_db: QueryRunner): Promise<void> {}

  async down(_db: QueryRunner): Promise<void> {}
}
