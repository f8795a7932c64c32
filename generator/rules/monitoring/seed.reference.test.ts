import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { monitoringRules } from "./table.ts";

const seed = referencePath("seeds/phase-11-scoped-operator-pattern.md");

/** Compared with a document that CI places next to the repository. A user's clone does not have it. */
describeReference(seed, "the ServiceMonitor of the document that the platform comes from", () => {
  test("it selects nothing", () => {
    const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml ?? "");
    const found = manifestSetFindings(manifestSetOf(blocks.join("\n---\n")), monitoringRules).map(
      ({ diagnostic }) => diagnostic.code,
    );
    expect(found).toEqual(["monitoring/monitor-selects-nothing"]);
  });
});
