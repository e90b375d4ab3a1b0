/** The files of a package, wherever they lie. */
export interface PackageFiles {
  /** Paths with `/`, files alone. */
  readonly names: readonly string[];
  /** The content of one of them. Throws {@link BrokenFile}. */
  bytes(name: string): Promise<Uint8Array>;
}

/** What a package says it holds and does not. */
export class BrokenFile extends Error {}
