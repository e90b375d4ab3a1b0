import { v7, validate } from 'uuid';

/** A new UUIDv7: made by the application, ordered by time, no sequence to contend for. */
export const newId = (): string => v7();

export const isId = (value: unknown): value is string => typeof value === 'string' && validate(value);
