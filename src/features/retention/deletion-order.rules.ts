/** A key from a table to another. */
interface Leading {
  readonly table: string;
  readonly references: string;
}

/**
 * The tables in an order in which their rows can be deleted: each before those that it leads to. A table may lead to itself.
 * Throws when tables lead to one another in a circle.
 */
export function inDeletionOrder(tables: readonly string[], keys: readonly Leading[]): string[] {
  const ordered: string[] = [];
  const left = new Set(tables);
  while (left.size) {
    const free = [...left].filter(
      (table) => !keys.some((key) => key.references === table && key.table !== table && left.has(key.table)),
    );
    if (!free.length) throw new Error(`Tables lead to one another: ${[...left].sort().join(', ')}`);
    for (const table of free.sort()) {
      ordered.push(table);
      left.delete(table);
    }
  }
  return ordered;
}
