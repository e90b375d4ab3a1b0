import { LATER_SECTIONS } from '../../../programs/document/read-program.js';
import {
  code,
  flag,
  hours,
  integer,
  listOf,
  oneOf,
  percent,
  text,
  type Members,
  type Place,
  type Read,
} from '../../../programs/document/place.js';
import { CHECKLIST_COMPLETIONS } from '../checklist.entity.js';
import { BOUNDS, type SkillDefinition, type StepDefinition } from '../skill-definition.js';
import type { ReadChecklist, ReadSkill } from '../stored-definition.js';
import { RISK_BANDS, VALIDATION_METHODS, VERSION_EFFECTS } from '../skill.entity.js';

/** What the skills of a document have in common unless they say otherwise. */
interface Common {
  readonly cutScorePercent: string | null;
  readonly entrustmentScale: readonly string[];
}

/** Sections of a whole curriculum that belong to others. */
const OTHER_SECTIONS = [
  'program',
  'courses',
  'final_award',
  ...LATER_SECTIONS.filter((name) => name !== 'checklist'),
];

export const readChecklist: Read<ReadChecklist> = (root) =>
  root.object((members) => {
    members.skip(OTHER_SECTIONS);
    return members.required('checklist', checklist);
  });

const checklist: Read<ReadChecklist> = (place) =>
  place.object((members) => {
    const name = members.required('code', code);
    const common: Common = {
      cutScorePercent: members.optional('cut_score_pct', percent, null),
      entrustmentScale: members.optional('entrustment_scale', scale, []),
    };
    return {
      code: name,
      number: members.optional('version', integer(1, 1_000_000), null),
      title: members.optional('title', text(1, BOUNDS.title), name),
      completion: members.optional('completion', upper(CHECKLIST_COMPLETIONS), 'SKILLS'),
      requiredMinutes: members.optional('hours_verified', hours, 0),
      skills: uniqueSkills(members.required('skills', listOf(placed(skill(common)), BOUNDS.skills))),
    };
  });

/** With the place it was read at, for what only the whole list can tell. */
const placed =
  <T>(read: Read<T>): Read<{ place: Place; value: T }> =>
  (place) => ({ place, value: read(place) });

function uniqueSkills(read: readonly { place: Place; value: ReadSkill }[]): ReadSkill[] {
  const seen = new Set<string>();
  for (const { place, value } of read) {
    if (value.code && seen.has(value.code)) place.problem(`there are two skills ${value.code}`);
    seen.add(value.code);
  }
  return read.map(({ value }) => value);
}

const skill =
  (common: Common): Read<ReadSkill> =>
  (place) =>
    place.object((members) => {
      const entrustmentScale = members.optional('entrustment_scale', scale, common.entrustmentScale);
      return {
        code: members.required('code', code),
        title: members.required('title', text(1, BOUNDS.title)),
        taskCode: members.required('task', code),
        patientContact: members.required('patient_contact', flag),
        riskBand: members.required('band', upper(RISK_BANDS)),
        methods: members.required('methods', listOf(upper(VALIDATION_METHODS), VALIDATION_METHODS.length)),
        simulationAllowed: members.optional('simulation_allowed', flag, false),
        cutScorePercent: cutScore(members, common),
        ...observations(members),
        entrustmentScale,
        minEntrustment: members.optional('min_entrustment', levelOf(entrustmentScale), null),
        validityMonths: members.optional('valid', integer(1, BOUNDS.months), null),
        renewalWindowDays: members.optional('renewal_window_days', integer(0, BOUNDS.days), 60),
        lateEntryDays: members.optional('late_entry_days', integer(0, BOUNDS.days), 7),
        inactivityMonths: members.optional('inactivity_months', integer(1, BOUNDS.months), null),
        finalApproval: members.optional('final_approval', flag, false),
        effect: members.optional('effect', upper(VERSION_EFFECTS), 'NONE'),
        revalidateBy: members.optional('revalidate_by', day, null),
        required: members.optional('required', flag, true),
        prerequisites: members.optional('prereq', listOf(code, BOUNDS.prerequisites), []).toSorted(),
        steps: members.required('steps', listOf(step, BOUNDS.steps)),
      };
    });

const cutScore = (members: Members, { cutScorePercent }: Common): string =>
  cutScorePercent === null
    ? members.required('cut_score_pct', percent)
    : members.optional('cut_score_pct', percent, cutScorePercent);

const observations = (
  members: Members,
): Pick<
  SkillDefinition,
  'requiredObservations' | 'requiredDates' | 'requiredValidators' | 'consecutive' | 'maxAttempts'
> => ({
  requiredObservations: members.required('obs', integer(1, BOUNDS.observations)),
  requiredDates: members.optional('days', integer(1, BOUNDS.observations), 1),
  requiredValidators: members.optional('validators', integer(1, BOUNDS.observations), 1),
  consecutive: members.optional('consecutive', flag, false),
  maxAttempts: members.optional('max_attempts', integer(1, BOUNDS.attempts), 3),
});

/** Text, critical with a leading "!", or an object that says more. */
const step: Read<StepDefinition> = (place) => {
  if (!place.isObject) return { ...stepText(place), mayBeNotApplicable: false, measure: null };
  return place.object((members) => ({
    ...members.required('text', stepText),
    mayBeNotApplicable: members.optional('may_be_not_applicable', flag, false),
    measure: members.optional('measure', measure, null),
  }));
};

const stepText = (place: Place): Pick<StepDefinition, 'text' | 'critical'> => {
  const marked = text(1, BOUNDS.stepText + 2)(place);
  const critical = marked.startsWith('!');
  const said = critical ? marked.slice(1).trim() : marked;
  if (critical && !said) place.problem('must say what is to be seen');
  return { text: said, critical };
};

const measure: Read<NonNullable<StepDefinition['measure']>> = (place) =>
  place.object((members) => ({
    unit: members.required('unit', text(1, BOUNDS.unit)),
    tolerance: members.required('tolerance', tolerance),
  }));

const tolerance: Read<string> = (place) => {
  const { value } = place;
  if (typeof value === 'number' && value >= 0 && /^\d{1,9}(\.\d{1,6})?$/.test(String(value)))
    return String(value);
  place.problem('must be a number of 0 or more');
  return '0';
};

const level: Read<string> = (place) => {
  const name = text(1, BOUNDS.level)(place);
  if (name && !/^\w+$/.test(name)) place.problem('must be letters, digits and underscores');
  return name;
};

const scale: Read<string[]> = (place) => listOf(level, BOUNDS.levels)(place);

/** A level by its whole name, or by what stands before its first underscore. */
const levelOf =
  (levels: readonly string[]): Read<string> =>
  (place) => {
    const named = text(1, BOUNDS.level)(place);
    const found = levels.filter((each) => each === named || shortLevel(each) === named);
    if (named && found.length !== 1)
      place.problem(`must be a level of the entrustment scale: ${levels.join(', ') || 'there is none'}`);
    return found[0] ?? named;
  };

export const shortLevel = (name: string): string => name.split('_')[0]!;

const day: Read<string> = (place) => {
  const value = text(10, 10)(place);
  if (value && !/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value))
    place.problem('must be a date like "2027-01-31"');
  return value;
};

/** One of the names, as documents write them: in lower case. */
const upper =
  <T extends string>(names: readonly [T, ...T[]]): Read<T> =>
  (place) => {
    const [first, ...others] = names.map((name) => name.toLowerCase());
    const named = oneOf(first!, ...others)(place);
    return names.find((name) => name.toLowerCase() === named)!;
  };
