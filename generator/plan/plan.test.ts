import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { kubectlIn } from "../layout/kubectl-context.ts";
import { findings, tenantry } from "../testing/command-line.ts";
import { commitAll, initialised } from "../testing/git.ts";
import { emptyFolder, sandbox, treeOf, write } from "../testing/sandbox.ts";
import { PatternName } from "../validate/terms.ts";

const fourPatterns = join(import.meta.dirname, "../golden/four-patterns");
const goldenPlans = join(import.meta.dirname, "../golden/plans");
/** A copy of the golden repository with its tree, reduced to one cluster if that is named. */
function copy(cluster?: string): string {
  const root = emptyFolder();
  const parts = cluster === undefined ? ["."] : ["platform", "tenants", `clusters/${cluster}`];
  for (const part of parts) cpSync(join(fourPatterns, part), join(root, part), { recursive: true });
  if (cluster === undefined) return root;
  const tenant = join(root, "tenants/fraud-detection.yaml");
  writeFileSync(tenant, readFileSync(tenant, "utf8").replace(/clusters: .*/, `clusters: { ${cluster}: {} }`));
  return root;
}

interface PlanJson {
  readonly unmet: readonly { readonly code: string; readonly file: string; readonly line: number }[];
  readonly traffic: { readonly traffic: string; readonly tenants: readonly string[]; readonly message: string };
  readonly steps: readonly {
    readonly title: string;
    readonly asWritten?: true;
    readonly first: readonly { readonly command: string }[];
    readonly edits: readonly { readonly file: string; readonly path?: readonly string[]; readonly value?: unknown }[];
    readonly changes: readonly {
      readonly verb: string;
      readonly application?: string;
      readonly wave: number;
      readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
    }[];
    readonly effects: readonly { readonly about: string; readonly message: string; readonly traffic: string }[];
  }[];
  readonly last?: { readonly commands: readonly string[] };
}

async function planOf(root: string, ...flags: readonly string[]): Promise<PlanJson> {
  const result = await tenantry(root, ["plan", "--output", "json", ...flags]);
  expect(result.err).toBe("");
  return JSON.parse(result.out);
}

/** Applies the edits of a plan's step to the files. */
function follow(root: string, { edits }: PlanJson["steps"][number]): void {
  for (const { file, path, value } of edits) {
    if (path === undefined) {
      rmSync(join(root, file));
      continue;
    }
    const document = parseDocument(readFileSync(join(root, file), "utf8"));
    if (value === null) document.deleteIn(path);
    else document.setIn(path, value);
    writeFileSync(join(root, file), String(document));
  }
}

const kindsOf = (step: PlanJson["steps"][number] | undefined, verb: string, part: string): readonly string[] =>
  (step?.changes ?? [])
    .filter((change) => change.verb === verb && change.application?.endsWith(part))
    .map(({ object }) => object.kind);

/** The patched image that a pattern requires, as the platform team adds it before the move. */
const patched = {
  image: "192.168.1.210/library/seldon-controller:fix-namespace-lookup-v4",
  fixes: ["server-config-lookup", "watch-namespaces"],
  reason: "for the move",
  owner: "Platform team",
  reviewBy: "2027-06-30",
};

const moves = PatternName.options.flatMap((from) =>
  PatternName.options.filter((to) => to !== from).map((to) => ({ from, to })),
);

const deletesNamespace = `${kubectlIn("CLUSTER_CONTEXT")} delete namespace fraud-detection`;

describe("the twelve moves", () => {
  test.each(moves)(
    "from $from to $to: each commit builds in order, and the last one alone is rejected",
    async ({ from, to }) => {
      const root = copy(from);
      const plan = await planOf(root, "--cluster", from, "--pattern", to);
      const apart = (from === "enhanced") !== (to === "enhanced");
      expect(plan.steps).toHaveLength(apart ? 3 : 1);
      expect(plan.traffic.traffic === "down").toBe(apart);
      // Only a person can name the image, so it is the only blocker.
      expect(new Set(plan.unmet.map(({ code }) => code))).toEqual(
        new Set(plan.unmet.length > 0 ? ["seldon/patched-image-missing"] : []),
      );

      const file = join(root, `clusters/${from}/cluster.yaml`);
      const withImages = (): void => {
        if (to !== "scoped" && to !== "enhanced") return;
        const document = parseDocument(readFileSync(file, "utf8"));
        document.setIn(["spec", "seldon", "images", "controller"], patched);
        if (document.hasIn(["spec", "seldon", "pullSecrets"])) document.deleteIn(["spec", "seldon", "pullSecrets"]);
        writeFileSync(file, String(document));
      };

      const before = readFileSync(file, "utf8");
      for (const step of plan.steps.slice(-1)) follow(root, step);
      withImages();
      const hasty = await tenantry(root, ["build"]);
      expect(hasty.code).toBe(apart ? 1 : 0);
      if (apart) expect(hasty.out).toContain("lifecycle/out-of-order");
      writeFileSync(file, before);

      const fresh = apart ? root : copy(from);
      for (const [index, step] of plan.steps.entries()) {
        follow(fresh, step);
        if (index === plan.steps.length - 1 && fresh === root) withImages();
        if (fresh === root || plan.unmet.length === 0)
          expect(await tenantry(fresh, ["build"])).toMatchObject({ code: 0 });
      }
    },
  );

  test.each([
    ["standard", "enhanced"],
    ["enhanced", "standard"],
  ])(
    "from %s to %s: the plan equals the golden file (.github/DEVELOPING.md shows how to rewrite it)",
    async (from, to) => {
      const { out } = await tenantry(copy(), ["plan", "--cluster", from, "--pattern", to, "--output", "markdown"]);
      expect(out).toBe(readFileSync(join(goldenPlans, `${from}-to-${to}.md`), "utf8"));
    },
  );

  test("a pattern set in the file gives the same plan as the flag", async () => {
    const root = copy("standard");
    const file = join(root, "clusters/standard/cluster.yaml");
    const asked = await planOf(root, "--cluster", "standard", "--pattern", "dedicated");
    writeFileSync(file, readFileSync(file, "utf8").replace("pattern: standard", "pattern: dedicated"));
    const written = await planOf(root, "--cluster", "standard");
    expect(written.steps.map(({ changes }) => changes)).toEqual(asked.steps.map(({ changes }) => changes));
  });

  test("a file that already sets the new pattern is drained first, without the fields that the old pattern rejects", async () => {
    const root = copy("standard");
    const file = join(root, "clusters/standard/cluster.yaml");
    const before = readFileSync(file, "utf8");
    const document = parseDocument(before);
    document.setIn(["spec", "seldon"], {
      pattern: "enhanced",
      images: { controller: patched },
      pullSecrets: { harbor: { registries: ["192.168.1.210"], from: "manual" } },
    });
    const wanted = String(document);
    writeFileSync(file, wanted);
    const plan = await planOf(root, "--cluster", "standard");
    expect(plan.unmet).toEqual([]);
    expect(plan.steps.map(({ asWritten }) => asWritten)).toEqual([undefined, undefined, true]);
    expect(plan.steps[2]?.first.map(({ command }) => command)).toEqual([
      "kubectl get secret harbor --namespace seldon-system",
    ]);
    for (const step of plan.steps) {
      writeFileSync(file, wanted);
      follow(root, step);
      expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    }
    expect(readFileSync(file, "utf8")).toBe(wanted);
  });

  test("a move in progress continues from the state of the tree", async () => {
    const root = copy("standard");
    const all = (await planOf(root, "--cluster", "standard", "--pattern", "enhanced")).steps;
    const [drain] = all;
    if (drain === undefined) throw new Error("no first step");
    follow(root, drain);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const rest = (await planOf(root, "--cluster", "standard", "--pattern", "enhanced")).steps;
    expect(rest.map(({ title }) => title)).toEqual(all.slice(1).map(({ title }) => title));
    expect(rest[0]?.changes).toEqual(all[1]?.changes);
  });

  test("another version of Seldon is part of the move", async () => {
    const root = copy("standard");
    const file = join(root, "clusters/standard/cluster.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("pattern: standard", "pattern: dedicated"));
    const { steps } = await planOf(root, "--cluster", "standard", "--seldon", "2.10.0");
    expect(steps.at(-1)?.edits).toContainEqual(expect.objectContaining({ value: "2.10.0" }));
  });

  test("tenants that share names get a finding for each clash", async () => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    const plan = await planOf(root, "--cluster", "staging", "--pattern", "enhanced");
    expect(plan.unmet.map(({ code, file }) => `${file} ${code}`)).toEqual(
      expect.arrayContaining([
        "clusters/staging/cluster.yaml seldon/patched-image-missing",
        "tenants/fraud-detection.yaml seldon/shared-name",
        "tenants/recommendation-engine.yaml seldon/shared-name",
      ]),
    );
    expect(plan.steps).toHaveLength(3);
  });
});

describe("the lifecycle of a tenant", () => {
  test("suspended deletes the serving objects and keeps the others", async () => {
    const plan = await planOf(
      copy(),
      "--cluster",
      "standard",
      "--tenant",
      "fraud-detection",
      "--lifecycle",
      "suspended",
    );
    expect(plan.steps.map(({ changes }) => changes.map(({ verb, object }) => `${verb} ${object.kind}`))).toEqual([
      ["delete Experiment", "delete Model", "delete Model", "delete Server"],
    ]);
  });

  test("a removal has three commits, in the order of finalizers, and a last command", async () => {
    const root = copy("standard");
    const plan = await planOf(root, "--cluster", "standard", "--tenant", "fraud-detection", "--lifecycle", "removed");
    expect(plan.steps.map(({ title }) => title)).toEqual(["Drain", "Remove the runtime", "Remove the tenant"]);
    expect(kindsOf(plan.steps[0], "delete", ".workloads")).toEqual([
      "Experiment",
      "Model",
      "Model",
      "Server",
      "PodMonitor",
      "PodMonitor",
      "PodMonitor",
    ]);
    expect(kindsOf(plan.steps[0], "create", ".workloads")).toEqual(["ConfigMap"]);
    expect(plan.steps[0]?.changes.filter(({ application }) => !application?.endsWith(".workloads"))).toEqual([]);
    expect(kindsOf(plan.steps[1], "delete", ".guardrails")).toEqual(["PodDisruptionBudget", "SeldonRuntime"]);
    expect(kindsOf(plan.steps[1], "delete", ".serverconfigs")).toEqual(["ServerConfig"]);
    expect(kindsOf(plan.steps[2], "change", ".roots.platform")).toEqual(["Application"]);
    expect(plan.last?.commands).toContain(deletesNamespace);

    // Its Applications leave their objects in the cluster: tables, effects and texts agree on that.
    const last = plan.steps[2]?.changes.filter(({ application }) => application?.includes(".fraud-detection.")) ?? [];
    expect(last.map(({ object }) => object.kind)).toEqual(expect.arrayContaining(["Namespace", "NetworkPolicy"]));
    expect([...new Set(last.map(({ verb }) => verb))]).toEqual(["stay"]);
    expect(JSON.stringify(plan.steps[2]?.effects)).not.toMatch(/denies new connections/);

    for (const step of plan.steps) {
      follow(root, step);
      expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    }
    expect([...treeOf(root, "clusters/standard").keys()].filter((path) => path.includes("fraud-detection"))).toEqual(
      [],
    );
  });

  test("after the file is deleted, the plan still shows the last step", async () => {
    const root = initialised(copy());
    rmSync(join(root, "tenants/fraud-detection.yaml"));
    const removed = ["plan", "--tenant", "fraud-detection", "--lifecycle", "removed"];
    for (const committed of [false, true]) {
      if (committed) commitAll(root, "gone");
      const { code, out } = await tenantry(root, removed);
      expect([code, out]).toEqual([0, expect.stringContaining(`    ${deletesNamespace}\n`)]);
      expect(out).toMatch(/tenants\/fraud-detection.yaml, run git show [0-9a-f]+/);
    }
    const { last } = JSON.parse((await tenantry(root, [...removed, "--output", "json"])).out);
    expect(last.commands).toContain(deletesNamespace);
    expect(await tenantry(root, ["plan", "--tenant", "never", "--lifecycle", "removed"])).toMatchObject({ code: 2 });
  });

  test("a tenant that is draining in its file but not in the tree is drained", async () => {
    const root = copy();
    const file = join(root, "tenants/fraud-detection.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    document.setIn(["spec", "lifecycle"], "draining");
    writeFileSync(file, String(document));
    const { steps } = await planOf(
      root,
      "--cluster",
      "standard",
      "--tenant",
      "fraud-detection",
      "--lifecycle",
      "drained",
    );
    expect(steps.map(({ title }) => title)).toEqual(["Drain", "Remove the runtime"]);
  });

  test("a lifecycle in a cluster's entry is removed together with the edit of the file's lifecycle", async () => {
    const root = copy();
    const file = join(root, "tenants/fraud-detection.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    document.setIn(["spec", "clusters", "standard", "lifecycle"], "suspended");
    writeFileSync(file, String(document));
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const { steps } = await planOf(root, "--tenant", "fraud-detection", "--lifecycle", "draining");
    expect(steps[0]?.edits.map(({ path }) => path?.join("."))).toEqual([
      "spec.lifecycle",
      "spec.clusters.standard.lifecycle",
    ]);
  });

  test("a cluster with its own lifecycle rejects an earlier state for its tenants", async () => {
    const root = copy();
    const file = join(root, "clusters/standard/cluster.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    document.setIn(["spec", "seldon", "lifecycle"], "draining");
    writeFileSync(file, String(document));
    const { unmet } = await planOf(
      root,
      "--cluster",
      "standard",
      "--tenant",
      "fraud-detection",
      "--lifecycle",
      "active",
    );
    expect(unmet.map(({ code, file: at }) => `${at} ${code}`)).toContain(
      "clusters/standard/cluster.yaml lifecycle/out-of-order",
    );
  });

  test("a skipped step is rejected", async () => {
    const root = copy();
    const [, drained] = (
      await planOf(root, "--cluster", "standard", "--tenant", "fraud-detection", "--lifecycle", "drained")
    ).steps;
    if (drained === undefined) throw new Error("no second step");
    follow(root, drained);
    const found = (await findings(root)).filter((finding) => !finding.endsWith("seldon/patched-image"));
    expect(found).toEqual([expect.stringMatching(/^tenants\/fraud-detection[.]yaml:\d+:\d+ lifecycle\/out-of-order$/)]);
    expect((await planOf(root)).unmet.map(({ code }) => code)).toEqual(["lifecycle/out-of-order"]);
  });

  test("the operator and the list entry of a drained tenant stay", async () => {
    const root = copy();
    for (const step of (await planOf(root, "--tenant", "fraud-detection", "--lifecycle", "drained")).steps) {
      follow(root, step);
      expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    }
    const files = treeOf(root, "clusters");
    expect(files.has("clusters/dedicated/applications/tenants/fraud-detection/application-operator.yaml")).toBe(true);
    for (const cluster of ["standard", "scoped", "enhanced"])
      expect(files.get(`clusters/${cluster}/applications/platform/application-seldon-operator.yaml`)).toContain(
        "- fraud-detection",
      );
    expect([...files.keys()].filter((path) => /rendered.*(seldonruntime|serverconfig|server)-/.test(path))).toEqual([]);
  });
});

describe("the removal of a cluster", () => {
  const removal = (root: string, cluster = "standard"): Promise<PlanJson> =>
    planOf(root, "--cluster", cluster, "--lifecycle", "removed");

  test.each(PatternName.options)(
    "with pattern %s: three commits build in order, and Argo CD deletes nothing in the last one",
    async (cluster) => {
      const root = copy();
      const plan = await removal(root, cluster);
      expect(plan.unmet).toEqual([]);
      expect(plan.steps.map(({ title }) => title)).toEqual([
        "Drain every tenant",
        "Remove the runtime",
        "Remove the cluster",
      ]);
      expect(kindsOf(plan.steps[1], "delete", "").filter((kind) => kind === "SeldonRuntime")).toHaveLength(1);
      expect([...new Set(plan.steps[2]?.changes.map(({ verb }) => verb))]).toEqual(["stay"]);
      expect(plan.steps[2]?.changes.map(({ object }) => object.name)).toContain(`${cluster}.roots.platform`);
      expect(plan.steps[2]?.effects).toEqual([]);
      expect(plan.steps[2]?.edits).toEqual([
        expect.objectContaining({ file: "tenants/fraud-detection.yaml", path: ["spec", "clusters", cluster] }),
        expect.objectContaining({ file: `clusters/${cluster}/cluster.yaml`, delete: true }),
      ]);
      for (const step of plan.steps) {
        follow(root, step);
        expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
      }
      expect([...treeOf(root, "clusters").keys()].filter((file) => file.startsWith(`clusters/${cluster}/`))).toEqual(
        [],
      );
    },
  );

  test("the last step names the roots, the tenants' namespaces and the branches of the cluster", async () => {
    const root = copy();
    const file = join(root, "clusters/standard/cluster.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    document.setIn(["spec", "publish"], "next");
    document.setIn(["spec", "argoCD", "destination"], { name: "standard" });
    writeFileSync(file, String(document));
    expect((await removal(root)).last?.commands).toEqual(
      expect.arrayContaining([
        `${kubectlIn("ARGOCD_CONTEXT")} delete applications standard.roots.tenants standard.roots.platform --namespace argocd --ignore-not-found`,
        "argocd cluster rm standard",
        "git push origin --delete environments/standard",
        "git push origin --delete environments/standard-next",
        `${deletesNamespace} --ignore-not-found`,
      ]),
    );
  });

  test("a tenant without another cluster loses its file", async () => {
    const root = copy();
    write(
      root,
      "tenants/churn.yaml",
      `apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: churn }\nspec:\n  owner: { team: T, contact: t@acme.test, github: acme/t }\n  clusters: { standard: {} }\n`,
    );
    expect((await removal(root)).steps.at(-1)?.edits).toContainEqual(
      expect.objectContaining({ file: "tenants/churn.yaml", delete: true }),
    );
  });

  test("a cluster whose tenants serve nothing is removed in one commit", async () => {
    const root = copy();
    const tenant = join(root, "tenants/fraud-detection.yaml");
    const document = parseDocument(readFileSync(tenant, "utf8"));
    for (const field of ["servers", "models", "experiments", "pipelines"]) document.deleteIn(["spec", field]);
    writeFileSync(tenant, String(document));
    const { steps } = await removal(root);
    expect(steps.map(({ title }) => title)).toEqual(["Remove the cluster"]);
  });

  test("a removal in progress continues from the state of the tree", async () => {
    const root = copy();
    const [drain] = (await removal(root)).steps;
    if (drain === undefined) throw new Error("no first step");
    follow(root, drain);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    expect((await removal(root)).steps.map(({ title }) => title)).toEqual(["Remove the runtime", "Remove the cluster"]);
  });

  test("the only cluster cannot be removed", async () => {
    const plan = await removal(copy("standard"));
    expect(plan.unmet.map(({ code, file }) => `${file} ${code}`)).toContain(
      "clusters/standard/cluster.yaml lifecycle/out-of-order",
    );
  });

  test.each([
    [["--lifecycle", "removed"], "--lifecycle removed requires --tenant, or exactly one --cluster"],
    [["--cluster", "standard", "--lifecycle", "drained"], "--lifecycle drained requires --tenant"],
    [["--cluster", "standard", "scoped", "--lifecycle", "removed"], "exactly one --cluster"],
  ])("plan %j: %s", async (args, message) => {
    expect(await tenantry(copy(), ["plan", ...args])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});

describe("other changes", () => {
  const change = async (root: string, file: string, from: string, to: string): Promise<PlanJson> => {
    const text = readFileSync(join(root, file), "utf8");
    expect(text).toContain(from);
    write(root, file, text.replace(from, to));
    return planOf(root, "--cluster", "standard");
  };

  test("a new claim of a ServerConfig takes two commits, and old claims are deleted by hand in between", async () => {
    const plan = await change(
      copy("standard"),
      "tenants/fraud-detection.yaml",
      "      template: mlserver\n      resources",
      "      template: mlserver\n      storage: { size: 5Gi }\n      resources",
    );
    expect(plan.steps.map(({ title }) => title)).toEqual([
      "Suspend the tenants and change their volume claims",
      "Serve again",
    ]);
    expect(JSON.stringify(plan.steps[0])).toContain("mlserver-models-mlserver-0");
    expect(plan.traffic.traffic).toBe("down");
  });

  test("a ServerConfig that restarts its Servers interrupts its tenant", async () => {
    const plan = await change(copy("standard"), "tenants/fraud-detection.yaml", "cpu: 250m", "cpu: 300m");
    expect(plan.steps).toHaveLength(1);
    expect(plan.traffic).toMatchObject({ traffic: "down", tenants: ["fraud-detection"] });
  });

  test("a quota interrupts nothing", async () => {
    const plan = await change(
      copy("standard"),
      "tenants/fraud-detection.yaml",
      "requests: { cpu: 20",
      "requests: { cpu: 10",
    );
    expect(plan.traffic.traffic).toBe("none");
    expect(plan.steps[0]?.effects.map(({ message }) => message).join()).toContain("requests.cpu: 20 → 10");
  });

  test("new weights shift traffic at once", async () => {
    const plan = await change(
      copy("standard"),
      "tenants/fraud-detection.yaml",
      "fraud-v2-candidate: 20",
      "fraud-v2-candidate: 50",
    );
    expect(plan.steps[0]?.effects.map(({ message }) => message).join()).toContain("fraud-v2-candidate 20 →");
  });

  test("an unknown version of Seldon is rejected, and its plan changes the Applications of Seldon", async () => {
    const plan = await planOf(copy("standard"), "--cluster", "standard", "--seldon", "2.10.2");
    expect(plan.unmet.map(({ code }) => code)).toEqual(["platform/version"]);
    expect(plan.steps[0]?.changes.map(({ object }) => object.name)).toEqual(
      expect.arrayContaining(["standard.platform.seldon-crds", "standard.platform.seldon-operator"]),
    );
  });

  test("a new tenant restarts a central operator, with the number of tenants that it affects", async () => {
    const root = copy("standard");
    const text = readFileSync(join(root, "tenants/fraud-detection.yaml"), "utf8");
    write(
      root,
      "tenants/late-comer.yaml",
      text.replace("name: fraud-detection", "name: late-comer").replace(/clusters: .*/, "clusters: { standard: {} }"),
    );
    const plan = await planOf(root, "--cluster", "standard");
    const message = plan.steps[0]?.effects.find(({ about }) => about.includes("seldon-operator"))?.message;
    expect(message).toContain("+late-comer");
    expect(message).toContain("all 2 tenants");
  });

  test("a corrupt generated file is created again", async () => {
    const root = copy("standard");
    write(
      root,
      "clusters/standard/rendered/tenants/fraud-detection/workloads/server-mlserver.yaml",
      "# Generated by tenantry; do not edit.\n<<<<<<< HEAD\na: [\n",
    );
    write(
      root,
      "clusters/standard/applications/platform/appproject-platform.yaml",
      "# Generated by tenantry; do not edit.\na: *b\n",
    );
    const plan = await planOf(root, "--cluster", "standard");
    expect(plan.steps[0]?.changes.map(({ verb, object }) => `${verb} ${object.kind}`)).toEqual([
      "create AppProject",
      "create Server",
    ]);
  });

  test("a plan without changes is short", async () => {
    const { out } = await tenantry(copy("standard"), ["plan"]);
    expect(out).toContain("Nothing changes");
    expect(out.split("\n").length).toBeLessThan(8);
  });

  test("invalid files block the plan at their lines", async () => {
    const root = copy("standard");
    write(root, "tenants/a.yaml", "kind: Tenant\n");
    const result = await tenantry(root, ["plan"]);
    expect(result.code).toBe(1);
    expect(result.out).toContain("tenants/a.yaml:1:1");
  });
});

test.each([
  [["--pattern", "standard"], "--pattern requires exactly one --cluster"],
  [["--cluster", "standard", "--pattern", "standard", "--seldon", "2.9.1"], "cannot be combined"],
  [["--lifecycle", "drained"], "--lifecycle drained requires --tenant"],
  [["--cluster", "nowhere"], "unknown cluster nowhere"],
  [["--tenant", "nobody", "--lifecycle", "drained"], "unknown tenant nobody"],
  [["--cluster", "standard", "--pattern", "enhancd"], "Allowed choices"],
])("%j is rejected with exit code 2", async (flags, words) => {
  const result = await tenantry(copy(), ["plan", ...flags]);
  expect(result.code).toBe(2);
  expect(result.err).toContain(words);
});
