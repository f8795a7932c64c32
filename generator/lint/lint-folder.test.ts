import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linted, tenantry } from "../testing/command-line.ts";
import { sandbox, write } from "../testing/sandbox.ts";

/** The findings of a folder `theirs` with these files in a clone, as "severity file:line:column code". */
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

describe("references are resolved in the whole folder", () => {
  test("a pipeline can use models of another folder, also where two folders contain the same object", async () => {
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
  test("a file outside kustomizations can use objects of a kustomization", async () => {
    expect(
      await found({
        "models/kustomization.yaml": "resources: [a.yaml]\nnamespace: churn\n",
        "models/a.yaml": model("a"),
        "pipelines/p.yaml": pipeline("p", "a"),
      }),
    ).toEqual([]);
  });
  test("a ClusterRole with a namespace in its metadata is found", async () => {
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
  test("a Secret without a namespace may belong to the namespace of a runtime", async () => {
    const runtime = seldon("SeldonRuntime", "seldon", "seldonConfig: default");
    const server = seldon("Server", "mlserver", "serverConfig: mlserver");
    expect(await found({ "all.yaml": `${runtime}---\n${server}` })).toEqual([
      "warning all.yaml:3:19 seldon/public-remote-missing",
    ]);
    const secret = object("v1", "Secret", "seldon-rclone-gs-public", "");
    expect(await found({ "all.yaml": `${runtime}---\n${server}---\n${secret}` })).toEqual([]);
  });
});

describe("the namespace of an object is unknown unless its deployer sets it", () => {
  const elsewhere = { "app/m.yaml": monitor("m", "churn") };
  const onCluster = ["--cluster", "production"];
  const code = "monitoring/monitor-elsewhere";
  test.each([
    { name: "no deployer", files: {}, message: [] },
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
      name: "two Applications with different namespaces",
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

describe("files that are not applied are left out and listed", () => {
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
  test("a patch that its kustomization does not use", async () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\n",
      "web.yaml": deployment("web"),
      "debug.yaml": patch,
    };
    expect(await found(files)).toEqual([]);
    expect(await leftOut(files)).toEqual(["theirs/debug.yaml"]);
  });
  test("a file next to a patch that a kustomization uses", async () => {
    const files = {
      "kustomization.yaml": "resources: [web.yaml]\npatches: [{ path: patches/a.yaml }]\n",
      "web.yaml": deployment("web"),
      "patches/a.yaml": patch,
      "patches/b.yaml": "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: x }] }\n",
    };
    expect(await found(files)).toEqual([]);
    expect(await leftOut(files)).toEqual(["theirs/patches/b.yaml"]);
  });
  test("a partial Deployment and a partial CustomResourceDefinition without a kustomization", async () => {
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
  test("an object with a Helm template in its name", async () => {
    const binding = object(
      "rbac.authorization.k8s.io/v1",
      "ClusterRoleBinding",
      "'a-{{ .Release.Namespace }}'",
      "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: a }]",
    );
    expect(await found({ "a.yaml": binding })).toEqual([]);
  });
  test("a complete Deployment without an image is checked", async () => {
    expect(await found({ "web.yaml": deployment("web", "").replace(', image: ""', "") })).toEqual([
      "error web.yaml:4:127 images/missing",
    ]);
  });
});

describe("nothing is skipped silently", () => {
  const bad = "apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: { ports: [{ port: x }] }\n";
  const ok = object("v1", "ConfigMap", "ok", "data: { a: b }");
  const summary = async (files: Readonly<Record<string, string>>): Promise<string> =>
    (await tenantry(folder(files), ["lint", "theirs"])).out;
  test("an unused Component", async () => {
    const files = {
      "ok.yaml": ok,
      "c/kustomization.yaml": "kind: Component\nresources: [bad.yaml]\n",
      "c/bad.yaml": bad,
    };
    expect(await summary(files)).toMatch(/not built .*: theirs\/c\n/);
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
  test("a kustomization that refers to itself", async () => {
    expect(
      await found({ "ok.yaml": ok, "c/kustomization.yaml": "resources: [bad.yaml, ../c]\n", "c/bad.yaml": bad }),
    ).toEqual(["error c/kustomization.yaml:1:1 render/failed"]);
  });
  test("a partial object next to a complete one in a file, and a link", async () => {
    const files = { "m.yaml": `${ok}---\n${bad}$patch: merge\n` };
    expect(await summary(files)).toContain("theirs/m.yaml");
    const root = folder({ "ok.yaml": ok });
    symlinkSync("ok.yaml", join(root, "theirs/link.yaml"));
    expect((await tenantry(root, ["lint", "theirs"])).out).toContain("theirs/link.yaml");
  });
  test("an object keeps its own namespace under two Applications or Flux", async () => {
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
      "a Secret that violates its schema",
      { "a.yaml": object("v1", "Secret", "s", `stringData: { password: [${value}] }`) },
    ],
    [
      "a literal in a kustomization",
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

test("a label with a name of Object.prototype is an ordinary label", async () => {
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

describe("schemas validate fields also without a cluster", () => {
  test.each([
    [
      "an unknown field: a newer version may have it",
      deployment("web").replace("spec: { sel", "spec: { replica: 2, sel"),
      ["warning a.yaml:4:9 gate/invalid"],
    ],
    [
      "a wrong type",
      deployment("web").replace("spec: { sel", "spec: { replicas: two, sel"),
      ["error a.yaml:4:9 gate/invalid"],
    ],
    [
      "null, which the API server drops",
      deployment("web").replace("name: web }", "name: web, creationTimestamp: null, labels: null }"),
      [],
    ],
    [
      "a placeholder that a program replaces",
      deployment("web").replace("spec: { sel", 'spec: { replicas: "$(REPLICAS)", sel'),
      [],
    ],
    [
      "a Seldon object without a spec, without further findings",
      object("mlops.seldon.io/v1alpha1", "ServerConfig", "c", ""),
      ["warning a.yaml:1:1 gate/invalid"],
    ],
    ["an empty spec, which is a placeholder", object("mlops.seldon.io/v1alpha1", "Model", "m", "spec:"), []],
    [
      "a misspelt field of a Seldon object",
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
    ["an unknown kind", object("acme.test/v1", "Widget", "w", "spec: { a: b }"), []],
  ])("$0: $2", async (_, text, expected) => {
    expect(await found({ "a.yaml": text })).toEqual(expected);
  });
});

describe("incomplete objects and wrong values", () => {
  test.each([
    ["apiVersion misspelt", model("a").replace("apiVersion", "apiVersoin"), ["error a.yaml:1:1 input/no-object"]],
    ["no apiVersion", model("a").replace(/^.*\n/, ""), ["error a.yaml:2:1 input/no-object"]],
    ["no kind", model("a").replace(/kind.*\n/, ""), ["error a.yaml:2:1 input/no-object"]],
    ["values of a chart, which have no metadata", "kind: DaemonSet\nreplicas: 2\n", []],
    [
      "a duplicate key",
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

describe("a certain fault is an error, a likely one a warning", () => {
  test("without a cluster, an image without a tag is a warning, and an invalid image an error", async () => {
    expect(
      await found({ "a.yaml": deployment("web", "nginx"), "b.yaml": deployment("api", "https://quay.io/a") }),
    ).toEqual(["warning a.yaml:4:137 images/tag", "error b.yaml:4:137 images/malformed"]);
  });
  test("in a tenant's namespace, an image without a tag is an error, because the cluster rejects it", async () => {
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
  test("an image stream of OpenShift may have the tag latest", async () => {
    const image = "image-registry.openshift-image-registry.svc:5000/openshift/cli:latest";
    expect(await found({ "a.yaml": deployment("web", image) })).toEqual([]);
  });
  test("an image that Skaffold builds from the same folder may lack a tag", async () => {
    const skaffold =
      "apiVersion: skaffold/v4beta1\nkind: Config\nmetadata: { name: a }\nbuild: { artifacts: [{ image: web }] }\n";
    expect(await found({ "a.yaml": deployment("web", "web"), "skaffold.yaml": skaffold })).toEqual([]);
  });
});

test("an error of kustomize is shown without deprecation notices", async () => {
  const root = folder({
    "kustomization.yaml": "bases: [base]\npatchesStrategicMerge: [patch.yaml]\n",
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": deployment("web"),
    "patch.yaml": deployment("other"),
  });
  const { out } = await tenantry(root, ["lint", "theirs"]);
  expect(out).toMatch(/kustomize build failed: .*no matches for Id Deployment/);
  expect(out).not.toContain("deprecated");
});
