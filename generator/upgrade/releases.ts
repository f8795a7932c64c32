import type { FileChanges, RepositoryFiles } from "./repository.ts";

/** A change to the files of a repository that a release needs. */
export interface Migration {
  /** The change, for the message of the commit. */
  readonly summary: string;
  readonly changes: (files: RepositoryFiles) => FileChanges;
}

/** A release that needs more from a repository than another build. */
export interface Release {
  readonly version: string;
  /** Whether a repository must pass through this release: a later release does not read what an earlier one wrote. */
  readonly breaking: boolean;
  readonly migrations: readonly Migration[];
}

/** All of these releases, oldest first. */
export const releases: readonly Release[] = [];
