import { channel } from 'node:diagnostics_channel';
import { createHash } from 'node:crypto';
import type { Sql } from 'sql-template-tag';

/** Every statement beyond the tenant set-up is announced here: metrics and the tests' query budgets listen. */
export const statements = channel('preceptor:statement');

/** Names by text, so that PostgreSQL plans each statement once per connection. Texts come from code alone. */
const names = new Map<string, string>();

export interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}

export function named(sql: Sql): NamedStatement {
  const { text } = sql;
  let name = names.get(text);
  if (!name) {
    name = `p${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
    names.set(text, name);
  }
  return { name, text, values: sql.values };
}
