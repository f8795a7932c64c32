import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linted, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

const selects = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: mlflow } } }] }]
`;

const byName = "network/namespace-by-name";

test("generated files have the same findings in lint and in check", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  expect((await tenantry(root, ["check", "--drift"])).out).not.toContain("images/digest");
  const folder = "clusters/production/rendered/tenants/churn";
  for (const below of [folder, `${folder}/serverconfigs`, "clusters/production/overlays/tenants/churn/serverconfigs"])
    expect([below, await linted(root, [below])]).toEqual([below, []]);
});

describe("input", () => {
  test("several documents, lists and JSON are read, and non-objects are skipped", async () => {
    const root = sandbox();
    write(root, "theirs/a.yaml", `${selects("a")}---\n${selects("b")}---\njust: values\n`);
    const [value] = [JSON.stringify({ apiVersion: "v1", kind: "List", items: [asData("c")] }, null, 1)];
    write(root, "theirs/deep/c.json", value);
    write(root, "theirs/README.md", "not read");
    expect(await linted(root, ["theirs"], byName)).toEqual([
      "theirs/a.yaml:7:60 network/namespace-by-name",
      "theirs/a.yaml:15:60 network/namespace-by-name",
      "theirs/deep/c.json:20:11 network/namespace-by-name",
    ]);
  });
  test("one file outside of the current folder is read", async () => {
    const root = sandbox();
    write(root, "theirs/a.yaml", selects("a"));
    mkdirSync(join(root, "elsewhere"));
    expect(await linted(join(root, "elsewhere"), ["../theirs/a.yaml"], byName)).toEqual([
      "../theirs/a.yaml:7:60 network/namespace-by-name",
    ]);
  });
  test("an overlay is built, and a finding in a patched field is at the patch", async () => {
    const root = sandbox();
    write(root, "theirs/base/kustomization.yaml", "resources: [a.yaml]\n");
    write(root, "theirs/base/a.yaml", selects("a"));
    write(root, "theirs/over/kustomization.yaml", "resources: [../base]\nnamePrefix: x-\n");
    expect(await linted(root, ["theirs"], byName)).toEqual(["theirs/base/a.yaml:7:60 network/namespace-by-name"]);
  });
  test("the same object in two files is in two groups, and twice in one file is in one group", async () => {
    const root = sandbox();
    write(root, "theirs/production/a.yaml", selects("a"));
    write(root, "theirs/staging/a.yaml", selects("a").replace("mlflow", "minio"));
    expect(await linted(root, ["theirs"], "gitops/twice")).toEqual([]);
    expect(await linted(root, ["theirs"], byName)).toHaveLength(2);
    // Two files can be two versions, of which only one is applied. One file is applied completely.
    write(root, "theirs/staging/b.yaml", selects("a"));
    expect(await linted(root, ["theirs"], "gitops/twice")).toEqual([]);
    write(root, "theirs/staging/b.yaml", `${selects("b")}---\n${selects("b")}`);
    expect(await linted(root, ["theirs"], "gitops/twice")).toEqual(["theirs/staging/b.yaml:11:19 gitops/twice"]);
  });
  test("the objects of two kustomizations are not mixed", async () => {
    const root = sandbox();
    for (const [folder, namespace] of [
      ["one", "churn"],
      ["two", "other"],
    ] as const) {
      write(root, `theirs/${folder}/kustomization.yaml`, "resources: [a.yaml]\n");
      write(root, `theirs/${folder}/a.yaml`, selects("a").replace("churn", namespace));
    }
    expect(await linted(root, ["theirs"], "gitops/moved")).toEqual([]);
    expect(await linted(root, ["theirs"], byName)).toEqual([
      `theirs/one/a.yaml:7:60 ${byName}`,
      `theirs/two/a.yaml:7:60 ${byName}`,
    ]);
  });
  test("a patch is not an object, and an object that kustomize removes is not checked", async () => {
    const root = sandbox();
    write(root, "theirs/kustomization.yaml", "resources: [a.yaml, b.yaml]\npatches: [{ path: p.yaml }]\n");
    write(root, "theirs/a.yaml", selects("a"));
    write(root, "theirs/b.yaml", selects("b"));
    write(root, "theirs/p.yaml", `${selects("a").split("spec:")[0]}$patch: delete\n`);
    const { out } = await tenantry(root, ["lint", "theirs", "--output", "json"]);
    expect(JSON.parse(out)).toMatchObject({ objects: 1, files: 4, kustomizations: 1 });
  });
});

function asData(name: string): object {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: "churn" },
    spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: "mlflow" } } }] }] },
  };
}

describe("invalid input", () => {
  test.each([
    ["a missing folder", {}, "unknown file or folder theirs"],
    ["a file without objects", { "theirs/a.yaml": "just: values\n" }, "missing Kubernetes objects in theirs"],
    ["an empty file", { "theirs/a.yaml": "" }, "missing Kubernetes objects in theirs"],
    ["a chart", { "theirs/Chart.yaml": "name: x\n", "theirs/templates/a.yaml": "{{ x }}\n" }, "helm template"],
  ] as const)("%s: exit code 2", async (_, files, reported) => {
    const root = sandbox();
    for (const [file, text] of Object.entries(files)) write(root, file, text);
    const { code, err } = await tenantry(root, ["lint", "theirs"]);
    expect(code).toBe(2);
    expect(err).toContain(reported);
  });
  test.each([
    ["not YAML", "a: [\n", "2:1 input/syntax"],
    ["deep nesting", "[".repeat(100_000), "1:64 input/too-large"],
    [
      "invalid aliases: they expand to too many values, or an anchor is missing",
      `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [${"*a, ".repeat(9)}]\nc: &c [${"*b, ".repeat(9)}]\nd: [${"*c, ".repeat(9)}]\n`,
      "1:1 input/anchor",
    ],
    ["not text", "a: \u0000\n", "1:4 input/not-text"],
    ["markers of a merge", "<<<<<<< ours\na: 1\n", "1:1 input/syntax"],
  ])("%s is reported, and the other files are checked", async (_, text, found) => {
    const root = sandbox();
    write(root, "theirs/bad.yaml", text);
    write(root, "theirs/good.yaml", selects("a"));
    const all = await linted(root, ["theirs"]);
    expect(all.filter((candidate) => candidate.includes("bad.yaml"))).toEqual([`theirs/bad.yaml:${found}`]);
    expect(all).toContain("theirs/good.yaml:7:60 network/namespace-by-name");
  });
  test("remote bases are not fetched, and links are not followed", async () => {
    const root = sandbox();
    write(root, "theirs/kustomization.yaml", 'resources: ["https://127.0.0.1:1/x.yaml"]\n');
    symlinkSync("/etc/hostname", join(root, "theirs/link.yaml"));
    expect(await linted(root, ["theirs"])).toEqual(["theirs/kustomization.yaml:1:13 gitops/kustomization"]);
    const { code, out } = await tenantry(root, ["lint", "theirs"]);
    expect(code).toBe(1);
    expect(out).toContain(
      "kustomizations not built (a finding above shows the reason, or no other kustomization uses them): theirs\n",
    );
  });
});

describe("kustomize does not run if it would read files outside of the tree, or without a limit", () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [${"*a, ".repeat(9)}]\nc: &c [${"*b, ".repeat(9)}]\nd: [${"*c, ".repeat(9)}]\n`;
  const plugin = (rest: string): string =>
    `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: x }\n${rest}`;
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? "");
    answer.end("a: b\n");
  });
  let url = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/x.yaml`;
  });
  afterAll(() => server.close());

  test.each<{ readonly name: string; readonly files: Readonly<Record<string, string>>; readonly found?: string }>([
    ...[
      "resources: [a.yaml, URL]",
      "bases: [URL]",
      "components: [URL]",
      "crds: [URL]",
      "configurations: [URL]",
      "generators: [URL]",
      "transformers: [URL]",
      "validators: [URL]",
      "openapi: { path: URL }",
      "patches: [{ path: URL }]",
      "patchesJson6902: [{ path: URL, target: { version: v1, kind: ConfigMap, name: x } }]",
      "patchesStrategicMerge: [URL]",
      "replacements: [{ path: URL }]",
      "configMapGenerator: [{ name: x, files: [URL] }]",
      "configMapGenerator: [{ name: x, files: [a=URL] }]",
      "secretGenerator: [{ name: x, envs: [URL] }]",
      "configMapGenerator: [{ name: x, env: URL }]",
      "helmCharts: [{ name: x, repo: URL }]",
      "helmGlobals: { chartHome: URL }",
      "Resources: [URL]",
      "nonsense: [URL]",
      "resources: [../../../etc]",
      "resources: [/etc]",
      "resources: [a.yaml, a.yaml]\nresources: [URL]",
      "x: &x { files: [URL] }\nconfigMapGenerator: [{ name: x, <<: *x }]",
    ].map((text) => ({ name: text, files: { "kustomization.yaml": `${text}\n` } })),
    { name: "two documents", files: { "kustomization.yaml": "resources: [a.yaml]\n---\nresources: [URL]\n" } },
    {
      name: "the kustomization of a base",
      files: {
        "kustomization.yaml": "resources: [../base]\n",
        "../base/kustomization.yaml": "configMapGenerator: [{ name: x, files: [URL] }]\n",
      },
      found: "base/kustomization.yaml",
    },
    ...[
      plugin("path: URL\n"),
      plugin("configMapGenerator: [{ files: [a=URL] }]\n"),
      plugin("helmCharts: []\n"),
      plugin(`patch: |\n${bomb.replace(/^(?=.)/gm, "  ")}`),
    ].map((text) => ({
      name: `a plug-in: ${text}`,
      files: { "kustomization.yaml": "transformers: [t.yaml]\n", "t.yaml": text },
      found: "theirs/t.yaml",
    })),
    {
      name: "an inline plug-in",
      files: {
        "kustomization.yaml": `transformers:\n  - |\n    ${plugin("path: URL\n").replaceAll("\n", "\n    ")}\n`,
      },
    },
    {
      name: "a bomb among the resources",
      files: { "kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "b.yaml": bomb },
      found: "theirs/b.yaml",
    },
    {
      name: "a bomb of lists",
      files: {
        "kustomization.yaml": "patches: [{ path: b.yaml, target: { kind: X } }]\n",
        "b.yaml": `- ${bomb.replaceAll("\n", "\n  ")}`,
      },
      found: "theirs/b.yaml",
    },
    {
      name: "a bomb in a text",
      files: { "kustomization.yaml": `patches:\n  - patch: |\n${bomb.replace(/^(?=.)/gm, "      ")}` },
    },
    { name: "a deep kustomization", files: { "kustomization.yaml": `resources: ${"[".repeat(10_000)}\n` } },
    { name: "a link", files: { "kustomization.yaml": "resources: [link]\n" } },
  ])("$name: found $found", async ({ files, found = "theirs/kustomization.yaml" }) => {
    const root = sandbox();
    write(root, "theirs/a.yaml", selects("a"));
    mkdirSync(join(root, "elsewhere"));
    symlinkSync("../elsewhere", join(root, "theirs/link"));
    for (const [file, text] of Object.entries(files)) write(root, `theirs/${file}`, text.replaceAll("URL", url));
    const { code, out } = await tenantry(root, ["lint", "theirs", "--output", "json"]);
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(out);
    expect(diagnostics.map((diagnostic: { file: string }) => diagnostic.file)).toContain(found);
    expect(asked).toEqual([]);
  });

  test("a bounded kustomization with local files is built", async () => {
    const root = sandbox();
    write(root, "base/kustomization.yaml", "resources: [a.yaml]\n");
    write(root, "base/a.yaml", selects("a"));
    write(
      root,
      "theirs/kustomization.yaml",
      [
        "resources: [../base]",
        "configMapGenerator: [{ name: x, files: [key=data.txt] }]",
        "patches: [{ patch: '- { op: add, path: /metadata/labels, value: { a: b } }', target: { kind: NetworkPolicy } }]",
        "transformers: [labels.yaml]",
        "labels: [{ pairs: { c: d }, includeSelectors: false }]\n",
      ].join("\n"),
    );
    write(root, "theirs/data.txt", "\u0007 no YAML: [\n");
    write(
      root,
      "theirs/labels.yaml",
      "apiVersion: builtin\nkind: LabelTransformer\nmetadata: { name: x }\nlabels: { e: f }\nfieldSpecs: [{ path: metadata/labels, create: true }]\n",
    );
    const { out } = await tenantry(root, ["lint", "theirs", "--output", "json"]);
    expect(JSON.parse(out)).toMatchObject({ objects: 2, kustomizations: 1 });
    expect(await linted(root, ["theirs"], "render/failed")).toEqual([]);
  });
});

describe("objects of a live namespace", () => {
  const live = (text: string, more = ""): string =>
    text.replace("metadata: { ", `metadata: { uid: 1-2-3, resourceVersion: "7", ${more}`);
  const churn = (root: string): void => write(root, "tenants/churn.yaml", tenantText("churn"));

  test("an old policy remains and adds up, and objects of controllers are deleted with their owners", async () => {
    const root = sandbox();
    churn(root);
    const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: NAME, namespace: churn }\n";
    const objects = [
      live(selects("old")),
      live(configMap.replace("NAME", "theirs")),
      live(configMap.replace("NAME", "kube-root-ca.crt")),
      live(configMap.replace("NAME", "made"), "ownerReferences: [{ name: x }], "),
      live(configMap.replace("NAME", "other").replace("churn", "of-no-tenant")),
      configMap.replace("NAME", "written-by-hand"),
    ];
    write(root, "export.yaml", objects.join("---\n"));
    expect(await linted(root, ["export.yaml", "--cluster", "production"], "live/stays-behind")).toEqual([
      "export.yaml:3:53 live/stays-behind",
      "export.yaml:11:53 live/stays-behind",
    ]);
    const { out } = await tenantry(root, ["lint", "export.yaml", "--cluster", "production"]);
    expect(out).toContain("Policies are additive");
    expect(await linted(root, ["export.yaml"], "live/stays-behind")).toEqual([]);
  });
  test("an object of another tool has two owners, and a different object without an owner is overwritten", async () => {
    const root = sandbox();
    churn(root);
    const quota = (annotations: string, cpu: string): string =>
      live(
        `apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: tenant-quota, namespace: churn, ${annotations} }\nspec: { hard: { requests.cpu: "${cpu}" } }\n`,
      );
    const names = await quotaOf(root);
    const cases = [
      ["annotations: { meta.helm.sh/release-name: old }", ["export.yaml:3:53 live/owned-twice"]],
      [
        'annotations: { argocd.argoproj.io/tracking-id: "old:/ResourceQuota:churn/x" }',
        ["export.yaml:3:53 live/owned-twice"],
      ],
      ["annotations: {}", ["export.yaml:3:53 live/taken-over"]],
      [`annotations: { argocd.argoproj.io/tracking-id: "production.churn.guardrails:/x" }`, []],
    ] as const;
    for (const [annotations, found] of cases) {
      write(root, "export.yaml", quota(annotations, "1").replace("tenant-quota", names));
      const all = await linted(root, ["export.yaml", "--cluster", "production"]);
      expect(
        all.filter((candidate) => candidate.includes("live/")),
        annotations,
      ).toEqual(found);
    }
  });
  test("an unknown cluster: exit code 2", async () => {
    const root = sandbox();
    churn(root);
    write(root, "export.yaml", selects("a"));
    const { code, err } = await tenantry(root, ["lint", "export.yaml", "--cluster", "produktion"]);
    expect([code, err]).toEqual([2, expect.stringContaining("Did you mean production?")]);
  });
  test("an export of all generated objects is clean", async () => {
    const root = sandbox();
    churn(root);
    expect((await tenantry(root, ["build"])).code).toBe(0);
    const rendered = ["tenants/churn", "platform/tenant-namespaces/churn"]
      .flatMap((folder) => [...treeOf(join(root, "clusters/production/rendered", folder)).values()])
      .map((text) =>
        text.replace(/^metadata:$/m, "metadata:\n  uid: 1-2-3\n  creationTimestamp: 2026-01-01T00:00:00Z"),
      );
    expect(rendered.length).toBeGreaterThan(5);
    write(root, "export.yaml", rendered.join("---\n"));
    expect(await linted(root, ["export.yaml", "--cluster", "production"])).toEqual([]);
  });
});

async function quotaOf(root: string): Promise<string> {
  await tenantry(root, ["build"]);
  const folder = join(root, "clusters/production/rendered/tenants/churn/guardrails");
  const file = readdirSync(folder).find((name) => name.startsWith("resourcequota-")) ?? "";
  return /^ {2}name: (.*)$/m.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? "";
}

test("every output format has the same findings", async () => {
  const root = sandbox();
  write(root, "theirs/a.yaml", selects("a"));
  write(
    root,
    "theirs/b.yaml",
    selects("b").replace("namespaceSelector: { matchLabels: { name: mlflow } }", "ipBlock: { cidr: x }"),
  );
  const messagesOf = async (form: string): Promise<string> =>
    (await tenantry(root, ["lint", "theirs", "--output", form])).out;
  expect(await messagesOf("text")).toContain("theirs/a.yaml:7:60  warning  network/namespace-by-name");
  expect(await messagesOf("text")).toMatch(
    /2 objects from 2 files\nfields validated against the schemas of Kubernetes \d+[.]\d+[.]\d+ and Seldon Core 2[.]9[.]1\n$/,
  );
  expect(JSON.parse(await messagesOf("sarif")).runs[0].results.length).toBeGreaterThan(0);
  expect(await messagesOf("github")).toContain("::warning file=theirs/a.yaml,line=7,col=60");
  expect(await messagesOf("junit")).toContain('type="network/bad-cidr"');
});

test("with a cluster, its schemas are used: each finding is at its field, and kinds without a schema are listed", async () => {
  const root = sandbox();
  write(
    root,
    "theirs/a.yaml",
    `apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: typo, namespace: t }
spec: { storageURI: "gs://b/e", requirements: [sklearn] }
---
apiVersion: acme.test/v1
kind: Widget
metadata: { name: w, namespace: t }
---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: t, uid: 1b4e28ba-2fa1-11d2-883f-0016d3cca427 }
spec: { ports: [{ port: "80" }] }
status: { loadBalancer: {} }
`,
  );
  const invalid = await linted(root, ["theirs", "--cluster", "production"], "gate/invalid");
  expect(invalid).toEqual([
    "theirs/a.yaml:4:1 gate/invalid",
    "theirs/a.yaml:4:9 gate/invalid",
    "theirs/a.yaml:13:19 gate/invalid",
  ]);
  const { out } = await tenantry(root, ["lint", "theirs", "--cluster", "production"]);
  expect(out).toMatch(/fields not validated \(no schema\): acme[.]test\/Widget\n$/);
});

test("a folder of a clone has the same findings from every current folder", async () => {
  const root = sandbox();
  mkdirSync(join(root, ".git"));
  write(root, "theirs/base/kustomization.yaml", "resources: [a.yaml]\n");
  write(root, "theirs/base/a.yaml", selects("a"));
  write(root, "theirs/over/prod/kustomization.yaml", "resources: [../../base]\n");
  const leads = "gitops/kustomization";
  for (const [below, folder] of [
    ["", "theirs/over"],
    ["theirs/over", "prod"],
    ["theirs/over/prod", "."],
  ] as const)
    expect(await linted(join(root, below), [folder], leads)).toEqual([]);
  expect(await linted(join(root, "theirs/over"), ["prod"], byName)).toEqual([`prod/kustomization.yaml:1:1 ${byName}`]);
  write(root, "theirs/over/prod/kustomization.yaml", "resources: [../../../../base]\n");
  expect(await linted(join(root, "theirs/over"), ["prod"], leads)).toHaveLength(1);
});
