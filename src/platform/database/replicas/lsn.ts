/** A position in the write-ahead log (LSN): the later, the greater, as long as the primary is the same. */
export type Lsn = bigint;

/** As PostgreSQL writes it: two hexadecimal halves of 32 bits. */
export function lsnOf(text: string): Lsn {
  const [high, low] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
