/** What a technician's training came to, from the day they were hired. */
export type TrainingFate =
  | 'CURRENT' // everything signed months ago
  | 'EXPIRING' // signed almost a year ago
  | 'EXPIRED' // signed more than a year ago, not renewed
  | 'RENEWED' // signed long ago and renewed in time
  | 'HALFWAY' // half signed, some observed
  | 'SUSPENDED' // one skill suspended after an incident
  | 'REVOKED' // one revoked: what rests on it is in review
  | 'PLAN' // one failed too often: an action plan is open
  | 'BEGINNING' // first observations
  | 'HIRED'; // begins next week

/** A skill of the checklist, as far as it decides what has to happen before it is signed. */
export interface PlannedSkill {
  readonly code: string;
  readonly requiredObservations: number;
  readonly prerequisites: readonly string[];
}

/** Skills learned together: observed on some days, and on the last of them signed, in an order that prerequisites allow. */
export interface Stretch {
  readonly codes: readonly string[];
  /** Counted from the first day of the assignment. */
  readonly fromDay: number;
  /** How often each is observed at most; fewer than required where it is not signed yet. */
  readonly observations: number;
  readonly signed: boolean;
  /** Whose critical step is missed every time. */
  readonly failing: readonly string[];
}

const BASICS = ['SK01', 'SK02', 'SK03', 'SK04', 'SK05', 'SK07', 'SK08', 'SK16', 'SK17'];
const ALL = 5; // as often as any skill asks for

/** What is learned when. A renewal is learned like the first time. */
export function stretchesOf(fate: TrainingFate, codes: readonly string[], daysSince: number): Stretch[] {
  const advanced = codes.filter((code) => !BASICS.includes(code));
  const learn = (learned: readonly string[], fromDay: number, of: Partial<Stretch> = {}): Stretch => ({
    codes: learned,
    fromDay,
    observations: ALL,
    signed: true,
    failing: [],
    ...of,
  });
  switch (fate) {
    case 'HIRED':
      return [];
    case 'BEGINNING':
      return [learn(BASICS.slice(0, 3), 5, { observations: 1, signed: false })];
    case 'HALFWAY':
      return [
        learn(BASICS, 7),
        learn([...advanced.slice(0, 3), 'SK12', 'SK15'], daysSince - 6, { observations: 2, signed: false }),
      ];
    case 'PLAN':
      return [learn(BASICS, 7), learn(['SK09'], 20, { observations: 3, signed: false, failing: ['SK09'] })];
    case 'RENEWED':
      return [learn(BASICS, 7), learn(advanced, 20), learn(BASICS, 330), learn(advanced, 350)].filter(
        ({ fromDay }) => fromDay + 7 < daysSince,
      );
    default:
      return [learn(BASICS, 7), learn(advanced, 20)];
  }
}

/** Skills in rows: whatever a skill rests on stands in an earlier row, or was signed before. */
export function inOrderOfPrerequisites<Skill extends PlannedSkill>(skills: readonly Skill[]): Skill[][] {
  const rows: Skill[][] = [];
  let left = [...skills];
  while (left.length > 0) {
    const open = new Set(left.map(({ code }) => code));
    const row = left.filter(({ prerequisites }) => !prerequisites.some((code) => open.has(code)));
    if (row.length === 0) throw new Error('Skills that wait for one another');
    rows.push(row);
    left = left.filter((skill) => !row.includes(skill));
  }
  return rows;
}
