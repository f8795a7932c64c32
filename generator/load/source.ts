/** A text file of the input, below the repository's root, with forward slashes on every system. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Keys and indexes from the root of a document to one of its values. */
export type Path = readonly (string | number)[];

/** One YAML document as plain data. It is not used any more after `validate/` has parsed it. */
export interface SourceDocument {
  readonly source: Source;
  readonly value: unknown;
}
