import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { CARDS } from './cards/card.rules.js';
import { CLEARANCES } from './clearances/clearance.rules.js';
import type { Held } from './held.js';
import { CARD_TABLES, CLEARANCE_TABLES, heldFrom, heldOf, type HeldRow } from './held.queries.js';
import { standingOn, type HeldKind } from './standing.rules.js';
import type { Standing, StandingKind, StandingQuestion } from './standing.js';
import { TrainingStandings } from './mandatory-training/training-standings.service.js';
import { clearanceVersions, credentialVersions } from './types/held-types.service.js';
import type { TypeVersion } from './types/validity.js';

type Answers = Promise<Standing[]>;

/**
 * What persons' cards, clearances and trainings are worth on a day, to the organization whose records these are. Two
 * statements for each kind that is asked for, however many questions there are.
 */
@Injectable()
export class Standings {
  private readonly sources: Record<
    StandingKind,
    (tx: Transaction, asked: readonly StandingQuestion[]) => Answers
  > = {
    CREDENTIAL: (tx, asked) => credentialStandings(tx, asked),
    CLEARANCE: (tx, asked) => clearanceStandings(tx, asked),
    TRAINING: (tx, asked) => this.trainings.of(tx, asked),
  };

  constructor(private readonly trainings: TrainingStandings) {}

  /**
   * Answers in the order of the questions. Who may ask about whom is settled by the caller: a clinic asks so about those
   * who are placed there, and learns what their school keeps of them, which is the status alone.
   */
  of(tx: Transaction, questions: readonly StandingQuestion[]): Answers {
    return tx.asSystem(async (system) => {
      const answers = new Map<StandingQuestion, Standing>();
      for (const [kind, asked] of Map.groupBy(questions, (question) => question.kind)) {
        const told = await this.sources[kind](system, asked);
        asked.forEach((question, i) => answers.set(question, told[i]!));
      }
      return questions.map((question) => answers.get(question)!);
    });
  }
}

async function credentialStandings(tx: Transaction, asked: readonly StandingQuestion[]): Answers {
  const versions = await credentialVersions(tx, codesOf(asked));
  const rows = await tx.query<HeldRow>(heldOf(tx.db, asked, CARD_TABLES));
  return folded(tx.now, asked, versions, rows, CARDS);
}

async function clearanceStandings(tx: Transaction, asked: readonly StandingQuestion[]): Answers {
  const versions = await clearanceVersions(tx, codesOf(asked));
  const rows = await tx.query<HeldRow>(heldOf(tx.db, asked, CLEARANCE_TABLES));
  return folded(tx.now, asked, versions, rows, CLEARANCES);
}

function folded<H extends Held, V extends TypeVersion>(
  now: Date,
  asked: readonly StandingQuestion[],
  versions: readonly V[],
  rows: readonly HeldRow[],
  kind: HeldKind<H, V>,
): Standing[] {
  const byCode = Map.groupBy(versions, ({ code }) => code);
  const keyOf = (personId: string, code: string): string => `${personId} ${code}`;
  const held = rows.map((row) => ({ personId: row.personId, held: heldFrom<H>(row.held) }));
  const byPerson = Map.groupBy(held, (row) => keyOf(row.personId, row.held.typeCode));
  return asked.map(({ personId, code, on, knownAt = now }) => {
    const of = byPerson.get(keyOf(personId, code))?.map((row) => row.held) ?? [];
    return standingOn(code, byCode.get(code) ?? [], of, on, knownAt, kind);
  });
}

const codesOf = (asked: readonly StandingQuestion[]): string[] => [...new Set(asked.map(({ code }) => code))];
