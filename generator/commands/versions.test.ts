import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import {
  machineWithProxy,
  type ProxyAnswers,
  type ProxyServer,
  pinOfModule,
  proxyServer,
} from "../testing/module-proxy.ts";
import { emptyFolder, sandbox, write } from "../testing/sandbox.ts";
import { smallModules, widgetModule, zipPath } from "../testing/small-modules.ts";

const servers: ProxyServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const database = "sum.golang.test";
const lookup = `/sumdb/${database}/lookup/example.com/!widgets@v1.2.0`;
const pin = pinOfModule(widgetModule, ["crds/widgets.yaml"]);
const record = (sum: string): string =>
  `4711\nexample.com/Widgets v1.2.0 ${sum}\nexample.com/Widgets v1.2.0/go.mod ${sum}\n`;

/**
 * An environment in which the modules that Tenantry ships come from the cache of all tests, and others from a proxy with these
 * answers. New entries of the cache are removed after the test.
 */
async function environment(answers: ProxyAnswers): Promise<Readonly<Record<string, string | undefined>>> {
  const server = await proxyServer(answers);
  servers.push(server);
  const folder = emptyFolder("versions");
  const { env } = machineWithProxy(server.address, folder);
  const shared = process.env["TENANTRY_CACHE"] ?? "";
  mkdirSync(join(folder, "cache/modules"), { recursive: true });
  for (const name of ["tools", ...readdirSync(join(shared, "modules")).map((key) => `modules/${key}`)])
    symlinkSync(join(shared, name), join(folder, "cache", name));
  return {
    ...env,
    PATH: process.env["PATH"],
    COLUMNS: "2000",
    GOSUMDB: database,
  };
}

const add = ["versions", "--add", "example.com/Widgets@v1.2.0", "--crd", "crds/widgets.yaml"];
const file = "platform/schemas.yaml";

test("versions: each pinned version, with the clusters that use its schemas", async () => {
  const root = sandbox();
  const cluster = readFileSync(join(root, "clusters/production/cluster.yaml"), "utf8");
  write(root, "clusters/production/cluster.yaml", cluster.replace("version: 1.34.4", 'version: "1.35"'));
  write(
    root,
    file,
    `apiVersion: tenantry.dev/v1alpha1\nkind: Schemas\nspec: { kubernetes: { 1.35.99: "${pin.sum}" } }\n`,
  );
  const { code, out } = await tenantry(root, ["versions", "--output", "json"]);
  const { versions, modules }: { versions: { version: string }[]; modules: { module: string }[] } = JSON.parse(out);
  expect(code).toBe(0);
  expect(versions.find(({ version }) => version === "1.35.99")).toEqual({
    software: "Kubernetes",
    minor: "1.35",
    version: "1.35.99",
    pinnedIn: file,
    clusters: [{ cluster: "production", declared: "1.35" }],
  });
  expect(versions.find(({ version }) => version === "1.34.4")).toMatchObject({
    pinnedIn: "tenantry",
    clusters: [{ cluster: "staging", declared: "1.34.4" }],
  });
  expect(modules.map(({ module }) => module)).toContain("istio.io/api");
});

describe("versions --add", () => {
  test.each([
    { database: "with the same sum", answers: { [lookup]: record(pin.sum) }, same: true },
    { database: "that has no answer", answers: {}, same: null },
  ])(
    "a module, and a database $database: the entry is written, and the output reports the comparison",
    async ({ answers, same }) => {
      const root = sandbox();
      const { code, out } = await tenantry(
        root,
        [...add, "--output", "json"],
        await environment({ ...smallModules, ...answers }),
      );
      expect(JSON.parse(out)).toMatchObject({
        changed: true,
        added: { module: "example.com/Widgets", version: "v1.2.0", sum: pin.sum },
        checksumDatabase: { name: database, same },
      });
      expect(code).toBe(0);
      expect(
        readFileSync(join(root, file), "utf8"),
      ).toBe(`# yaml-language-server: $schema=../generator/schemas/schemas.schema.json
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  modules:
    example.com/Widgets:
      version: v1.2.0
      sum: ${pin.sum}
      crds:
        - crds/widgets.yaml
`);
    },
  );

  test("an existing file keeps its comments, and a second run changes nothing", async () => {
    const root = sandbox();
    const before = `# Pins of the platform team.
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  modules:
    example.com/Widgets: # our operator
      version: v1.1.0
      sum: h1:${"A".repeat(43)}=
      crds: [crds/widgets.yaml]
`;
    write(root, file, before);
    const env = await environment(smallModules);
    expect((await tenantry(root, add, env)).code).toBe(0);
    const after = before.replace("v1.1.0", "v1.2.0").replace(`h1:${"A".repeat(43)}=`, pin.sum);
    expect(readFileSync(join(root, file), "utf8")).toBe(after);
    const again = await tenantry(root, add, env);
    expect([again.code, readFileSync(join(root, file), "utf8")]).toEqual([0, after]);
    expect(again.out).toContain("already pins");
  });

  test.each([
    {
      case: "another sum in the checksum database",
      answers: { ...smallModules, [lookup]: record(`h1:${"A".repeat(43)}=`) },
      argv: add,
      code: 2,
      text: "in the checksum database",
    },
    {
      case: "a proxy that answers with HTML",
      answers: { [zipPath(widgetModule)]: "<html>" },
      argv: add,
      code: 2,
      text: "not a zip archive",
    },
    { case: "a proxy without the module", answers: {}, argv: add, code: 2, text: "unknown module" },
    {
      case: "a path that the module does not have",
      answers: smallModules,
      argv: [...add.slice(0, -1), "widgets.yaml"],
      code: 2,
      text: "Did you mean crds/widgets.yaml?",
    },
    {
      case: "a template of a chart",
      answers: smallModules,
      argv: [...add.slice(0, -1), "chart/widgets.yaml"],
      code: 2,
      text: "missing CustomResourceDefinition",
    },
    { case: "a module without --crd", answers: {}, argv: add.slice(0, 3), code: 2, text: "missing --crd" },
    {
      case: "Kubernetes 1.29",
      answers: {},
      argv: ["versions", "--add", "kubernetes@1.29.0"],
      code: 2,
      text: "ValidatingAdmissionPolicy v1",
    },
    { case: "a minor", answers: {}, argv: ["versions", "--add", "kubernetes@1.38"], code: 2, text: "invalid version" },
    {
      case: "--crd without --add",
      answers: {},
      argv: ["versions", "--crd", "x.yaml"],
      code: 2,
      text: "--crd needs --add",
    },
    {
      case: "--crd for Argo CD",
      answers: {},
      argv: ["versions", "--add", "argo-cd@3.6.0", "--crd", "x.yaml"],
      code: 2,
      text: "--crd is not allowed",
    },
  ])("$case: exit code $code, and nothing is written", async ({ answers, argv, code, text }) => {
    const root = sandbox();
    const done = await tenantry(root, argv, await environment(answers));
    expect(done.out + done.err).toContain(text);
    expect([done.code, existsSync(join(root, file))]).toEqual([code, false]);
  });
});

describe("check", () => {
  const cluster = "clusters/production/cluster.yaml";
  const schemas = (spec: string): string => `apiVersion: tenantry.dev/v1alpha1\nkind: Schemas\nspec:\n${spec}`;
  const codesIn = (out: string): readonly string[] => {
    const { diagnostics }: { diagnostics: { code: string; file: string; line: number; message: string }[] } =
      JSON.parse(out);
    return diagnostics.map(({ code, file: where, line, message }) => `${where}:${line} ${code} ${message}`);
  };

  test.each([
    {
      name: "a wrong sum",
      text: schemas(
        `  modules:\n    example.com/Widgets:\n      version: v1.2.0\n      sum: h1:${"A".repeat(43)}=\n      crds: [crds/widgets.yaml]\n`,
      ),
      found: "7 platform/schemas invalid hash of module example.com/Widgets@v1.2.0",
    },
    {
      name: "an unknown version",
      text: schemas(
        `  modules:\n    example.com/Widgets:\n      version: v1.3.0\n      sum: ${pin.sum}\n      crds: [crds/widgets.yaml]\n`,
      ),
      found: "6 platform/schemas unknown module example.com/Widgets@v1.3.0",
    },
    {
      name: "a missing path",
      text: schemas(
        `  modules:\n    example.com/Widgets:\n      version: v1.2.0\n      sum: ${pin.sum}\n      crds:\n        - crds/none.yaml\n`,
      ),
      found: "9 platform/schemas missing file crds/none.yaml",
    },
  ])("$name in platform/schemas.yaml: one finding at its line", async ({ text, found }) => {
    const root = sandbox();
    write(root, file, text);
    const { code, out } = await tenantry(root, ["check", "--output", "json"], await environment(smallModules));
    expect([code, codesIn(out)]).toEqual([1, [expect.stringContaining(`${file}:${found}`)]]);
  });

  test.each([
    { version: '"1.29"', found: "unsupported version Kubernetes 1.29" },
    { version: "1.12.0", found: "unsupported version Kubernetes 1.12.0" },
    { version: '"1.99"', found: "unknown version Kubernetes 1.99" },
    { version: "1.30", found: "invalid type of spec.kubernetes.version" },
    { version: "v1.34.4", found: "invalid value of spec.kubernetes.version" },
  ])("a cluster with Kubernetes $version: $found", async ({ version, found }) => {
    const root = sandbox();
    const text = readFileSync(join(root, cluster), "utf8");
    write(root, cluster, text.replace("version: 1.34.4", `version: ${version}`));
    const { out } = await tenantry(root, ["check", "--output", "json"]);
    expect(codesIn(out)).toEqual([expect.stringContaining(`${cluster}:12`)]);
    expect(codesIn(out)[0]).toContain(found);
  });

  test("a minor and another patch: the summary and the JSON name the versions of the schemas", async () => {
    const root = sandbox();
    const text = readFileSync(join(root, cluster), "utf8");
    write(
      root,
      cluster,
      text.replace("version: 1.34.4", 'version: "1.34"').replace("version: 3.2.11", "version: 3.2.99"),
    );
    const { code, out } = await tenantry(root, ["build"]);
    expect(out).toMatch(/schemas +Kubernetes 1[.]34[.]4 for 1[.]34, Argo CD 3[.]2[.]11 for 3[.]2[.]99/);
    expect(code).toBe(0);
    const json: { schemas: object[] } = JSON.parse((await tenantry(root, ["check", "--output", "json"])).out);
    expect(json.schemas).toContainEqual({ software: "Kubernetes", declared: "1.34", schemas: "1.34.4" });
    const readme = readFileSync(join(root, "clusters/production/bootstrap/README.md"), "utf8");
    expect(readme).toContain("argo-cd/v3.2.99/manifests/install.yaml");
  });

  test("a minor of Argo CD: the bootstrap installs the newest pinned patch", async () => {
    const root = sandbox();
    const text = readFileSync(join(root, cluster), "utf8");
    write(root, cluster, text.replace("version: 3.2.11", 'version: "3.2"'));
    await tenantry(root, ["build"]);
    const readme = readFileSync(join(root, "clusters/production/bootstrap/README.md"), "utf8");
    expect(readme).toContain("argo-cd/v3.2.11/manifests/install.yaml");
  });

  test("a component with a kind of a module in platform/schemas/: the kind is validated", async () => {
    const root = sandbox();
    write(root, "platform/schemas/widgets.yaml", widgetModule.files["crds/widgets.yaml"] ?? "");
    write(
      root,
      "platform/components/widget/kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { name: widget }\nresources: [widget.yaml]\n",
    );
    write(
      root,
      "platform/components/widget/widget.yaml",
      "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w, namespace: kafka }\nspec: { size: large }\n",
    );
    const text = readFileSync(join(root, cluster), "utf8");
    write(root, cluster, text.replace("components: [no-load-balancers]", "components: [no-load-balancers, widget]"));
    const { out } = await tenantry(root, ["check", "--output", "json"]);
    expect(codesIn(out).filter((line) => line.includes("gate/"))).toEqual([
      expect.stringContaining("invalid field spec.size"),
    ]);
  });
});
