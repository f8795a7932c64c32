import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linted, tenantry } from "../testing/command-line.ts";
import { sandbox, write } from "../testing/sandbox.ts";

/** A folder `theirs` with these files in a clone, and what is found in it: "severity file:line:column code". */
async function found(
  files: Readonly<Record<string, string>>,
  argv: readonly string[] = [],
): Promise<readonly string[]> {
  const root = folder(files);
  const { out } = await tenantry(root, ["lint", "theirs", ...argv, "--output", "json"]);
  const {
    diagnostics,
  }: { diagnostics: { severity: string; file: string; line: number; column: number; code: string }[] } =
    JSON.parse(out);
  return diagnostics.map(
    (diagnostic) =>
      `${diagnostic.severity} ${diagnostic.file.replace("theirs/", "")}:${diagnostic.line}:${diagnostic.column} ${diagnostic.code}`,
  );
}

function folder(files: Readonly<Record<string, string>>): string {
  const root = sandbox();
  mkdirSync(join(root, ".git"));
  for (const [file, text] of Object.entries(files)) write(root, `theirs/${file}`, text);
  return root;
}

const object = (apiVersion: string, kind: string, name: string, rest: string, namespace?: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`} }\n${rest}\n`;
const seldon = (kind: string, name: string, spec: string, namespace?: string): string =>
  object("mlops.seldon.io/v1alpha1", kind, name, `spec: { ${spec} }`, namespace);
const model = (name: string, namespace?: string): string =>
  seldon("Model", name, "storageUri: 's3://b/m', requirements: [sklearn]", namespace);
const pipeline = (name: string, step: string, namespace?: string): string =>
  seldon("Pipeline", name, `steps: [{ name: ${step} }], output: { steps: [${step}] }`, namespace);
const deployment = (name: string, image = "quay.io/a/b:1.2.3"): string =>
  object(
    "apps/v1",
    "Deployment",
    name,
    `spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: "${image}" }] } } }`,
  );
const monitor = (name: string, selects: string): string =>
  object(
    "monitoring.coreos.com/v1",
    "PodMonitor",
    name,
    `spec: { namespaceSelector: { matchNames: [${selects}] }, selector: { matchLabels: { a: b } }, podMetricsEndpoints: [{ port: http }] }`,
  );
const application = (name: string, path: string, namespace: string): string =>
  object(
    "argoproj.io/v1alpha1",
    "Application",
    name,
    `spec: { project: p, source: { repoURL: "https://h/r.git", path: ${path}, targetRevision: main }, destination: { server: s, namespace: ${namespace} } }`,
    "argocd",
  );

describe("what is named may be anywhere in the folder", () => {
  test("models of one folder are there for the pipelines of another, where two folders hold the same object too", async () => {
    const files = {
      "models/a.yaml": model("a"),
      "models/versions/a.yaml": model("a"),
      "pipelines/p.yaml": pipeline("p", "a"),
    };
    expect(await found(files)).toEqual([]);
    expect(await found(files, ["--cluster", "production"])).toEqual([]);
    expect(await found({ ...files, "pipelines/p.yaml": pipeline("p", "b") })).toEqual([
      "warning pipelines/p.yaml:4:25 seldon/pipeline-step-without-model",
    ]);
  });
  test("what a kustomization builds is there for files that none names", async () => {
    expect(
      await found({
        "models/kustomization.yaml": "resources: [a.yaml]\nnamespace: churn\n",
        "models/a.yaml": model("a"),
        "pipelines/p.yaml": pipeline("p", "a"),
      }),
    ).toEqual([]);
  });
  test("a role of the cluster is there, whatever namespace is written on it", async () => {
    const role = object("rbac.authorization.k8s.io/v1", "ClusterRole", "reader", "rules: []", "kubeflow");
    const binding = object(
      "rbac.authorization.k8s.io/v1",
      "ClusterRoleBinding",
      "reader",
      "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: kubeflow }]",
    );
    const account = object("v1", "ServiceAccount", "a", "", "kubeflow");
    expect(await found({ "all.yaml": [role, binding, account].join("---\n") })).toEqual([]);
  });
  test("a Secret without a namespace may come to that of a runtime", async () => {
    const runtime = seldon("SeldonRuntime", "seldon", "seldonConfig: default");
    const server = seldon("Server", "mlserver", "serverConfig: mlserver");
    expect(await found({ "all.yaml": `${runtime}---\n${server}` })).toEqual([
      "warning all.yaml:3:19 seldon/public-remote-missing",
    ]);
    const secret = object("v1", "Secret", "seldon-rclone-gs-public", "");
    expect(await found({ "all.yaml": `${runtime}---\n${server}---\n${secret}` })).toEqual([]);
  });
});

describe("a namespace is unknown until a deployer says it", () => {
  const elsewhere = { "app/m.yaml": monitor("m", "churn") };
  const onCluster = ["--cluster", "production"];
  const code = "monitoring/monitor-elsewhere";
  test.each([
    { name: "nobody", files: {}, message: [] },
    { name: "an Application", files: { "apps.yaml": application("a", "theirs/app", "churn") }, message: [] },
    {
      name: "a Kustomization of Flux",
      files: {
        "flux.yaml": object(
          "kustomize.toolkit.fluxcd.io/v1",
          "Kustomization",
          "app",
          "spec: { path: ./theirs/app, targetNamespace: fraud-detection }",
          "flux-system",
        ),
      },
      message: ["theirs/app/m.yaml:4:43 monitoring/monitor-elsewhere"],
    },
    {
      name: "two Applications, each another",
      files: {
        "apps.yaml": `${application("a", "theirs/app", "churn")}---\n${application("b", "theirs/app", "other")}`,
      },
      message: [],
    },
  ])("$name: $message", async ({ files, message }) => {
    const root = folder({ ...elsewhere, ...files });
    write(root, "tenants/fraud-detection.yaml", tenant);
    expect(await linted(root, ["theirs", ...onCluster], code)).toEqual(message);
  });
  const tenant = `apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: fraud-detection }
spec: { owner: { team: T, contact: t@acme.test, github: acme/t }, clusters: { production: {} } }
`;
});

describe("what is not applied is left out, and said", () => {
  const leftOut = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
    const { out } = await tenantry(folder(files), ["lint", "theirs", "--output", "json"]);
    return JSON.parse(out).leftOut;
  };
  const patch = object(
    "apps/v1",
    "Deployment",
    "web",
    "spec: { template: { spec: { containers: [{ name: c, args: [--debug] }] } } }",
  );
  test("a patch that is commented out of its kustomization", async () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\n",
      "web.yaml": deployment("web"),
      "debug.yaml": patch,
    };
    expect(await found(files)).toEqual([]);
    expect(await leftOut(files)).toEqual(["theirs/debug.yaml"]);
  });
  test("one of a folder that a kustomization names other files of", async () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\npatches: [{ path: patches/a.yaml }]\n",
      "web.yaml": deployment("web"),
      "patches/a.yaml": patch,
      "patches/b.yaml": "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: x }] }\n",
    };
    expect(await found(files)).toEqual([]);
    expect(await leftOut(files)).toEqual(["theirs/patches/b.yaml"]);
  });
  test("a part of a Deployment, and of a definition, that no kustomization has anything to do with", async () => {
    const files = {
      "web.yaml": deployment("web"),
      "extension.yaml": patch,
      "crd.yaml": object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "a.b",
        "spec: { conversion: { strategy: None } }",
      ),
    };
    expect(await found(files)).toEqual([]);
    expect(await leftOut(files)).toEqual(["theirs/crd.yaml", "theirs/extension.yaml"]);
  });
  test("what is called by a template of Helm's, which kustomize makes a chart of", async () => {
    const binding = object(
      "rbac.authorization.k8s.io/v1",
      "ClusterRoleBinding",
      "'a-{{ .Release.Namespace }}'",
      "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: a }]",
    );
    expect(await found({ "a.yaml": binding })).toEqual([]);
  });
  test("but a Deployment that forgot its image is none", async () => {
    expect(await found({ "web.yaml": deployment("web", "").replace(', image: ""', "") })).toEqual([
      "error web.yaml:4:127 images/missing",
    ]);
  });
});

describe("nothing is hidden without a word", () => {
  const bad = "apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: { ports: [{ port: x }] }\n";
  const ok = object("v1", "ConfigMap", "ok", "data: { a: b }");
  const summary = async (files: Readonly<Record<string, string>>): Promise<string> =>
    (await tenantry(folder(files), ["lint", "theirs"])).out;
  test("a Component that nobody uses", async () => {
    const files = {
      "ok.yaml": ok,
      "c/kustomization.yaml": "kind: Component\nresources: [bad.yaml]\n",
      "c/bad.yaml": bad,
    };
    expect(await summary(files)).toMatch(/not built, .*: theirs\/c\n/);
  });
  test("a kustomization that only an unused Component names, and one below a root that is not built", async () => {
    for (const [file, text] of [
      ["d/kustomization.yaml", "kind: Component\nresources: [../c]\n"],
      ["top/kustomization.yaml", "resources: [../c, 'https://h/x.yaml']\n"],
    ] as const)
      expect(
        await found({
          "ok.yaml": ok,
          [file]: text,
          "c/kustomization.yaml": "resources: [bad.yaml]\n",
          "c/bad.yaml": bad,
        }),
      ).toContain("error c/bad.yaml:4:19 gate/invalid");
  });
  test("a kustomization that names itself", async () => {
    expect(
      await found({ "ok.yaml": ok, "c/kustomization.yaml": "resources: [bad.yaml, ../c]\n", "c/bad.yaml": bad }),
    ).toEqual(["error c/kustomization.yaml:1:1 render/failed"]);
  });
  test("a part of an object beside a whole one in its file, and a link", async () => {
    const files = { "m.yaml": `${ok}---\n${bad}$patch: merge\n` };
    expect(await summary(files)).toContain("theirs/m.yaml");
    const root = folder({ "ok.yaml": ok });
    symlinkSync("ok.yaml", join(root, "theirs/link.yaml"));
    expect((await tenantry(root, ["lint", "theirs"])).out).toContain("theirs/link.yaml");
  });
  test("two Applications, or Flux, take no object out of the namespace that it says itself", async () => {
    const namespace = (name: string, level: string): string =>
      object("v1", "Namespace", name, "").replace(
        `name: ${name} }`,
        `name: ${name}, labels: { pod-security.kubernetes.io/enforce: ${level} } }`,
      );
    const pod = object(
      "v1",
      "Pod",
      "p",
      "spec: { hostNetwork: true, containers: [{ name: c, image: 'quay.io/a/b:1' }] }",
      "strict",
    );
    const app = [namespace("strict", "restricted"), namespace("loose", "privileged"), pod].join("---\n");
    const two = `${application("a", "theirs/x", "loose")}---\n${application("b", "theirs/x", "loose")}`;
    expect(
      (await found({ "x/a.yaml": app, "apps.yaml": two })).filter((candidate) =>
        candidate.includes("pod-security/refused"),
      ),
    ).not.toEqual([]);
  });
});

describe("no value of a secret is shown", () => {
  const value = "hunter2hunter2";
  test.each([
    [
      "a Secret that does not fit its schema",
      { "a.yaml": object("v1", "Secret", "s", `stringData: { password: [${value}] }`) },
    ],
    [
      "what kustomize was given",
      { "kustomization.yaml": `secretGenerator: [{ name: x, literals: ["password=${value}", loose] }]\n` },
    ],
    ["an image with a password", { "a.yaml": deployment("web", `https://user:${value}@reg.test/x`) }],
  ] as const)("%s is in no output", async (_, files) => {
    for (const form of ["text", "json", "sarif", "junit"]) {
      const { out, err } = await tenantry(folder(files), ["lint", "theirs", "--output", form]);
      expect(out).not.toBe("");
      expect(out + err).not.toContain(value);
    }
  });
});

test("names of Object.prototype are labels like any other", async () => {
  const policy = object(
    "networking.k8s.io/v1",
    "NetworkPolicy",
    "p",
    "spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { constructor: v } } }] }] }",
    "churn",
  );
  expect(await found({ "a.yaml": policy }, ["--cluster", "production"])).toEqual(
    expect.arrayContaining([expect.stringContaining("a.yaml")]),
  );
});

describe("fields are held to schemas without a cluster too", () => {
  test.each([
    [
      "an unknown field: a newer version may have it",
      deployment("web").replace("spec: { sel", "spec: { replica: 2, sel"),
      ["warning a.yaml:4:9 gate/invalid"],
    ],
    [
      "another type",
      deployment("web").replace("spec: { sel", "spec: { replicas: two, sel"),
      ["error a.yaml:4:9 gate/invalid"],
    ],
    [
      "null, which the API server leaves out",
      deployment("web").replace("name: web }", "name: web, creationTimestamp: null, labels: null }"),
      [],
    ],
    ["what a program fills in", deployment("web").replace("spec: { sel", 'spec: { replicas: "$(REPLICAS)", sel'), []],
    [
      "an object of Seldon's without a spec, of which nothing else is said",
      object("mlops.seldon.io/v1alpha1", "ServerConfig", "c", ""),
      ["warning a.yaml:1:1 gate/invalid"],
    ],
    ["an empty spec, which is a place for one", object("mlops.seldon.io/v1alpha1", "Model", "m", "spec:"), []],
    [
      "a field of Seldon's",
      model("a").replace("storageUri", "storagUri"),
      ["error a.yaml:4:1 gate/invalid", "warning a.yaml:4:9 gate/invalid"],
    ],
    [
      "a version that was removed",
      object(
        "policy/v1beta1",
        "PodDisruptionBudget",
        "a",
        "spec: { maxUnavailable: 1, selector: { matchLabels: { a: b } } }",
      ),
      ["warning a.yaml:1:13 gate/no-schema"],
    ],
    ["a kind that nobody here knows", object("acme.test/v1", "Widget", "w", "spec: { a: b }"), []],
  ])("$0: $2", async (_, text, expected) => {
    expect(await found({ "a.yaml": text })).toEqual(expected);
  });
});

describe("what was meant as an object, and is none", () => {
  test.each([
    ["apiVersion misspelt", model("a").replace("apiVersion", "apiVersoin"), ["error a.yaml:1:1 input/no-object"]],
    ["no apiVersion", model("a").replace(/^.*\n/, ""), ["error a.yaml:2:1 input/no-object"]],
    ["no kind", model("a").replace(/kind.*\n/, ""), ["error a.yaml:2:1 input/no-object"]],
    ["values of a chart, which have no metadata", "kind: DaemonSet\nreplicas: 2\n", []],
    [
      "a key twice",
      model("a").replace("spec: {", "spec: { storageUri: x,"),
      ["warning a.yaml:4:24 input/duplicate-key"],
    ],
  ])("$0: $2", async (_, text, expected) => {
    expect(await found({ "a.yaml": text, "b.yaml": model("b") })).toEqual(expected);
  });
  test("values under keys that Seldon's charts do not have", async () => {
    const values = "controllerManager: {}\nseldonConfig: default\nscheduler: { replica: 1 }\nenvoy: {}\n";
    expect(await found({ "values.yaml": values, "b.yaml": model("b") })).toEqual([
      "warning values.yaml:1:1 seldon/chart-value-unknown",
      "warning values.yaml:3:14 seldon/chart-value-unknown",
    ]);
  });
});

describe("severity follows certainty", () => {
  test("of a folder alone, an image without a tag is a warning, and one that cannot be pulled an error", async () => {
    expect(
      await found({ "a.yaml": deployment("web", "nginx"), "b.yaml": deployment("api", "https://quay.io/a") }),
    ).toEqual(["warning a.yaml:4:137 images/tag", "error b.yaml:4:137 images/malformed"]);
  });
  test("of a tenant's namespace, both are errors: its cluster refuses them", async () => {
    const root = folder({
      "a.yaml": deployment("web", "nginx").replace("name: web }", "name: web, namespace: churn }"),
    });
    write(root, "tenants/churn.yaml", tenant);
    const { out } = await tenantry(root, ["lint", "theirs", "--cluster", "production", "--output", "json"]);
    const tags = JSON.parse(out).diagnostics.filter(({ code }: { code: string }) => code === "images/tag");
    expect(tags.map(({ severity }: { severity: string }) => severity)).toEqual(["error"]);
  });
  const tenant = `apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: churn }
spec: { owner: { team: T, contact: t@acme.test, github: acme/t }, clusters: { production: {} } }
`;
  test("an image stream of OpenShift's own follows the cluster, and may have no other tag", async () => {
    const image = "image-registry.openshift-image-registry.svc:5000/openshift/cli:latest";
    expect(await found({ "a.yaml": deployment("web", image) })).toEqual([]);
  });
  test("an image that Skaffold builds from the same folder has no tag yet", async () => {
    const skaffold =
      "apiVersion: skaffold/v4beta1\nkind: Config\nmetadata: { name: a }\nbuild: { artifacts: [{ image: web }] }\n";
    expect(await found({ "a.yaml": deployment("web", "web"), "skaffold.yaml": skaffold })).toEqual([]);
  });
});

test("all that kustomize says is shown, without its notices", async () => {
  const root = folder({
    "kustomization.yaml": "bases: [base]\npatchesStrategicMerge: [patch.yaml]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": deployment("web"),
    "patch.yaml": deployment("other"),
  });
  const { out } = await tenantry(root, ["lint", "theirs"]);
  expect(out).toMatch(/kustomize refuses it: .*no matches for Id Deployment/);
  expect(out).not.toContain("deprecated");
});
