import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { badInput } from '../faults/fault.js';

/** Arguments of every list: keyset pages, so that a page costs the same however far down it is. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many at most, 1 to 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number;

  @Field(() => String, { nullable: true, description: 'The `endCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  after?: string | null;
}

@ObjectType({ description: 'Where this page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether there is something before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first entry.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last entry: give it as `after` for the next page.',
  })
  endCursor: string | null;
}

export interface Page<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: PageInfo;
  /** Counted when it is read, and only then. */
  readonly totalCount: number | Promise<number>;
}

/** Declares `<Name>Connection` and `<Name>Edge` for a node type; returns the connection class. */
export function connectionOf<Node>(name: string, node: () => Type<Node>): Type<Page<Node>> {
  @ObjectType(`${name}Edge`, { description: `An entry of a list of ${name}.` })
  class Edge {
    @Field(node, { description: 'The entry itself.' })
    node: Node;

    @Field(() => String, { description: 'Its place in the list.' })
    cursor: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries, in order.' })
    edges: Edge[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo: PageInfo;

    @Field(() => Int, { description: 'How many there are in all; counted only when asked for.' })
    totalCount: number;
  }
  return Connection;
}

/** A cursor names the sort key of an entry and nothing else: a forged one moves the window, never the tenant. */
export const encodeCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Throws BAD_USER_INPUT, naming the argument, for anything that is not a cursor of `length` parts. */
export function decodeCursor(
  cursor: string | null | undefined,
  length: number,
  argument: 'after' | 'cursor' = 'after',
): (string | number | null)[] | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || ['string', 'number'].includes(typeof part))
    )
      return key as (string | number | null)[];
  } catch {
    // falls through to the one answer
  }
  const source = argument === 'after' ? 'endCursor of the page' : 'cursor of the answer';
  throw badInput(argument, `is not a cursor of this list: give the ${source} before, or nothing`);
}

/**
 * Makes a page of rows read with `LIMIT first + 1`: the row too many says that there is a next page.
 */
export function pageOf<Node>(
  rows: readonly Node[],
  args: PageArgs,
  cursorKey: (node: Node) => readonly (string | number | null)[],
  totalCount: () => Promise<number>,
): Page<Node> {
  const edges = rows.slice(0, args.first).map((node) => ({ node, cursor: encodeCursor(cursorKey(node)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: args.after !== null && args.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return totalCount();
    },
  };
}
