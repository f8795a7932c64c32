import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleFolder } from "../init/sample-folder.ts";
import { describeReference, referencePath } from "./reference.ts";
import { treeOf } from "./sandbox.ts";

// An adopter's files differ from the sample on purpose. This test runs only where the sample itself is developed.
describeReference(referencePath("reference/README.md"), "the repository as shipped", () => {
  test("contains the same sample as the tests, file by file", () => {
    const root = join(import.meta.dirname, "../..");
    const isHandWritten = ([file]: readonly [string, string]): boolean =>
      /^(tenants[/]|platform[/](?!policies[/])|clusters[/][^/]+[/]cluster[.]yaml$)/.test(file);
    const files = ["tenants", "platform", "clusters"].flatMap((folder) => [...treeOf(root, folder)]);
    expect(new Map(files.filter(isHandWritten))).toEqual(treeOf(sampleFolder));
  });
});
