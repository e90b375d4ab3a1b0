/**
 * The vocabulary of tasks, which skills and supervision rules share: a rule or skill that speaks of something else says
 * so and is refused. By class: what is done with a patient, what is not, and what only a licensed person may do.
 */
export const TASKS = {
  PATIENT_RELATED: [
    'patient_identification',
    'patient_preparation',
    'vital_signs_reading',
    'wheelchair_transport',
    'patient_transport',
    'transfer_assistance',
    'lift_assistance',
    'walking_assistance',
    'walking_aid_fitting',
    'exercise_assistance',
    'range_of_motion_maintenance',
    'superficial_heat',
    'superficial_cold',
    'observe_and_report',
    'observation',
    'fall_response',
  ],
  NON_PATIENT: [
    'hand_hygiene',
    'protective_equipment',
    'equipment_cleaning',
    'equipment_check',
    'area_preparation',
    'own_body_mechanics',
    'housekeeping',
    'clerical',
  ],
  NEVER_A_TECHNICIANS: [
    'evaluation',
    'interpretation',
    'goal_setting',
    'plan_of_care_change',
    'restorative_exercise',
    'treatment_documentation',
  ],
} as const;

export type TaskClass = keyof typeof TASKS;

export const TASK_CLASSES = Object.keys(TASKS) as TaskClass[];

const CLASS_OF: ReadonlyMap<string, TaskClass> = new Map(
  TASK_CLASSES.flatMap((each) => TASKS[each].map((code): [string, TaskClass] => [code, each])),
);

/** Null for a code that is not of the vocabulary. */
export const taskClassOf = (code: string): TaskClass | null => CLASS_OF.get(code) ?? null;
