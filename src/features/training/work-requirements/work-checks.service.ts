import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Standing, StandingQuestion } from '../../credentials/standing.js';
import { Standings } from '../../credentials/standings.service.js';
import { GATE_OF, type RequiredItem, type WorkAsked, type WorkPlace } from './work-requirement.js';
import { requiredItems, workItem, type WorkItem, type WorkMoment } from './work-requirement.rules.js';

export interface WorkQuestion extends WorkPlace, Pick<WorkMoment, 'use' | 'on' | 'taskCode'> {
  readonly asked: WorkAsked;
  /** Left out: now. */
  readonly knownAt?: Date | null;
}

interface Asked {
  readonly question: WorkQuestion;
  readonly items: readonly RequiredItem[];
}

/**
 * Whether what work asks for is there. A few statements for any number of questions about the records of one organization, and
 * none where nothing is asked for; for what a site asks for and the owner of the records does not have, that of the site
 * is asked, too, which costs a few more for each organization.
 */
@Injectable()
export class WorkChecks {
  constructor(private readonly standings: Standings) {}

  /** What each question asks for and how it stands, in the order of the questions. Who may ask is settled by the caller. */
  of(tx: Transaction, questions: readonly WorkQuestion[]): Promise<WorkItem[][]> {
    const all = questions.map((question): Asked => {
      const moment = { ...question, knownAt: question.knownAt ?? tx.now };
      return { question, items: requiredItems(question.asked, question, moment) };
    });
    if (all.every(({ items }) => !items.length)) return Promise.resolve(questions.map(() => []));
    return tx.asSystem(async (system) => {
      const known = new Book();
      await known.fill(all.flatMap(standingQuestions), (asked) => this.standings.of(system, asked));
      const theirs = await this.atSites(system, all, known);
      return all.map(({ question, items }) => items.map((item) => judged(question, item, known, theirs)));
    });
  }

  /** What organizations of sites have on record themselves, of what they ask for and the owner does not have. */
  private async atSites(
    system: Transaction,
    all: readonly Asked[],
    known: Book,
  ): Promise<ReadonlyMap<string, Book>> {
    const open = all.flatMap(({ question, items }) =>
      items
        .filter((item) => item.by === 'SITE' && !judged(question, item, known, new Map()).holds)
        .map((item) => ({ question, items: [item] })),
    );
    const books = new Map<string, Book>();
    for (const [siteOrgId, asked] of Map.groupBy(open, ({ question }) => question.siteOrgId)) {
      const persons = [...new Set(asked.map(({ question }) => question.personId))];
      const book = new Book();
      const enter = sql`SELECT enter_partner(${siteOrgId}, ${persons}::uuid[])`;
      await system.asPartner(siteOrgId, enter, (partner) =>
        book.fill(asked.flatMap(standingQuestions), async (list) =>
          (await this.standings.of(partner, list)).map(statusAlone),
        ),
      );
      books.set(siteOrgId, book);
    }
    return books;
  }
}

/** inv 69: of what another organization has on record the status is told, and nothing that leads to it. */
const statusAlone = (standing: Standing): Standing => ({ ...standing, sourceId: null });

/** Answers by what was asked, so that nothing is asked twice. */
class Book {
  private readonly answers = new Map<string, Standing>();

  async fill(
    questions: readonly StandingQuestion[],
    ask: (questions: readonly StandingQuestion[]) => Promise<Standing[]>,
  ): Promise<void> {
    const once = [...new Map(questions.map((question) => [keyOf(question), question])).values()];
    const told = once.length ? await ask(once) : [];
    once.forEach((question, turn) => this.answers.set(keyOf(question), told[turn]!));
  }

  of(question: StandingQuestion | undefined): Standing[] {
    const answer = question && this.answers.get(keyOf(question));
    return answer ? [answer] : [];
  }
}

const keyOf = ({ personId, kind, code, on, siteId, knownAt }: StandingQuestion): string =>
  [personId, kind, code, on, siteId, knownAt?.getTime()].join(' ');

const standingQuestions = ({ question, items }: Asked): StandingQuestion[] =>
  items.flatMap((item) => {
    const { then, atStart } = questionsFor(question, item);
    return [then, ...(atStart ? [atStart] : [])];
  });

/** Of the day; of the first day too, where it or an override of its gate decides. */
function questionsFor(
  { personId, siteId, on, use, knownAt, asked }: WorkQuestion,
  { kind, code }: RequiredItem,
): { then: StandingQuestion; atStart: StandingQuestion | undefined } {
  const then = { personId, kind, code, on, siteId, ...(knownAt && { knownAt }) };
  const needed = use === 'ASSIGNMENT_START' || asked.overridden.includes(GATE_OF[kind]);
  return { then, atStart: needed ? { ...then, on: asked.startsOn } : undefined };
}

function judged(
  question: WorkQuestion,
  item: RequiredItem,
  known: Book,
  sites: ReadonlyMap<string, Book>,
): WorkItem {
  const { then, atStart } = questionsFor(question, item);
  const books = [known, ...(item.by === 'SITE' ? [sites.get(question.siteOrgId)] : [])].filter(
    (book) => book !== undefined,
  );
  const evidence = {
    then: books.flatMap((book) => book.of(then)),
    atStart: books.flatMap((book) => book.of(atStart)),
  };
  return workItem(item, question, question.asked, evidence);
}
