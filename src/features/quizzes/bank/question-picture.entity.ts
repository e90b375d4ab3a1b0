import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { QuestionVersion } from './question.entity.js';

/** An uploaded picture that a version of a question shows. Of a published version it never changes. */
@Entity('question_picture')
@ForeignKey(() => QuestionVersion, ['orgId', 'questionVersionId'], ['orgId', 'id'], {
  name: 'fk_question_picture_version',
})
@ForeignKey(() => StoredFile, ['orgId', 'fileId'], ['orgId', 'id'], { name: 'fk_question_picture_file' })
@Index('ix_question_picture_file', ['orgId', 'fileId'])
export class QuestionPictureRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_question_picture' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'question_version_id', primaryKeyConstraintName: 'pk_question_picture' })
  questionVersionId: string;

  @PrimaryColumn('uuid', { name: 'file_id', primaryKeyConstraintName: 'pk_question_picture' })
  fileId: string;
}
