import {
  applyDecorators,
  Injectable,
  ValidationPipe,
  type ArgumentMetadata,
  type ValidationError,
} from '@nestjs/common';
import { Args, Field, ID, InputType } from '@nestjs/graphql';
import { IsUUID } from 'class-validator';
import { badInput, Fault, type FieldProblem } from '../faults/fault.js';
import { isId } from '../ids/ids.js';

/** Base of every mutation's input, but of those that hand out secrets. */
@InputType({ isAbstract: true })
export abstract class OperationInput {
  @Field(() => ID, {
    description:
      'A UUID made by the client, new for every new request and the same for every retry of it: the retry gets the first answer, and nothing is done twice. Answers are kept for 30 days: what comes back later is a new request.',
  })
  @IsUUID()
  operationId: string;
}

/** A required id argument. */
export const IdArg = (name: string, description: string): ParameterDecorator =>
  Args(name, { type: () => ID, description }, { transform: (value: string) => checkedId(name, value) });

/** An id argument that may be left out: null then. */
export const OptionalIdArg = (name: string, description: string): ParameterDecorator =>
  Args(
    name,
    { type: () => ID, nullable: true, description },
    { transform: (value?: string | null) => (value == null ? null : checkedId(name, value)) },
  );

/** An id in an input. */
export const IdField = (description: string, options: { nullable?: boolean } = {}): PropertyDecorator =>
  applyDecorators(
    Field(() => ID, { description, ...options }),
    IsUUID(),
  );

function checkedId(name: string, value: string): string {
  if (!isId(value)) throw badInput(name, 'must be an id as this API gives them (a UUID)');
  return value;
}

/** Checks inputs by their class-validator rules and refuses text PostgreSQL cannot store. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      forbidUnknownValues: false,
      exceptionFactory: (errors) => {
        const fields = problems(errors);
        return new Fault('BAD_USER_INPUT', fields.map((p) => `${p.field}: ${p.message}`).join('; '), fields);
      },
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    refuseUnstorable(value, metadata.data ?? 'input');
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function problems(errors: ValidationError[], path = 'input'): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = `${path}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...problems(error.children ?? [], field)];
  });
}

function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed()))
    throw badInput(path, 'must not hold NUL characters or broken Unicode');
  if (value !== null && typeof value === 'object')
    for (const [name, inner] of Object.entries(value)) refuseUnstorable(inner, `${path}.${name}`);
}
