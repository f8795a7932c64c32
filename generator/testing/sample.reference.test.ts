import { join } from "node:path";
import { expect, test } from "vitest";
import { describeReference, referencePath } from "./reference.ts";
import { sampleFolder } from "./sample-folder.ts";
import { treeOf } from "./sandbox.ts";

// An adopter's files differ from the sample, and are meant to: this is asked only where the sample itself is worked on.
describeReference(referencePath("reference/README.md"), "the repository as it comes", () => {
  test("has the sample that tests read, file by file", () => {
    const root = join(import.meta.dirname, "../..");
    const written = ([file]: readonly [string, string]): boolean =>
      /^(tenants[/]|platform[/](?!policies[/])|clusters[/][^/]+[/]cluster[.]yaml$)/.test(file);
    const files = ["tenants", "platform", "clusters"].flatMap((folder) => [...treeOf(root, folder)]);
    expect(new Map(files.filter(written))).toEqual(treeOf(sampleFolder));
  });
});
