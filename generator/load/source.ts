/** A text file of the input, below the repository's root, with forward slashes on every system. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Keys and indexes from the root of a document to one of its values. */
export type Path = readonly (string | number)[];

/** Whether a path is equal to `outer` or below it. */
export function isWithinPath(path: Path, outer: Path): boolean {
  return path.length >= outer.length && outer.every((step, index) => step === path[index]);
}

/** One YAML document as plain data. It is not used any more after `validate/` has parsed it. */
export interface SourceDocument {
  readonly source: Source;
  readonly value: unknown;
}
