import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { Quiz } from '../authoring/quiz.entity.js';

/** How often somebody has lately given a wrong access code to a quiz. */
@Entity('quiz_code_guess')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_quiz_code_guess_person' })
@ForeignKey(() => Quiz, ['orgId', 'quizId'], ['orgId', 'id'], { name: 'fk_quiz_code_guess_quiz' })
@Index('ix_quiz_code_guess_quiz', ['orgId', 'quizId'])
@Check('ck_quiz_code_guess_wrong', 'wrong >= 0')
export class QuizCodeGuess {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_quiz_code_guess' })
  orgId: string;

  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'pk_quiz_code_guess' })
  personId: string;

  @PrimaryColumn('uuid', { name: 'quiz_id', primaryKeyConstraintName: 'pk_quiz_code_guess' })
  quizId: string;

  @Column('int')
  wrong: number;

  @Column('timestamptz')
  since: Date;
}
