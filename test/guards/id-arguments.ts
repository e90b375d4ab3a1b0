import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

type Path = string[];
export type Operation = GraphQLField<unknown, unknown>;

/** One id that an operation takes: `createCohort` at `input.siteId`. */
export interface IdPlace {
  kind: 'query' | 'mutation';
  operation: Operation;
  /** Names from the operation's argument down to the id; lists are not named. */
  path: Path;
  name: string;
}

/** Ids that name no row: what a client makes up for itself, and the parts written inside a question. */
const NO_ROW = [
  'operationId',
  'choiceIds',
  'choiceId',
  'promptId',
  'blankId',
  'order',
  'criterionId',
  'levelId',
];

/** Every place where an operation takes an id, nested inputs included. */
export function idPlaces(schema: GraphQLSchema): IdPlace[] {
  const of = (kind: IdPlace['kind'], fields: Operation[]): IdPlace[] =>
    fields.flatMap((operation) =>
      operation.args.flatMap((arg) =>
        pathsToIds(arg.type, [arg.name], []).map((path) => ({
          kind,
          operation,
          path,
          name: `${operation.name}.${path.join('.')}`,
        })),
      ),
    );
  return [
    ...of('query', Object.values(schema.getQueryType()!.getFields())),
    ...of('mutation', Object.values(schema.getMutationType()!.getFields())),
  ];
}

function pathsToIds(type: GraphQLInputType, path: Path, above: string[]): Path[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return NO_ROW.includes(path.at(-1)!) ? [] : [path];
  if (!isInputObjectType(named) || above.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    pathsToIds(field.type, [...path, field.name], [...above, named.name]),
  );
}

/** What stands in the places that are not asked about. */
export interface Samples {
  id(path: Path): string;
  scalar(type: string, name: string): unknown;
}

/** Arguments for the operation: what is required, and the way to `target`, at whose end stands `id`. */
export function argumentsOf(
  { operation, path: target }: IdPlace,
  id: string,
  samples: Samples,
): Record<string, unknown> {
  return fill(operation.args, [], target);

  function fill(
    fields: readonly Pick<GraphQLArgument, 'name' | 'type' | 'defaultValue'>[],
    at: Path,
    way: Path,
  ): Record<string, unknown> {
    const wanted = fields.filter(
      ({ name, type, defaultValue }) =>
        way[0] === name || (isNonNullType(type) && defaultValue === undefined),
    );
    return Object.fromEntries(
      wanted.map(({ name, type }) => [
        name,
        value(type, [...at, name], way[0] === name ? way.slice(1) : null),
      ]),
    );
  }

  /** `way`: what is left of the way to the target, or null beside it. */
  function value(type: GraphQLInputType, at: Path, way: Path | null): unknown {
    const inner = getNullableType(type);
    if (isListType(inner)) return [value(inner.ofType, at, way)];
    if (isInputObjectType(inner)) {
      const fields = Object.values(inner.getFields());
      if (!inner.isOneOf || way?.length) return fill(fields, at, way ?? []);
      const { name, type: member } = fields[0]!; // exactly one must be given
      return { [name]: value(member, [...at, name], null) };
    }
    if (isEnumType(inner)) return inner.getValues()[0]!.name;
    if (inner.name === 'ID') return way ? id : samples.id(at);
    return samples.scalar(inner.name, at.at(-1)!);
  }
}

/** Which table an id means where its name does not say so. */
const TABLE_OF: Record<string, string> = {
  agreementId: 'affiliation_agreement',
  approvedBy: 'person',
  askedPersonId: 'person',
  assignmentId: 'training_assignment',
  assignmentIds: 'training_assignment',
  'assignment.id': 'training_assignment',
  attemptId: 'quiz_attempt',
  categoryId: 'gradebook_category',
  authorizationId: 'validator_authorization',
  backFileId: 'stored_file',
  codeId: 'affiliation_code',
  'correctEnrollmentStatus.input.entryId': 'enrollment_status_entry',
  'correctAttendance.input.entryId': 'hours_entry',
  'correctGrade.input.entryId': 'grade_entry',
  'correctHours.input.id': 'hour_log',
  'correctMandatoryTraining.input.completionId': 'mandatory_training_completion',
  'correctMakeUp.input.entryId': 'hours_entry',
  'excuseAbsence.input.entryId': 'hours_entry',
  'endSession.input.sessionId': 'session',
  credentialId: 'external_credential',
  documentFileId: 'stored_file',
  'defineCePolicy.input.replacesId': 'employer_ce_policy',
  evidenceFileId: 'stored_file',
  evidenceFileIds: 'stored_file',
  fileId: 'stored_file',
  fromPersonId: 'person',
  frontFileId: 'stored_file',
  holdId: 'enrollment_hold',
  intoPersonId: 'person',
  lineManagerId: 'membership',
  'logHours.input.id': 'hour_log',
  'member.id': 'membership',
  'moveInDraft.input.id': 'course',
  observedBy: 'person',
  overrideId: 'quiz_override',
  policyId: 'supervision_policy',
  prerequisiteIds: 'course',
  prerequisiteSkillIds: 'skill',
  'removeFromDraft.input.id': 'course',
  renewsId: 'external_credential',
  'releaseLegalHold.input.holdId': 'legal_hold',
  'recordWorkRequirement.input.replacesId': 'work_requirement',
  replacesId: 'supervision_policy',
  requestId: 'observation_request',
  requirementId: 'course_requirement',
  sessionId: 'class_session',
  stepId: 'skill_step',
  supervisedBy: 'person',
  supervisorPersonId: 'person',
  supervisionId: 'assignment_supervisor',
  toCohortId: 'cohort',
  trackId: 'specialty_track',
  trackVersionId: 'specialty_track_version',
  versionId: 'program_version',
  'withdrawCePolicy.input.policyId': 'employer_ce_policy',
  'mandatoryTrainingEvidence.completionId': 'mandatory_training_completion',
  'withdrawMandatoryTraining.input.completionId': 'mandatory_training_completion',
  'withdrawTrainingChange.input.changeId': 'mandatory_training_change',
  'voidGrade.input.entryId': 'grade_entry',
  'voidMakeUp.input.entryId': 'hours_entry',
  'withdrawClearanceVerification.input.entryId': 'clearance_entry',
  'withdrawCredentialVerification.input.entryId': 'external_credential_entry',
};

/** `input.siteIds` → site; a bare `id` is of what the operation is called after: `closeCohort` → cohort. */
export function tableOf(operation: string, path: Path): string {
  const leaf = path.at(-1)!;
  const named =
    leaf === 'id'
      ? operation.replace(/^[a-z]+(?=[A-Z])/, (verb) => (VERB.test(verb) ? '' : verb))
      : leaf.replace(/Ids?$/, '');
  return TABLE_OF[`${operation}.${path.join('.')}`] ?? TABLE_OF[leaf] ?? snake(named);
}

const VERB = /^(close|reopen|update|remove|rename|retire|publish|cancel)$/;
const snake = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

const DEEPEST = 3;

/** Everything that a type tells without further arguments, three levels down: lists with their nodes and counts. */
export function selectionOf(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    const parts = named
      .getTypes()
      .map((member) => `... on ${member.name} { __typename ${isRefusal(member) ? 'code message' : ''} }`);
    return `{ ${parts.join(' ')} }`;
  }
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields())
    .filter((field) => field.args.every((arg) => !isRequiredArgument(arg)))
    .filter((field) => depth < DEEPEST || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selectionOf(field.type, depth + 1)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

const isRefusal = (type: GraphQLObjectType): boolean =>
  type.getInterfaces().some(({ name }) => name === 'Refusal');
