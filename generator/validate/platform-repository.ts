import { z } from "zod";
import { field } from "./terms.ts";

/** A folder, relative to the root of a repository. Its names do not begin with a dot, so it never leads out of the repository. */
export const RepositoryFolder = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    "it must be a folder inside the repository, without a slash at its beginning or end: deploy/ml",
  );

/** A fully qualified branch. */
export const Branch = z
  .string()
  .max(200)
  .regex(/^refs\/heads\/[A-Za-z0-9_][A-Za-z0-9_/.-]*$/, "it must be a fully qualified branch: refs/heads/main")
  .refine((ref) => !ref.includes(".."), "a branch must not contain ..");

export const PlatformRepository = z.strictObject({
  url: field(
    z
      .string()
      .max(300)
      .regex(
        /^(https:\/\/|ssh:\/\/git@)[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
        "it must begin with https:// or ssh://git@, followed by a host and a path, without credentials. Write git@host:path as ssh://git@host/path",
      ),
    "URL from which Argo CD reads this repository.",
    "https://github.com/acme/ml-platform.git",
  ),
  revision: field(
    Branch,
    "The branch that Argo CD follows. The name of the branch is fully qualified, so that Argo CD does not list all branches.",
    "refs/heads/main",
  ),
  path: field(
    RepositoryFolder,
    "The folder in the repository that contains `tenants/`, `platform/` and `clusters/`. Set this field if the repository also contains files of other projects. Without this field, the folder is the root of the repository.",
    "deploy/ml",
  ).optional(),
});
