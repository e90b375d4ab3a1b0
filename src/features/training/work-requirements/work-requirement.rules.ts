import type { Standing, StandingKind } from '../../credentials/standing.js';
import type { PlacementGate } from '../../programs/program.entity.js';
import {
  GATE_OF,
  type RequiredBy,
  type RequiredFor,
  type RequiredItem,
  type WorkAsked,
  type WorkPlace,
  type WorkRequirementFact,
} from './work-requirement.js';

/** For what it is asked, on which day, for which task, and as it was on record when. */
export interface WorkMoment {
  readonly use: RequiredFor;
  readonly on: string;
  readonly knownAt: Date;
  /** Null: no task in particular. */
  readonly taskCode: string | null;
}

/**
 * For what a program's placement gate asks, besides the start: hours need current cards and clearances (inv 33), a sign-off
 * current training (inv 20). What is to hold beyond that, organizations say by requirements of their own.
 */
const GATE_ASKS: Readonly<Record<RequiredFor, readonly StandingKind[]>> = {
  ASSIGNMENT_START: ['CREDENTIAL', 'CLEARANCE', 'TRAINING'],
  HOURS: ['CREDENTIAL', 'CLEARANCE'],
  SIGN_OFF: ['TRAINING'],
};

/** Everything that has to be current, each once for who asks: the program, the owner of the records, the site. */
export function requiredItems(
  { gate, rows }: WorkAsked,
  place: Pick<WorkPlace, 'orgId' | 'siteOrgId' | 'siteId'>,
  moment: WorkMoment,
): RequiredItem[] {
  const ofProgram = GATE_ASKS[moment.use].flatMap((kind) =>
    codesOf(gate, kind).map((code): RequiredItem => ({ kind, code, by: 'PROGRAM', citation: null })),
  );
  const ofRows = inForce(rows, moment)
    .filter(({ requiredFor }) => requiredFor.includes(moment.use))
    .filter(({ siteId }) => siteId === null || siteId === place.siteId)
    .filter(({ taskCode }) => taskCode === null || taskCode === moment.taskCode)
    .map(({ kind, code, orgId, citation }): RequiredItem => {
      const by: RequiredBy = orgId === place.orgId ? 'OWNER' : 'SITE';
      return { kind, code, by, citation };
    });
  const byKey = new Map<string, RequiredItem>();
  for (const item of [...ofProgram, ...ofRows]) {
    const key = `${item.kind} ${item.code} ${item.by === 'SITE'}`;
    if (!byKey.has(key)) byKey.set(key, item);
  }
  return [...byKey.values()];
}

/** Those in force on the day, as was known then: one that takes the place of another does so from its own first day on. */
export function inForce<T extends Omit<WorkRequirementFact, 'recordedAt'> & { recordedAt: string | Date }>(
  rows: readonly T[],
  { on, knownAt }: Pick<WorkMoment, 'on' | 'knownAt'>,
): T[] {
  const known = rows.filter(
    ({ recordedAt, effectiveFrom }) => new Date(recordedAt) <= knownAt && effectiveFrom <= on,
  );
  const gone = new Set(known.map(({ supersedesId }) => supersedesId));
  return known.filter(
    ({ id, withdrawn, effectiveTo }) =>
      !withdrawn && !gone.has(id) && (effectiveTo === null || on <= effectiveTo),
  );
}

const MEMBER = {
  CREDENTIAL: 'credentialsCurrent',
  CLEARANCE: 'clearancesCurrent',
  TRAINING: 'trainingsCurrent',
} as const satisfies Record<StandingKind, keyof PlacementGate>;

const codesOf = (gate: PlacementGate | null, kind: StandingKind): readonly string[] =>
  gate?.[MEMBER[kind]] ?? [];

/** What is on record of an item: by the owner of the records, and for what a site asks by that site, too. */
export interface Evidence {
  /** On the day of the work. */
  readonly then: readonly Standing[];
  /** On the first day of the assignment; empty where nobody needs to know. */
  readonly atStart: readonly Standing[];
}

/** How something that is asked for stands. */
export interface WorkItem extends RequiredItem {
  readonly standing: Standing;
  /** Whether it is in the way. */
  readonly holds: boolean;
  /** Whether it holds only because the owner of the records overrode its gate. */
  readonly overridden: boolean;
}

/**
 * Whether an item holds. An assignment starts when it is current on the first day, or later on the day asked about; an
 * override opens the start, and afterwards makes up for what was missing then, for nothing that lapses later.
 */
export function workItem(
  item: RequiredItem,
  { use }: Pick<WorkMoment, 'use'>,
  asked: WorkAsked,
  evidence: Evidence,
): WorkItem {
  const isCurrent = (standings: readonly Standing[]): boolean => standings.some(({ current }) => current);
  const standing = evidence.then.find(({ current }) => current) ?? evidence.then[0]!;
  const begun = isCurrent(evidence.atStart);
  const current = standing.current || (use === 'ASSIGNMENT_START' && begun);
  const overridden = !current && !begun && asked.overridden.includes(GATE_OF[item.kind]);
  return { ...item, standing, holds: current || overridden, overridden };
}

/** Why an item does not hold, and who asks for it, for a person to read. */
export function itemSentence({
  by,
  citation,
  standing,
}: Pick<WorkItem, 'by' | 'citation' | 'standing'>): string {
  const source =
    by === 'PROGRAM'
      ? 'The program asks for it.'
      : `${by === 'SITE' ? 'The site' : 'The organization of the records'} asks for it: ${citation}.`;
  return `${standing.because} ${source}`;
}
