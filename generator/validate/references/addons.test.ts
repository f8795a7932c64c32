import { describe, expect, test } from "vitest";
import { classesAddon, mergeAddon } from "../../testing/addon-clusters.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { mergeSpec, sandbox, write } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

describe("the end of life of an add-on", () => {
  const file = "clusters/staging/cluster.yaml";
  const ended = 'endOfLife: { since: "2026-03", reason: The project has ended, instead: another add-on }';
  const found = (written: string, use = {}): readonly string[] => {
    const root = sandbox();
    write(root, "platform/addons/classes.yaml", classesAddon().replace("  kubernetes:", `  ${written}\n  kubernetes:`));
    mergeAddon(root, "staging", "classes", use);
    const { diagnostics } = validateInventory(documentsOf(root));
    return diagnostics.map(({ severity, code, at, message }) => `${at.file} ${severity} ${code} ${message}`);
  };

  test("each cluster that uses it gets a warning", () => {
    expect(found(ended)).toEqual([
      `${file} warning addons/end-of-life add-on classes on staging has had no support since 2026-03: The project has ended`,
    ]);
  });

  test("an add-on that leaves gets no warning", () => {
    expect(found(ended, { retired: ["derived"], discards: ["derived"] })).toEqual([]);
  });

  test.each([
    ["a date that is not a month", 'endOfLife: { since: "2026", reason: R, instead: I }', "input/invalid-value"],
    ["no replacement", 'endOfLife: { since: "2026-03", reason: R }', "input/missing-field"],
  ])("%s", (_, written, code) => {
    expect(found(written)).toEqual([expect.stringMatching(`^platform/addons/classes.yaml error ${code} `)]);
  });
});

describe("the versions of Kubernetes of an add-on, on a cluster with 1.34", () => {
  const file = "clusters/staging/cluster.yaml";
  test.each([
    { kubernetes: '{ minimum: "1.34" }', found: [] },
    { kubernetes: '{ minimum: "1.35" }', found: ["error addons/kubernetes"] },
    { kubernetes: '{ minimum: "1.9", tested: { from: "1.30", to: "1.34" } }', found: [] },
    { kubernetes: '{ minimum: "1.9", tested: { from: "1.34", to: "1.36" } }', found: [] },
    { kubernetes: '{ minimum: "1.9", tested: { from: "1.35", to: "1.36" } }', found: ["warning addons/untested"] },
    { kubernetes: '{ minimum: "1.9", tested: { from: "1.30", to: "1.33" } }', found: ["warning addons/untested"] },
    { kubernetes: '{ minimum: "1.35", tested: { from: "1.35", to: "1.36" } }', found: ["error addons/kubernetes"] },
  ])("$kubernetes: $found", ({ kubernetes, found }) => {
    const root = sandbox();
    write(root, "platform/addons/classes.yaml", classesAddon().replace('{ minimum: "1.30" }', kubernetes));
    mergeSpec(root, file, { kubernetes: { version: "1.34.4" } });
    mergeAddon(root, "staging", "classes", {});
    const { diagnostics } = validateInventory(documentsOf(root));
    expect(diagnostics.map(({ severity, code, at }) => `${at.file} ${severity} ${code}`)).toEqual(
      found.map((finding) => `${file} ${finding}`),
    );
  });
});

test.each([
  ["{ field: authority, namespace: cert-manager }", []],
  ["{ field: secret, namespace: cert-manager }", ["reference/unknown"]],
  ["{ field: authority, namespace: issuers }", ["reference/unknown"]],
])("the Secrets of the issuers %s: findings %j", (authorities, found) => {
  const root = sandbox();
  const extended = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: issuing }
spec:
  extends: tenantry/cert-manager
  provides: { certificates: { authorities: ${authorities} } }
`;
  write(root, "platform/addons/issuing.yaml", extended);
  mergeAddon(root, "staging", "issuing", {});
  const { diagnostics } = validateInventory(documentsOf(root));
  expect(diagnostics.map(({ code }) => code)).toEqual(found);
});
