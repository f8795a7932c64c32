import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { monitoringRules } from "./table.ts";

const seed = referencePath("seeds/phase-11-scoped-operator-pattern.md");

/** Compared with a document that lies beside the repository in CI, and that a clone of a user does not have. */
describeReference(seed, "the ServiceMonitor of the document that the platform comes from", () => {
  test("as it stands it selects nothing", () => {
    const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml ?? "");
    const found = manifestSetFindings(manifestSetOf(blocks.join("\n---\n")), monitoringRules).map(
      ({ diagnostic }) => diagnostic.code,
    );
    expect(found).toEqual(["monitoring/monitor-selects-nothing"]);
  });
});
