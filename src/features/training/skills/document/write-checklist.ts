import { Document, isMap, isSeq } from 'yaml';
import { hoursOf } from '../../../programs/hours-notation.rules.js';
import type { StepDefinition } from '../skill-definition.js';
import type { ReadChecklist, ReadSkill } from '../stored-definition.js';
import { shortLevel } from './read-checklist.js';

/** The version as text: what is the default or what the skills have in common is said once or left out. */
export function writeChecklist(checklist: ReadChecklist): string {
  const document = new Document({ checklist: checklistForm(checklist) });
  const skills = document.getIn(['checklist', 'skills']);
  if (isSeq(skills)) for (const skill of skills.items) if (isMap(skill)) skill.flow = true; // a line each
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function checklistForm(checklist: ReadChecklist): object {
  const { code, title, number, completion, requiredMinutes, skills } = checklist;
  const cutScore = mostCommon(skills.map(({ cutScorePercent }) => cutScorePercent));
  const scale = mostCommon(skills.map(({ entrustmentScale }) => JSON.stringify(entrustmentScale)));
  return present({
    code,
    version: number ?? undefined,
    title: title === code ? undefined : title,
    completion: otherThan('SKILLS', completion)?.toLowerCase(),
    hours_verified: requiredMinutes ? hoursOf(requiredMinutes) : undefined,
    cut_score_pct: cutScore && Number(cutScore),
    entrustment_scale: scale && scale !== '[]' ? (JSON.parse(scale) as string[]) : undefined,
    skills: skills.map((skill) => skillForm(skill, cutScore, scale)),
  });
}

const skillForm = (skill: ReadSkill, cutScore?: string, scale?: string): object =>
  present({
    code: skill.code,
    task: skill.taskCode,
    patient_contact: skill.patientContact,
    title: skill.title,
    band: skill.riskBand.toLowerCase(),
    required: otherThan(true, skill.required),
    methods: skill.methods.map((method) => method.toLowerCase()),
    simulation_allowed: otherThan(false, skill.simulationAllowed),
    cut_score_pct: skill.cutScorePercent === cutScore ? undefined : Number(skill.cutScorePercent),
    obs: skill.requiredObservations,
    days: skill.requiredDates,
    validators: otherThan(1, skill.requiredValidators),
    consecutive: otherThan(false, skill.consecutive),
    max_attempts: otherThan(3, skill.maxAttempts),
    entrustment_scale: JSON.stringify(skill.entrustmentScale) === scale ? undefined : skill.entrustmentScale,
    min_entrustment: levelForm(skill),
    valid: skill.validityMonths ?? undefined,
    renewal_window_days: otherThan(60, skill.renewalWindowDays),
    late_entry_days: otherThan(7, skill.lateEntryDays),
    inactivity_months: skill.inactivityMonths ?? undefined,
    final_approval: otherThan(false, skill.finalApproval),
    prereq: skill.prerequisites.length ? skill.prerequisites : undefined,
    steps: skill.steps.map(stepForm),
  });

/** What stands before the underscore, where that names one level alone. */
function levelForm({ minEntrustment, entrustmentScale }: ReadSkill): string | undefined {
  if (minEntrustment === null) return undefined;
  const short = shortLevel(minEntrustment);
  const named = entrustmentScale.filter((level) => level === short || shortLevel(level) === short);
  return named.length === 1 ? short : minEntrustment;
}

function stepForm({ text, critical, mayBeNotApplicable, measure }: StepDefinition): string | object {
  const marked = critical ? `! ${text}` : text;
  if (!measure && !mayBeNotApplicable) return marked;
  return present({
    text: marked,
    may_be_not_applicable: otherThan(false, mayBeNotApplicable),
    measure: measure ? { unit: measure.unit, tolerance: Number(measure.tolerance) } : undefined,
  });
}

/** The first among equals; undefined of nothing. */
function mostCommon(values: readonly string[]): string | undefined {
  const counted = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({
    value,
    n: all.length,
  }));
  return counted.toSorted((a, b) => b.n - a.n)[0]?.value;
}

const otherThan = <T>(usual: T, value: T): T | undefined => (value === usual ? undefined : value);

/** Without the members that are undefined. */
const present = (form: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
