import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { Temporal } from 'temporal-polyfill';

/** A point in time, ISO 8601 with offset; answered in UTC. A Date in our code. */
export class DateTime {}

/** A calendar date without a time or zone. A string in our code: it is never shifted by a zone. */
export class PlainDate {}

/** An exact decimal number. A string in our code: it is never rounded by a float. */
export class Decimal {}

const bad = (what: string, value: unknown): GraphQLError =>
  new GraphQLError(`${JSON.stringify(value)} is not ${what}`, { extensions: { code: 'BAD_USER_INPUT' } });

function parsePlainDate(value: unknown): string {
  try {
    if (typeof value === 'string' && /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value))
      return Temporal.PlainDate.from(value).toString();
  } catch {
    // falls through to the one answer
  }
  throw bad('a calendar date like 2026-02-28', value);
}

/** An offset may lead out of the years that have four digits, and of what the database takes. */
const [FIRST, LAST] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59.999Z')];

/** Without an offset it would be a point in the server's own zone, and 30 February would be in March. */
function parseDateTime(value: unknown): Date {
  try {
    if (
      typeof value === 'string' &&
      /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
    ) {
      const at = new Date(Temporal.Instant.from(value).epochMilliseconds);
      if (at >= FIRST && at <= LAST) return at;
    }
  } catch {
    // falls through to the one answer
  }
  throw bad('a point in time with its offset like 2026-02-28T09:30:00-06:00 or 2026-02-28T15:30:00Z', value);
}

function parseDecimal(value: unknown): string {
  if (typeof value === 'string' && /^-?\d{1,9}(\.\d{1,6})?$/.test(value)) return value;
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9)
    return parseDecimal(String(value));
  throw bad('a decimal number like "12.5", with at most 9 digits before and 6 after the point', value);
}

const literal = (node: ValueNode): unknown =>
  node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING ? node.value : node.kind;

@Scalar('Date', () => PlainDate)
export class PlainDateScalar implements CustomScalar<string, string> {
  description = 'A calendar date, ISO 8601: `2026-02-28`. It belongs to the zone of the site it speaks of.';
  serialize = (value: unknown): string => String(value).slice(0, 10);
  parseValue = parsePlainDate;
  parseLiteral = (node: ValueNode): string => parsePlainDate(literal(node));
}

@Scalar('DateTime', () => DateTime)
export class DateTimeScalar implements CustomScalar<string, Date> {
  description =
    'A point in time, ISO 8601, always with its offset: `2026-02-28T09:30:00-06:00`; answered in UTC.';
  serialize = (value: unknown): string => new Date(value as string | Date).toISOString();
  parseValue = parseDateTime;
  parseLiteral = (node: ValueNode): Date => parseDateTime(literal(node));
}

@Scalar('Decimal', () => Decimal)
export class DecimalScalar implements CustomScalar<string, string> {
  description = 'An exact decimal number, as text: `"82.5"`.';
  serialize = (value: unknown): string => String(value);
  parseValue = parseDecimal;
  parseLiteral = (node: ValueNode): string => parseDecimal(literal(node));
}

export type { GraphQLScalarType };
