import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { mergeAddon } from "../testing/addon-clusters.ts";
import { tenantry } from "../testing/command-line.ts";
import { replaceInFile, sandbox, withOneArgoCD, write } from "../testing/sandbox.ts";
import { chartDescription, widgetsAddon } from "../testing/widgets.ts";

interface Command {
  readonly command: string;
  readonly expect: string;
}

interface PlanJson {
  readonly title: string;
  readonly unmet: readonly {
    readonly code: string;
    readonly file: string;
    readonly message: string;
    readonly hint: string;
  }[];
  readonly steps: readonly {
    readonly title: string;
    readonly why: string;
    readonly edits: readonly { readonly file: string; readonly path: readonly string[]; readonly value: unknown }[];
    readonly differences?: readonly string[];
    readonly first: readonly Command[];
    readonly next: readonly Command[];
    readonly effects: readonly { readonly message: string }[];
  }[];
  readonly back: readonly string[];
}

/** A cluster with the built add-on in version 1.2.3, and the description of another version. */
async function built(after: string, addon = widgetsAddon("1.2.3")): Promise<string> {
  const root = withOneArgoCD(sandbox());
  write(root, "platform/addons/widgets.yaml", addon);
  write(root, "platform/charts/widgets-1.2.3.yaml", chartDescription("1.2.3"));
  write(root, "platform/charts/widgets.yaml", after);
  mergeAddon(root, "staging", "widgets", {});
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  return root;
}

async function planned(root: string, ...more: readonly string[]): Promise<readonly [number, PlanJson]> {
  const argv = ["plan", "--cluster", "staging", "--addon", "widgets", ...more, "--output", "json"];
  const { code, out } = await tenantry(root, argv);
  return [code, JSON.parse(out)];
}

async function follow(root: string, { edits }: PlanJson["steps"][0]): Promise<void> {
  for (const { file, path, value } of edits) {
    const document = parseDocument(readFileSync(join(root, file), "utf8"));
    if (value === null) document.deleteIn(path);
    else document.setIn(path, value);
    writeFileSync(join(root, file), String(document));
  }
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
}

describe("the commits of an upgrade", () => {
  test("one commit changes the version on the cluster, with what differs and what restarts", async () => {
    const root = await built(chartDescription("1.3.0").replace("replicas: number", "count: number"));
    const [code, plan] = await planned(root, "--version", "1.3.0");
    expect([code, plan.unmet, plan.title]).toEqual([0, [], "add-on widgets on staging: version 1.3.0"]);
    expect(
      plan.steps.map(({ title, edits }) => [title, edits.map(({ path, value }) => [path.join("."), value])]),
    ).toEqual([["Upgrade server to 1.3.0", [["spec.addons.widgets.versions.server", "1.3.0"]]]]);
    const [step] = plan.steps;
    expect(step?.differences).toEqual([
      "version 1.3.0 instead of 1.2.3",
      "new value: count",
      "removed value: replicas",
    ]);
    expect(step?.effects[0]?.message).toContain("The pods of Deployment/web and StatefulSet/store restart.");
    if (step !== undefined) await follow(root, step);
    const application = "clusters/staging/applications/addons/widgets/application-server.yaml";
    expect(readFileSync(join(root, application), "utf8")).toMatch(/targetRevision: "?1.3.0/);
    expect((await planned(root, "--version", "1.3.0"))[1].steps).toEqual([]);
  });

  test("another selector blocks the plan at its line, and the commit replaces the workload", async () => {
    const root = await built(chartDescription("1.3.0", { selector: { app: "widgets" } }));
    const [code, plan] = await planned(root, "--version", "1.3.0");
    expect([code, plan.unmet]).toMatchObject([
      1,
      [
        {
          code: "addons/upgrade",
          file: "platform/addons/widgets.yaml",
          message: expect.stringContaining("immutable selector of StatefulSet/store"),
          hint: expect.stringContaining("replaces: [StatefulSet/store]"),
        },
      ],
    ]);
    const [step, forget] = plan.steps;
    expect(step?.edits.map(({ value }) => value)).toEqual(["1.3.0", ["StatefulSet/store"]]);
    expect(step?.first.map(({ command }) => command)).toEqual([
      "kubectl get pods --namespace widgets --selector app=store --output name | tee ~/staging.platform.widgets.server.store.pods",
    ]);
    expect(step?.next.map(({ command }) => command.split(" ").slice(0, 4).join(" "))).toEqual([
      "kubectl delete statefulset store",
      "xargs -r kubectl delete",
      "until kubectl get statefulset",
    ]);
    expect(forget?.edits.map(({ value }) => value)).toEqual(["1.3.0", null]);

    mergeAddon(root, "staging", "widgets", { replaces: ["StatefulSet/store"] });
    const [allowed, { unmet }] = await planned(root, "--version", "1.3.0");
    expect([allowed, unmet]).toEqual([0, []]);
    if (step !== undefined) await follow(root, step);
    if (forget !== undefined) await follow(root, forget);
  });

  test("check reports the same change without a plan", async () => {
    const root = await built(chartDescription("1.3.0", { selector: { app: "widgets" } }));
    replaceInFile(root, "platform/addons/widgets.yaml", "version: 1.2.3", "version: 1.3.0");
    const { code, out } = await tenantry(root, ["build"]);
    expect([code, out]).toEqual([1, expect.stringContaining("addons/upgrade")]);
  });

  test("an unknown version must be described first", async () => {
    const [code, plan] = await planned(await built(chartDescription("1.3.0")), "--version", "1.4.0");
    expect([code, plan.unmet]).toMatchObject([
      1,
      [
        {
          code: "addons/chart-unknown",
          hint: expect.stringContaining("tenantry charts --add-on widgets --version 1.4.0"),
        },
      ],
    ]);
  });

  test("definitions come first, and a rollback leaves them", async () => {
    const chart = widgetsAddon("1.2.3").match(/chart: .*/)?.[0] ?? "";
    const addon = widgetsAddon("1.2.3").replace(
      "  applications:\n",
      `  applications:\n    kinds:\n      ${chart.replace("release: widgets", "release: kinds")}\n      definitions: true\n      clusterKinds: [apiextensions.k8s.io/CustomResourceDefinition]\n`,
    );
    const described = (version: string): string =>
      chartDescription(version)
        .replace(/ {2}kinds:\n( {4}- .*\n)*/, "")
        .replace(
          / {2}pods:[\s\S]*(?= {2}definitions)/,
          "  clusterKinds: [apiextensions.k8s.io/CustomResourceDefinition]\n",
        );
    const root = withOneArgoCD(sandbox());
    write(root, "platform/addons/widgets.yaml", addon.replace("after: []", ""));
    write(root, "platform/charts/widgets-1.2.3.yaml", described("1.2.3"));
    write(root, "platform/charts/widgets.yaml", described("1.3.0"));
    replaceInFile(
      root,
      "platform/addons/widgets.yaml",
      "kinds: [Service, apps/Deployment, apps/StatefulSet]",
      "clusterKinds: [apiextensions.k8s.io/CustomResourceDefinition]\n      kinds: [Service, apps/Deployment, apps/StatefulSet]",
    );
    mergeAddon(root, "staging", "widgets", {});
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const [, plan] = await planned(root, "--version", "1.3.0");
    expect(plan.steps.map(({ title }) => title)).toEqual(["Upgrade kinds to 1.3.0", "Upgrade server to 1.3.0"]);
    for (const step of plan.steps) await follow(root, step);
    const [code, back] = await planned(root, "--version", "1.2.3");
    expect([code, back.steps.map(({ title }) => title)]).toEqual([0, ["Roll back server to 1.2.3"]]);
    expect(back.steps[0]?.first[0]?.command).toContain("get customresourcedefinitions widgets.acme.test");
    expect(
      await tenantry(root, [
        "plan",
        "--cluster",
        "staging",
        "--addon",
        "widgets",
        "--version",
        "1.2.3",
        "--application",
        "kinds",
      ]),
    ).toMatchObject({ code: 2, err: expect.stringContaining("not rolled back") });
  });
});

test.each([
  [["--cluster", "staging", "--version", "1.3.0"], "--version requires --addon"],
  [["--cluster", "staging", "--addon", "widgets", "--application", "server"], "--addon requires"],
  [
    ["--cluster", "staging", "--addon", "widgets", "--adopt", "--application", "server"],
    "--application requires --version",
  ],
  [["--cluster", "staging", "--addon", "widgets", "--version", "new"], 'invalid version "new"'],
  [["--cluster", "staging", "--addon", "widgets", "--version", "1.3.0", "--adopt"], "cannot be combined"],
  [["--cluster", "staging", "--addon", "widgets", "--version", "1.3.0", "--application", "web"], "no Application web"],
  [["--addon", "widgets", "--adopt"], "exactly one --cluster"],
])("plan %s is incorrect usage", async (flags, message) => {
  const root = withOneArgoCD(sandbox());
  write(root, "platform/addons/widgets.yaml", widgetsAddon("1.2.3"));
  mergeAddon(root, "staging", "widgets", {});
  expect(await tenantry(root, ["plan", ...flags])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

describe("the commits of an adoption", () => {
  const adopted = { server: { release: "widgets", namespace: "widgets" } };

  test("Argo CD compares first, and syncs with the second commit", async () => {
    const root = withOneArgoCD(sandbox());
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    write(root, "platform/addons/widgets.yaml", widgetsAddon("1.2.3"));
    write(
      root,
      "platform/charts/widgets.yaml",
      chartDescription("1.2.3").replace("name: widgets-1.2.3", "name: widgets"),
    );
    mergeAddon(root, "staging", "widgets", {});
    const [code, plan] = await planned(root, "--adopt");
    expect([code, plan.unmet]).toEqual([0, []]);
    const [compare, sync] = plan.steps;
    expect(compare?.edits.map(({ value }) => value)).toEqual([
      {
        ...adopted.server,
        selectors: { "Deployment/web": { app: "web" }, "StatefulSet/store": { app: "store" } },
        claims: { "StatefulSet/store": ["data"] },
      },
    ]);
    expect(compare?.effects.map(({ message }) => message)).toContain(
      "Argo CD compares chart widgets 1.2.3 of add-on widgets with what runs, and changes nothing.",
    );
    const application = (): string =>
      readFileSync(join(root, "clusters/staging/applications/addons/widgets/application-server.yaml"), "utf8");
    if (compare !== undefined) await follow(root, compare);
    expect(application()).not.toMatch(/automated|finalizers/);
    expect((await planned(root, "--adopt"))[1].steps.map(({ title }) => title)).toEqual([sync?.title]);
    if (sync !== undefined) await follow(root, sync);
    expect(application()).toMatch(/finalizers[\s\S]*automated/);
    const again = await tenantry(root, ["plan", "--cluster", "staging", "--addon", "widgets", "--adopt"]);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("already syncs add-on widgets") });
  });

  test.each<[string, object, string]>([
    [
      "another release",
      { server: { release: "old" } },
      "invalid release of server: add-on widgets has release widgets",
    ],
    ["no release", { server: {} }, "missing release of server of add-on widgets"],
    ["another namespace", { server: { ...adopted.server, namespace: "old" } }, "invalid namespace of server"],
    [
      "another selector",
      { server: { ...adopted.server, selectors: { "StatefulSet/store": { app: "old" } } } },
      "invalid selector of StatefulSet/store: chart widgets 1.2.3 has app=store",
    ],
    [
      "other claims",
      { server: { ...adopted.server, claims: { "StatefulSet/store": ["old"] } } },
      "invalid claims of StatefulSet/store: chart widgets 1.2.3 has data",
    ],
    [
      "no selector",
      { server: { ...adopted.server, selectors: { "StatefulSet/store": null } } },
      "missing StatefulSet/store in selectors",
    ],
    [
      "another workload",
      { server: { ...adopted.server, selectors: { "Deployment/old": { app: "old" } } } },
      "unknown workload Deployment/old of chart widgets 1.2.3",
    ],
    ["another Application", { serve: { release: "widgets" } }, "unknown Application serve of add-on widgets"],
  ])("%s is the only finding of check", async (_, differences, message) => {
    const root = withOneArgoCD(sandbox());
    write(root, "platform/addons/widgets.yaml", widgetsAddon("1.2.3"));
    write(
      root,
      "platform/charts/widgets.yaml",
      chartDescription("1.2.3").replace("name: widgets-1.2.3", "name: widgets"),
    );
    const all = {
      selectors: { "Deployment/web": { app: "web" }, "StatefulSet/store": { app: "store" } },
      claims: { "StatefulSet/store": ["data"] },
    };
    mergeAddon(root, "staging", "widgets", { adopts: { server: all } });
    mergeAddon(root, "staging", "widgets", {
      adopts: "serve" in differences ? { server: adopted.server, ...differences } : differences,
    });
    const { code, out } = await tenantry(root, ["check", "--output", "json"]);
    const errors = JSON.parse(out).diagnostics.filter(({ severity }: { severity: string }) => severity === "error");
    expect([code, errors]).toEqual([
      1,
      [expect.objectContaining({ file: "clusters/staging/cluster.yaml", message: expect.stringContaining(message) })],
    ]);
  });
});
