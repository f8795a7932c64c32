import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { classesAddon, mergeAddon, sandboxWithAddons } from "../testing/addon-clusters.ts";
import { tenantry } from "../testing/command-line.ts";
import { clusterOf, inventoryOf } from "../testing/inventory.ts";
import { sandbox, treeOf, withOneArgoCD, write } from "../testing/sandbox.ts";
import { addonRemovalSteps, lastAddonStep } from "./addon-removal.ts";

interface PlanJson {
  readonly unmet: readonly unknown[];
  readonly traffic: { readonly traffic: string; readonly message: string };
  readonly steps: readonly {
    readonly title: string;
    readonly edits: readonly { readonly file: string; readonly path: readonly string[]; readonly value: unknown }[];
    readonly effects: readonly { readonly message: string }[];
    readonly changes: readonly { readonly verb: string; readonly object: { readonly name: string } }[];
  }[];
}

const removal = ["plan", "--cluster", "staging", "--addon", "classes", "--lifecycle", "removed"];

function withClasses(): string {
  const root = withOneArgoCD(sandbox());
  write(root, "platform/addons/classes.yaml", classesAddon());
  mergeAddon(root, "staging", "classes", {});
  return root;
}

describe("the commits that switch off an add-on", () => {
  test("lead from the Applications to no file of the add-on, and each can be built", async () => {
    const root = withClasses();
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const { out, code } = await tenantry(root, [...removal, "--output", "json"]);
    const plan: PlanJson = JSON.parse(out);
    expect([code, plan.unmet]).toEqual([0, []]);
    expect(plan.steps.map(({ title }) => title)).toEqual([
      "Remove Application derived",
      "Remove Application base",
      "Switch off add-on classes",
    ]);
    expect(plan.steps[0]?.edits.map(({ path, value }) => [path.at(-1), value])).toEqual([
      ["retired", ["derived"]],
      ["discards", ["derived"]],
    ]);
    expect(plan.steps[0]?.effects.map(({ message }) => message)).toEqual([
      "Argo CD deletes the objects of Application derived of add-on classes. The data goes: the priorities of all pods.",
    ]);
    for (const { edits } of plan.steps) {
      for (const { file, path, value } of edits) {
        const document = parseDocument(readFileSync(join(root, file), "utf8"));
        if (value === null) document.deleteIn(path);
        else document.setIn(path, value);
        writeFileSync(join(root, file), String(document));
      }
      expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    }
    expect([...treeOf(root, "clusters/staging").keys()].filter((file) => file.includes("/addons/"))).toEqual([]);
  });

  test("name the requests that fail with the pools of load balancers, which services of the platform use too", async () => {
    const root = withOneArgoCD(sandboxWithAddons());
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const metallb = removal.map((word) => (word === "classes" ? "metallb" : word));
    const { out } = await tenantry(root, [...metallb, "--output", "json"]);
    const plan: PlanJson = JSON.parse(out);
    expect(plan.traffic).toMatchObject({
      traffic: "down",
      message: "After Argo CD syncs commit 1, requests that need a deleted object fail.",
    });
    expect(plan.steps[0]?.effects.map(({ message }) => message)).toEqual([
      "Argo CD deletes the objects of Application pools of add-on metallb. Requests that pass through these objects fail.",
    ]);
  });

  test("are blocked by errors, not by warnings", async () => {
    const root = withClasses();
    const chart = `{ chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.0.0, release: edge }, clusterKinds: [apiextensions.k8s.io/CustomResourceDefinition] }`;
    write(
      root,
      "platform/addons/edge.yaml",
      classesAddon()
        .replace("name: classes", "name: edge")
        .replace(/applications:.*/s, `applications: { edge: ${chart} }\n`),
    );
    mergeAddon(root, "staging", "edge", {});
    mergeAddon(root, "staging", "classes", { retired: ["no-such-part"] });
    const { out, code } = await tenantry(root, [...removal, "--output", "json"]);
    const plan: PlanJson = JSON.parse(out);
    expect([code, plan.unmet]).toEqual([1, [expect.objectContaining({ code: "reference/unknown" })]]);
  });

  test("cannot be merged as one", async () => {
    const root = withClasses();
    await tenantry(root, ["build"]);
    mergeAddon(root, "staging", "classes", { retired: ["derived", "base"], discards: ["derived"] });
    const { code, out } = await tenantry(root, ["build"]);
    expect(code).toBe(1);
    expect(out).toContain("lifecycle/out-of-order");
  });

  test("are only the last one if the add-on was never built", async () => {
    const { out } = await tenantry(withClasses(), [...removal, "--output", "json"]);
    expect(JSON.parse(out).steps.map(({ title }: { title: string }) => title)).toEqual(["Switch off add-on classes"]);
  });
});

test.each([
  [["--addon", "classes"], "--addon requires --lifecycle removed"],
  [["--cluster", "staging", "--addon", "classes", "--lifecycle", "drained"], "--addon requires --lifecycle removed"],
  [["--cluster", "staging", "--addon", "clases", "--lifecycle", "removed"], "unknown add-on clases"],
])("plan %s is a usage error", async (flags, message) => {
  const { code, err } = await tenantry(withClasses(), ["plan", ...flags]);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

describe("an add-on with definitions and namespaces", () => {
  const cluster = clusterOf(inventoryOf(sandboxWithAddons()), "staging");
  const addon = cluster.addons.find(({ name }) => name === "strimzi");
  if (addon === undefined) throw new Error("missing strimzi on staging");

  test("the objects of tenants leave first, and each commit adds one part", () => {
    const steps = addonRemovalSteps(cluster, addon, ["tenants", "cluster", "operator"]);
    expect(steps.map(({ edits }) => edits.map((edit) => ("value" in edit ? edit.value : undefined)))).toEqual([
      [["tenants"]],
      [["tenants", "cluster"], ["cluster"]],
      [["tenants", "cluster", "operator"], ["cluster"]],
      [undefined],
    ]);
    expect(steps[0]?.verify).toEqual([
      {
        command: "kubectl get kafkauser.kafka.strimzi.io --namespace kafka --selector tenantry.dev/tenant",
        expect: '"No resources found"',
      },
    ]);
    expect(steps[2]?.why).toContain("its objects stay");
  });

  test("on a cluster with a shared runtime, the objects of the runtime must be gone too", () => {
    const { seldon } = cluster.spec;
    const shared = { ...cluster, spec: { ...cluster.spec, seldon: { ...seldon, pattern: "enhanced" as const } } };
    expect(addonRemovalSteps(shared, addon, ["tenants"])[0]?.verify).toContainEqual({
      command: "kubectl get application staging.platform.strimzi.runtime --namespace argocd --ignore-not-found",
      expect: "no output",
    });
  });

  test("a part that the tree lacks has no separate commit", () => {
    const [first] = addonRemovalSteps(cluster, addon, ["operator"]);
    expect(first?.edits[0]).toMatchObject({ value: ["tenants", "cluster", "operator"] });
  });

  test("the last step deletes what Argo CD keeps: the objects of the Application with definitions, and the namespace", () => {
    const [kept, namespace, ...others] = lastAddonStep(cluster, addon).parts;
    expect(namespace?.commands.at(-1)).toBe("kubectl delete namespace kafka");
    expect(kept?.commands).toContainEqual(
      expect.stringMatching(/get configmap,serviceaccount,deployment\.apps,.* --namespace kafka /),
    );
    expect(kept?.commands).not.toContainEqual(expect.stringContaining("customresourcedefinition.apiextensions.k8s.io"));
    expect(others).toEqual([]);
  });

  test("Argo CD does not track definitions, so the commit of their Application saves the names that the last step deletes", () => {
    const file = "~/staging.platform.strimzi.operator.definitions";
    const steps = addonRemovalSteps(cluster, addon, ["tenants", "cluster", "operator"]);
    expect(steps.map(({ first = [] }) => first.map(({ command }) => command))).toEqual([
      [],
      [],
      [
        `kubectl get application staging.platform.strimzi.operator --namespace argocd --output jsonpath='{.status.resources[?(@.kind=="CustomResourceDefinition")].name}' | tee ${file}`,
      ],
      [],
    ]);
    const [kept] = lastAddonStep(cluster, addon).parts;
    expect(kept?.commands).toContainEqual(`xargs -r kubectl delete customresourcedefinitions < ${file}`);
  });

  test("the last add-on of a cluster leaves its project and the root to a person", () => {
    const [first] = lastAddonStep({ ...cluster, addons: [addon] }, addon).parts;
    expect(first?.commands).toEqual([
      "kubectl delete applications staging.roots.addons staging.platform.strimzi.guardrails --namespace argocd --ignore-not-found",
      "kubectl delete appprojects staging.platform.strimzi staging.shares --namespace argocd --ignore-not-found",
    ]);
  });
});
