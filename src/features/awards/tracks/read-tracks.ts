import { LATER_SECTIONS } from '../../programs/document/read-program.js';
import { code, listOf, type Place, type Read, text } from '../../programs/document/place.js';
import { type DocumentProblem, DocumentSource } from '../../programs/document/source.js';
import { TRACK_BOUNDS, type TrackDefinition, unclearWords } from './track.rules.js';

/** A track of a document, and how to say where something about it is wrong. */
export interface ReadTrack {
  readonly definition: TrackDefinition;
  readonly located: (message: string) => DocumentProblem;
}

/** Sections of a whole curriculum that belong to others. */
const OTHER_SECTIONS = ['program', 'courses', 'final_award', ...LATER_SECTIONS];

/** Reads `specialty_tracks`; with errors, nothing of it is to be used. */
export function readTracks(document: string): { tracks: ReadTrack[]; errors: DocumentProblem[] } {
  const source = new DocumentSource(document, 'YAML');
  if (source.problems.length) return { tracks: [], errors: source.problems };
  const definitions = source.root.object((members) => {
    members.skip(OTHER_SECTIONS.filter((name) => name !== 'specialty_tracks'));
    return members.required('specialty_tracks', tracks);
  });
  const located =
    (i: number) =>
    (message: string): DocumentProblem => ({ ...source.positionOf(['specialty_tracks', i]), message });
  return {
    tracks: definitions.map((definition, i) => ({ definition, located: located(i) })),
    errors: source.problems,
  };
}

const tracks: Read<TrackDefinition[]> = (place) => {
  const codes = new Set<string>();
  return place.list((each) => {
    const definition = track(each);
    if (codes.has(definition.code)) each.problem(`${definition.code} is there twice`);
    codes.add(definition.code);
    return definition;
  }, TRACK_BOUNDS.tracks);
};

const track: Read<TrackDefinition> = (place) =>
  place.object((members) => ({
    code: members.required('code', code),
    label: members.required('version', text(1, TRACK_BOUNDS.label)),
    title: members.required('title', text(1, TRACK_BOUNDS.title)),
    summary: members.optional('summary', text(0, TRACK_BOUNDS.summary), ''),
    baseProgramCode: members.required('base_program', code),
    awardRequirements: members.required('requires', requirements),
  }));

const requirements: Read<string[]> = (place: Place) => {
  const words = listOf(requirement, TRACK_BOUNDS.requirements)(place);
  if (place.isList && words.length === 0) place.problem('must name at least one requirement');
  return words;
};

const requirement: Read<string> = (place) => {
  const word = text(1, TRACK_BOUNDS.requirement)(place);
  if (word && unclearWords([word]).length)
    place.problem(
      'must be <CHECKLIST>_complete or <CARD>_current: courses and hours are those of the certificate',
    );
  return word;
};
