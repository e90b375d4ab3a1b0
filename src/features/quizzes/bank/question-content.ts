/** What a question asks, in two parts that never travel together before an attempt is finished. */

export const QUESTION_TYPES = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'SHORT_TEXT',
  'NUMBER',
  'CALCULATED',
  'MATCHING',
  'ORDERING',
  'CLOZE',
  'HOTSPOT',
  'ESSAY',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** Its id is random: it says neither which choice is right nor in which order they were written. */
export interface Choice {
  readonly id: string;
  /** Markdown. */
  readonly text: string;
}

export const BLANK_KINDS = ['TEXT', 'NUMBER', 'CHOICE'] as const;
export type BlankKind = (typeof BLANK_KINDS)[number];

/** A gap in the text of a CLOZE question, where the stem says `[[id]]`. */
export interface Blank {
  /** `1`, `2`, … as the stem names it. */
  readonly id: string;
  readonly kind: BlankKind;
  /** Of a CHOICE blank. */
  readonly choices?: readonly Choice[];
}

/** The picture of a HOTSPOT question. Places on it are whole pixels from its upper left corner. */
export interface QuestionPicture {
  /** A stored file of the organization. */
  readonly fileId: string;
  /** Says what the picture shows without giving the answer away. */
  readonly alternativeText: string;
  readonly width: number;
  readonly height: number;
}

/** One thing an essay is judged by; trainees see it from the start. */
export interface RubricCriterion {
  readonly id: string;
  readonly title: string;
  readonly levels: readonly { readonly id: string; readonly title: string; readonly points: string }[];
}

/** What a trainee may see from the start, beside the stem. */
export interface Presentation {
  /** SINGLE_CHOICE, MULTIPLE_CHOICE; MATCHING: what prompts are matched with; ORDERING: the items. By id where order would tell. */
  readonly choices?: readonly Choice[];
  /** MATCHING: what is to be matched. */
  readonly prompts?: readonly Choice[];
  /** CLOZE, in the order of the text. */
  readonly blanks?: readonly Blank[];
  /** NUMBER and CALCULATED: shown beside the answer, which is then given without one. */
  readonly unit?: string;
  /** NUMBER and CALCULATED: the units to choose from, when the unit is part of the answer. */
  readonly units?: readonly string[];
  /** CALCULATED: the values of the stem's `{name}`s; each attempt draws one set, its variant. At least one. */
  readonly valueSets?: readonly Readonly<Record<string, string>>[];
  /** HOTSPOT. */
  readonly picture?: QuestionPicture;
  /** HOTSPOT: how many places are to be marked. */
  readonly placesToMark?: number;
  /** ESSAY. */
  readonly minWords?: number;
  readonly maxWords?: number;
  readonly rubric?: readonly RubricCriterion[];
}

/** A text that is accepted, and what it is worth. */
export interface AcceptedText {
  /** `*` stands for any text, `\*` for an asterisk. */
  readonly pattern: string;
  /** Percent of the points, 0 to 100; 0 for a mistake that gets feedback of its own. Left out: 100. */
  readonly percent?: string;
  /** Markdown, shown after the end to who answered so. */
  readonly feedback?: string;
}

export const TOLERANCE_KINDS = ['ABSOLUTE', 'RELATIVE'] as const;
/** ABSOLUTE: in units of the answer. RELATIVE: as a share of the right number, 0.01 is one percent. */
export type ToleranceKind = (typeof TOLERANCE_KINDS)[number];

/** A number that is accepted (NUMBER), or the formula that gives it (CALCULATED). */
export interface AcceptedNumber {
  /** A decimal such as `98.6`; of a CALCULATED question an expression over the drawn values, such as `{a} + {b}`. */
  readonly number: string;
  /** How far from the number a response may be and still be right; 0 or above. */
  readonly tolerance: string;
  /** Left out: ABSOLUTE. */
  readonly toleranceKind?: ToleranceKind;
  /** Percent of the points, 0 to 100; 0 for a mistake that gets feedback of its own. Left out: 100. */
  readonly percent?: string;
  readonly feedback?: string;
}

/** A unit an answer may be given in: the number × factor is compared with the key. */
export interface AcceptedUnit {
  readonly unit: string;
  /** A decimal above 0; 1 for the unit of the key. */
  readonly factor: string;
}

export const SCORINGS = ['ALL_OR_NOTHING', 'PARTIAL'] as const;
export type Scoring = (typeof SCORINGS)[number];

export const ORDER_SCORINGS = [
  'ALL_OR_NOTHING',
  'ABSOLUTE_POSITION',
  'RELATIVE_NEXT',
  'LONGEST_ORDERED_SUBSET',
] as const;
/** How a partly right order earns, as in Moodle's ordering questions. */
export type OrderScoring = (typeof ORDER_SCORINGS)[number];

/** What is right in one blank. */
export interface BlankKey {
  /** Share of the question's points beside the other blanks' weights; a whole number from 1. Left out: 1. */
  readonly weight?: number;
  /** TEXT. */
  readonly accepted?: readonly AcceptedText[];
  readonly caseSensitive?: boolean;
  /** NUMBER. */
  readonly numbers?: readonly AcceptedNumber[];
  /** CHOICE: percent by choice id, −100 to 100; those left out are worth 0. */
  readonly choicePercents?: Readonly<Record<string, string>>;
  readonly choiceFeedback?: Readonly<Record<string, string>>;
}

/** A region of the picture that is right to mark. Numbers are whole pixels. */
export type Region =
  | { readonly shape: 'CIRCLE'; readonly x: number; readonly y: number; readonly radius: number }
  | {
      readonly shape: 'RECTANGLE';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly shape: 'POLYGON'; readonly points: readonly Place[] };

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What nobody who takes the quiz may see before the end. Feedback and explanation are Markdown. */
export interface AnswerKey {
  /** SINGLE_CHOICE, MULTIPLE_CHOICE: the choices that are right. */
  readonly correctChoiceIds?: readonly string[];
  /** By choice id. */
  readonly choiceFeedback?: Readonly<Record<string, string>>;
  /** Percent of the points by choice id, −100 to 100, where choices are not simply right or wrong; left out: 0. */
  readonly choicePercents?: Readonly<Record<string, string>>;
  /** MULTIPLE_CHOICE, MATCHING, CLOZE, HOTSPOT. Left out: ALL_OR_NOTHING for a choice, PARTIAL for the others. */
  readonly scoring?: Scoring;
  readonly isTrue?: boolean;
  readonly whenTrue?: string;
  readonly whenFalse?: string;
  /** SHORT_TEXT: the first that fits counts. */
  readonly accepted?: readonly AcceptedText[];
  /** SHORT_TEXT. Left out: case and accents do not matter. */
  readonly caseSensitive?: boolean;
  readonly accentSensitive?: boolean;
  /** NUMBER, CALCULATED: the first that is near enough counts. */
  readonly numbers?: readonly AcceptedNumber[];
  /** NUMBER, CALCULATED: where the unit is part of the answer. */
  readonly units?: readonly AcceptedUnit[];
  /** Percent of the points lost by a missing or wrong unit, 0 to 100. Left out: 100. */
  readonly unitPenaltyPercent?: string;
  /** MATCHING: choice id by prompt id. */
  readonly matches?: Readonly<Record<string, string>>;
  /** ORDERING: choice ids in the right order. */
  readonly order?: readonly string[];
  readonly orderScoring?: OrderScoring;
  /** CLOZE: by blank id. */
  readonly blanks?: Readonly<Record<string, BlankKey>>;
  /** HOTSPOT: each is to be marked once. */
  readonly regions?: readonly Region[];
  /** ESSAY: for graders alone. */
  readonly gradingNotes?: string;
  readonly whenCorrect?: string;
  readonly whenPartlyCorrect?: string;
  readonly whenIncorrect?: string;
  readonly explanation?: string;
}

export interface QuestionContent {
  readonly type: QuestionType;
  readonly stem: string;
  readonly presentation: Presentation;
  readonly answerKey: AnswerKey;
}

/** What a trainee answers: the member that fits the question's type. */
export interface QuizResponse {
  readonly choiceIds?: readonly string[];
  readonly isTrue?: boolean;
  readonly text?: string;
  /** A decimal, such as `-1.5`. */
  readonly number?: string;
  /** Beside `number`, where the unit is part of the answer. */
  readonly unit?: string;
  readonly matches?: readonly { readonly promptId: string; readonly choiceId: string }[];
  /** Choice ids. */
  readonly order?: readonly string[];
  /** `answer` is a text, a decimal or a choice id, as the kind of the blank asks. */
  readonly blanks?: readonly { readonly blankId: string; readonly answer: string }[];
  readonly places?: readonly Place[];
}

/** A question as an author writes it, before choices have ids and the key is set apart. */
export interface AuthoredQuestion {
  readonly type: QuestionType;
  readonly stem: string;
  /** SINGLE_CHOICE, MULTIPLE_CHOICE. ORDERING: the items in the right order. */
  readonly choices?: readonly AuthoredChoice[];
  readonly scoring?: Scoring | null;
  readonly isTrue?: boolean | null;
  readonly whenTrue?: string | null;
  readonly whenFalse?: string | null;
  readonly accepted?: readonly AcceptedText[];
  readonly caseSensitive?: boolean | null;
  readonly accentSensitive?: boolean | null;
  readonly numbers?: readonly AcceptedNumber[];
  readonly unit?: string | null;
  readonly units?: readonly AcceptedUnit[];
  readonly unitPenaltyPercent?: string | null;
  readonly valueSets?: readonly Readonly<Record<string, string>>[];
  /** MATCHING: a pair without a prompt is a choice that fits none. */
  readonly pairs?: readonly AuthoredPair[];
  readonly orderScoring?: OrderScoring | null;
  readonly blanks?: readonly AuthoredBlank[];
  readonly picture?: QuestionPicture | null;
  readonly placesToMark?: number | null;
  readonly regions?: readonly Region[];
  readonly minWords?: number | null;
  readonly maxWords?: number | null;
  readonly rubric?: readonly AuthoredCriterion[];
  readonly gradingNotes?: string | null;
  readonly whenCorrect?: string | null;
  readonly whenPartlyCorrect?: string | null;
  readonly whenIncorrect?: string | null;
  readonly explanation?: string | null;
}

export interface AuthoredChoice {
  /** Of the version before, when it is the same choice. */
  readonly id?: string | null;
  readonly text: string;
  readonly correct?: boolean;
  /** Percent of the points, −100 to 100, instead of plainly right or wrong. */
  readonly percent?: string | null;
  readonly feedback?: string | null;
}

export interface AuthoredPair {
  /** Of the version before, when it is the same. */
  readonly promptId?: string | null;
  readonly choiceId?: string | null;
  readonly prompt?: string | null;
  readonly choice: string;
}

export interface AuthoredBlank {
  /** As the stem names it: `[[1]]` is `1`. */
  readonly id: string;
  readonly kind: BlankKind;
  readonly weight?: number | null;
  readonly choices?: readonly AuthoredChoice[];
  readonly accepted?: readonly AcceptedText[];
  readonly caseSensitive?: boolean | null;
  readonly numbers?: readonly AcceptedNumber[];
}

export interface AuthoredCriterion {
  readonly id?: string | null;
  readonly title: string;
  readonly levels: readonly {
    readonly id?: string | null;
    readonly title: string;
    readonly points: string;
  }[];
}
