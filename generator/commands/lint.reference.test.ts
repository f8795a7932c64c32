import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linted } from "../testing/command-line.ts";
import { describeReference, referencePath } from "../testing/reference.ts";
import { sandbox, write } from "../testing/sandbox.ts";

const seed = referencePath("seeds/phase-11-scoped-operator-pattern.md");

/** Compares with a document outside of the repository, which exists in CI and not in a user's clone. */
describeReference(seed, "the document that the platform comes from, as it stands", () => {
  test("the faults of its policy and its monitor are found", async () => {
    const root = sandbox();
    const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml ?? "");
    for (const [index, yaml] of blocks.entries()) write(root, `theirs/${index}.yaml`, yaml);
    const found = (await linted(root, ["theirs"])).map((value) =>
      value.replace(/^theirs\/|:\d+ /g, (part) => (part.endsWith("/") ? "" : " ")),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        // Selectors that match nothing, and a flow to every destination.
        "3.yaml:7 network/selects-no-pod",
        "3.yaml:17 network/namespace-by-name",
        "3.yaml:35 network/peer-everyone",
        // Names over UDP only.
        "3.yaml:37 network/dns-one-protocol",
        "0.yaml:4 network/default-deny-missing",
        // A ServerConfig without a spec.
        "1.yaml:1 gate/invalid",
        "4.yaml:7 monitoring/monitor-selects-nothing",
      ]),
    );
  });
});
