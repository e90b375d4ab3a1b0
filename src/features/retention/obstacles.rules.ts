import type { Keeping, KeepingReason } from './keeping.rules.js';
import { RECORD_CLASSES } from './record-class.js';
import type { Retention } from './retention.js';

/** What stands in the way of erasing somebody. */
export interface Obstacle {
  readonly code:
    | 'MERGED'
    | 'MEMBER'
    | 'ENROLLED'
    | 'PLACED'
    | 'LEGAL_HOLD'
    | 'RECORDS_KEPT'
    | 'NAMED_IN_RECORDS_OF_OTHERS';
  readonly message: string;
}

/** inv 66: everything that stands in the way, each with what would help; with nothing they may be erased. */
export function obstaclesOf({ standing, keepings, namedInOthers }: Retention): Obstacle[] {
  const { mergedIntoId, isMember, isEnrolled, isPlaced, heldSince } = standing;
  const kept = keepings.filter(({ isOver }) => !isOver);
  const all: [boolean, Obstacle['code'], string][] = [
    [mergedIntoId !== null, 'MERGED', `They are the same person as ${mergedIntoId}: name that one.`],
    [isMember, 'MEMBER', 'They are a member: revoke the membership first.'],
    [isEnrolled, 'ENROLLED', 'They are enrolled: the enrollment must have ended.'],
    [isPlaced, 'PLACED', 'They are placed or assigned: the assignment must have ended.'],
    [heldSince !== null, 'LEGAL_HOLD', `A legal hold stands since ${dayOf(heldSince)}: it must be released.`],
    [kept.length > 0, 'RECORDS_KEPT', `Still to be kept: ${kept.map(inWords).join('; ')}.`],
    [
      namedInOthers > 0,
      'NAMED_IN_RECORDS_OF_OTHERS',
      `${namedInOthers} records of others name them as who did something: they are kept as long as those.`,
    ],
  ];
  return all.filter(([stands]) => stands).map(([, code, message]) => ({ code, message }));
}

/** One kind of records with the end of its keeping. */
export function inWords({ recordClass, itemCode, records, until }: Keeping): string {
  const end = until === null ? 'without an end' : `until ${until}`;
  return `${RECORD_CLASSES[recordClass]}${itemCode ? ` (${itemCode})` : ''}, ${records}, ${end}`;
}

/** Why records are kept, for a person to read. */
export function reasonInWords({ code, rule, until }: KeepingReason): string {
  if (code === 'NO_RULE') return 'No rule says how long they are kept: they are kept until one does.';
  if (code === 'LEGAL_HOLD') return 'A legal hold stands.';
  const period = rule!.keepMonths === null ? 'for good' : monthsInWords(rule!.keepMonths);
  const since = rule!.countsFrom === 'LEAVING' ? 'leaving the organization' : 'the last of them';
  const from = rule!.keepMonths === null ? '' : ` from ${since}`;
  const end = code === 'STILL_HERE' ? ', which has not happened' : until === null ? '' : `, until ${until}`;
  return `Kept ${period}${from}${end}: ${rule!.authority.join('; ')}.`;
}

function monthsInWords(months: number): string {
  if (months % 12 !== 0 || months === 0) return `${months} months`;
  return months === 12 ? '1 year' : `${months / 12} years`;
}

const dayOf = (moment: Date | null): string => moment?.toISOString().slice(0, 10) ?? '';
