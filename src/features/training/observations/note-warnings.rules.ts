/** What a note may hold of a patient, by its look: a warning, never a refusal (inv 68). */
export const NOTE_WARNINGS = ['RECORD_NUMBER', 'DATE_OF_BIRTH', 'PERSON_NAME', 'CONTACT'] as const;
export type NoteWarning = (typeof NOTE_WARNINGS)[number];

const LOOKS: Record<NoteWarning, RegExp> = {
  // a word for a medical record number, or six digits and more in a row, hyphens within
  RECORD_NUMBER: /\b(mrn|chart\s*(no|number|#)|medical record)\b|\b\d[\d-]{5,}\b/iu,
  // a word for it, or a whole date
  DATE_OF_BIRTH:
    /\b(dob|d\.o\.b|born|birth\s?date|date of birth)\b|\b\d{1,2}[/.]\d{1,2}[/.](\d{2}|\d{4})\b/iu,
  // a title or "patient" before a capitalized word
  PERSON_NAME: /\b(Mr|Mrs|Ms|Miss|[Pp]atient|[Pp]t)\.?\s+\p{Lu}\p{Ll}+/u,
  CONTACT: /\S@\S+\.\p{L}{2,}|\+?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b/u,
};

/** Kept simple on purpose: it misses names without a title and takes some harmless numbers for record numbers. */
export const noteWarnings = (note: string | null): NoteWarning[] =>
  note === null ? [] : NOTE_WARNINGS.filter((warning) => LOOKS[warning].test(note));
