import { noteWarnings } from './note-warnings.rules.js';

describe('inv 68: a note is warned about', () => {
  it.each([
    ['MRN 12', ['RECORD_NUMBER']],
    ['chart number A7', ['RECORD_NUMBER']],
    ['seen 123-45-6789', ['RECORD_NUMBER']],
    ['DOB known', ['DATE_OF_BIRTH']],
    ['03/14/1951', ['DATE_OF_BIRTH']],
    ['Mrs. Łukasz was tired', ['PERSON_NAME']],
    ['patient Nguyễn leaned left', ['PERSON_NAME']],
    ['call 555 123 4567', ['CONTACT']],
    ['a.b@example.org', ['CONTACT']],
  ])('%s', (note, warnings) => expect(noteWarnings(note)).toEqual(warnings));

  it.each([null, '', 'Patient stood on count, belt snug, 2 of 3 cues', 'SpO2 97 at 14:30, pulse 88'])(
    'not: %s',
    (note) => expect(noteWarnings(note)).toEqual([]),
  );
});
