import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { chartRepository, chartTgz, type PublishedChart, sha256 } from "../testing/chart-repository.ts";
import { tenantry } from "../testing/command-line.ts";
import { type HttpsServer, hasOpenssl } from "../testing/https-server.ts";
import { emptyFolder, mergeSpec, replaceInFile, sandbox, write } from "../testing/sandbox.ts";

const chart: PublishedChart = {
  name: "widgets",
  version: "1.2.3",
  files: { "values.yaml": "replicas: 1\npodLabels: {}\n", "templates/x.yaml": "{{ .Values.extra }}" },
};
const digest = `sha256:${sha256(chartTgz(chart))}`;
const file = "platform/charts/widgets.yaml";
const addonFile = "platform/addons/widgets.yaml";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: widgets }
spec: { template: { metadata: { labels: { app: widgets } }, spec: { containers: [{ name: a, ports: [{ containerPort: 80 }] }] } } }
`;

let server: HttpsServer;
let root: string;
beforeEach(async () => {
  server = await chartRepository(chart);
  root = repository(`https://${server.host}/charts`);
});
afterEach(() => server.close());

function repository(address: string): string {
  const made = sandbox();
  write(
    made,
    addonFile,
    `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: widgets }
spec:
  description: Widgets
  kubernetes: { minimum: "1.30" }
  namespaces: { widgets: { podSecurity: baseline } }
  applications:
    server:
      chart: { repository: ${address}, name: widgets, version: 1.2.3, release: widgets, values: { replicas: 2 } }
      namespace: widgets
      kinds: [apps/Deployment]
  workloads:
    server: { namespace: widgets, pods: { app: widgets }, ports: { http: 80 } }
`,
  );
  mergeSpec(made, "clusters/staging/cluster.yaml", { addons: { widgets: {} } });
  return made;
}

/** Runs the command with a PATH that has no helm, or a helm that prints these objects. */
function charts(argv: readonly string[] = [], objects?: string): ReturnType<typeof tenantry> {
  const folder = emptyFolder("programs");
  if (objects !== undefined) {
    const script = `#!/bin/sh\nif [ "$1" = version ]; then echo v3.22.0; exit; fi\n/bin/cat <<'END'\n${objects}END\n`;
    write(folder, "helm", script);
    chmodSync(join(folder, "helm"), 0o755);
  }
  const path = [folder, ...(process.env["PATH"] ?? "").split(delimiter).filter((part) => part === "")].join(delimiter);
  return tenantry(root, ["charts", ...argv], { ...process.env, PATH: path, COLUMNS: "2000" });
}

const written = (): unknown => parse(readFileSync(join(root, file), "utf8")).spec;

describe.skipIf(!hasOpenssl)("charts", () => {
  test.each(["Helm repository", "OCI registry"])(
    "a %s without helm: digest and keys, and what is missing",
    async (kind) => {
      if (kind === "OCI registry") root = repository(`${server.host}/oci`);
      const { code, out } = await charts();
      expect([code, out]).toEqual([0, expect.stringContaining("not rendered: the PATH has no helm")]);
      expect(out).toContain("Argo CD does not compare the digests");
      expect(written()).toMatchObject({ digest, values: { extra: "any", podLabels: "map", replicas: "number" } });
      expect(written()).not.toHaveProperty("pods");
    },
  );

  test("with helm: kinds and pods too, and a second run changes nothing", async () => {
    const first = await charts(["--output", "json"], deployment);
    expect(JSON.parse(first.out)).toEqual({
      version: 1,
      charts: [{ chart: "widgets", version: "1.2.3", digest, file, changed: true, changes: [] }],
    });
    expect(written()).toMatchObject({
      rendered: { helm: "v3.22.0", kubernetes: "1.34.4" },
      kinds: ["apps/Deployment"],
      pods: { "Deployment/widgets": { labels: { app: "widgets" }, ports: [80], podSecurity: "baseline" } },
    });
    expect(JSON.parse((await charts(["--output", "json"], deployment)).out)).toMatchObject({
      charts: [{ changed: false, changes: [] }],
    });
  });

  test("without helm, kinds and pods of the same version stay", async () => {
    await charts([], deployment);
    const before = written();
    expect((await charts()).code).toBe(0);
    expect(written()).toEqual(before);
  });

  test.each([
    { name: "a port", objects: deployment.replace("80", "81"), line: 14 },
    { name: "a label", objects: deployment.replace("app: widgets", "app: widget"), line: 14 },
    { name: "a kind", objects: `${deployment}---\napiVersion: v1\nkind: Service\nmetadata: { name: a }\n`, line: 12 },
  ])("$name that moved: a finding at the add-on's line, and the changes are in the file", async ({ objects, line }) => {
    await charts([], deployment);
    const { code, out } = await charts(["--output", "json"], objects);
    const { diagnostics, charts: found } = JSON.parse(out);
    expect([code, diagnostics]).toEqual([
      1,
      [expect.objectContaining({ code: "addons/chart-objects", file: addonFile, line })],
    ]);
    expect(found[0].changes).not.toEqual([]);
  });

  test("another digest than the recorded one: a finding at it, and nothing is written", async () => {
    await charts();
    const other = `sha256:${"0".repeat(64)}`;
    replaceInFile(root, file, digest, other);
    const { code, out } = await charts(["--output", "json"], deployment);
    expect([code, JSON.parse(out)]).toEqual([
      1,
      expect.objectContaining({
        written: false,
        diagnostics: [expect.objectContaining({ code: "addons/chart-digest", file, line: 11 })],
      }),
    ]);
    expect(written()).toMatchObject({ digest: other });
  });

  test("a new version: the same file, with its further values and traps, and the changes", async () => {
    await charts();
    mergeSpec(root, file, { version: "1.2.2", digest: null, values: { old: "text" }, furtherValues: { more: "map" } });
    const { out } = await charts(["--output", "json"]);
    expect(JSON.parse(out).charts[0].changes).toEqual(["version 1.2.3 instead of 1.2.2", "removed value: old"]);
    expect(written()).toMatchObject({ version: "1.2.3", furtherValues: { more: "map" } });
  });

  test("an error in platform/charts/ does not prevent a new description", async () => {
    await charts();
    mergeSpec(root, file, { kinds: ["Service"] });
    expect((await tenantry(root, ["report"])).code).toBe(1);
    expect((await charts([], deployment)).code).toBe(0);
  });

  test("helm that cannot render the chart: its message", async () => {
    const folder = emptyFolder("failing");
    const script =
      '#!/bin/sh\nif [ "$1" = version ]; then echo v3.22.0; exit; fi\necho "Error: values do not fit" >&2\nexit 1\n';
    write(folder, "helm", script);
    chmodSync(join(folder, "helm"), 0o755);
    const { out } = await tenantry(root, ["charts"], { ...process.env, PATH: folder, COLUMNS: "2000" });
    expect(out).toContain("not rendered: Error: values do not fit");
  });

  test("--version: the description of a version that no add-on uses yet, in addition to that of the used version", async () => {
    await charts([], deployment);
    mergeSpec(root, file, { version: "1.2.2" });
    replaceInFile(root, addonFile, "version: 1.2.3", "version: 1.2.2");
    const { code, out } = await charts(["--add-on", "widgets", "--version", "1.2.3", "--output", "json"], deployment);
    expect([code, JSON.parse(out).charts]).toMatchObject([0, [{ file: "platform/charts/widgets-1.2.3.yaml" }]]);
    expect(written()).toMatchObject({ version: "1.2.2" });
  });

  test.each([
    [["--version", "1.2.3"], "--version requires exactly one --add-on"],
    [["--add-on", "widgets", "--version", "latest"], 'invalid version "latest"'],
  ])("%s: incorrect usage", async (argv, message) => {
    expect(await charts(argv)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test("--add-on: only its charts, and an unknown one is an error", async () => {
    mergeSpec(root, "clusters/staging/cluster.yaml", { addons: { "gateway-api": {}, "cert-manager": {} } });
    expect(JSON.parse((await charts(["--add-on", "widgets", "--output", "json"])).out).charts).toHaveLength(1);
    expect(await charts(["--add-on", "widget"])).toMatchObject({ code: 2, err: expect.stringContaining("widgets") });
  });
});
