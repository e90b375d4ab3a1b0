import type { DataSource, ObjectLiteral } from 'typeorm';

/** Rows of a statement as entities, columns by their names; what was not selected stays undefined. */
export function asEntities<E extends ObjectLiteral>(
  dataSource: DataSource,
  entity: new () => E,
  rows: readonly object[],
): E[] {
  const { columns } = dataSource.getMetadata(entity);
  return rows.map((row) => {
    const made = new entity() as Record<string, unknown>;
    for (const { databaseName, propertyName } of columns)
      if (databaseName in row) made[propertyName] = (row as Record<string, unknown>)[databaseName];
    return made as E;
  });
}
