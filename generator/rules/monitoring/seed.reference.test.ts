import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeReference, reference } from "../../testing/reference.ts";
import { sceneOf } from "../../testing/rules.ts";
import { sceneFindings } from "../run-rules.ts";
import { monitoring } from "./table.ts";

const seed = reference("seeds/phase-11-scoped-operator-pattern.md");

/** Compared with a document that lies beside the repository in CI, and that a clone of a user does not have. */
describeReference(seed, "the ServiceMonitor of the document that the platform comes from", () => {
  test("as it stands it selects nothing", () => {
    const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml ?? "");
    const found = sceneFindings(sceneOf(blocks.join("\n---\n")), monitoring).map(({ diagnostic }) => diagnostic.code);
    expect(found).toEqual(["monitoring/monitor-selects-nothing"]);
  });
});
