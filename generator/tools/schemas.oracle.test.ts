import { parse as parsePath } from "node:path";
import { expect, test } from "vitest";
import { describedSchemas } from "../models/described-schemas.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { goProgram } from "./programs.ts";
import { sumOfModule } from "./provide-module.ts";
import { provideSchemas, schemaOf } from "./provide-schemas.ts";
import { runTool } from "./run-tool.ts";
import { shippedPins } from "./schema-sources.ts";

const machine = { env: process.env, log: () => undefined };

/** The kinds that the generator emits or that components often use. */
const kinds = [
  { group: "", version: "v1", kind: "Namespace" },
  { group: "apps", version: "v1", kind: "StatefulSet" },
  { group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy" },
  { group: "rbac.authorization.k8s.io", version: "v1", kind: "RoleBinding" },
  { group: "admissionregistration.k8s.io", version: "v1", kind: "ValidatingAdmissionPolicy" },
  { group: "argoproj.io", version: "v1alpha1", kind: "Application" },
  { group: "argoproj.io", version: "v1alpha1", kind: "AppProject" },
  { group: "cilium.io", version: "v2", kind: "CiliumNetworkPolicy" },
  { group: "external-secrets.io", version: "v1", kind: "ExternalSecret" },
  { group: "monitoring.coreos.com", version: "v1", kind: "PodMonitor" },
  { group: "monitoring.coreos.com", version: "v1alpha1", kind: "AlertmanagerConfig" },
  { group: "networking.istio.io", version: "v1", kind: "VirtualService" },
  { group: "metallb.io", version: "v1beta1", kind: "IPAddressPool" },
  { group: "gateway.networking.k8s.io", version: "v1", kind: "HTTPRoute" },
  ...["Experiment", "Model", "Pipeline", "SeldonConfig", "SeldonRuntime", "Server", "ServerConfig"].map((kind) => ({
    group: "mlops.seldon.io",
    version: "v1alpha1",
    kind,
  })),
];

const pairs = [
  ...shippedPins.kubernetes.map(({ version }) => ({ kubernetes: version.slice(1), argoCD: "3.5.1" })),
  ...shippedPins.argoCD.map(({ version }) => ({ kubernetes: "1.34.4", argoCD: version.slice(1) })),
];

test.each(pairs)(
  "Kubernetes $kubernetes with Argo CD $argoCD: every kind has a schema, closed at its root",
  async (versions) => {
    const set = await provideSchemas(versions, describedSchemas(seldon29), machine);
    for (const kind of kinds) {
      const schema = schemaOf(set, kind);
      expect(schema, `${kind.group} ${kind.kind}`).toBeDefined();
      expect(schema?.additionalProperties, kind.kind).toBe(false);
      expect(schema?.required).toEqual(expect.arrayContaining(["apiVersion", "kind"]));
    }
  },
);

/** Small modules, of which Go computes the sums with its own code. */
const modules = [
  ...shippedPins.modules.filter(({ module }) => !module.includes("cilium")),
  { module: "github.com/BurntSushi/toml", version: "v1.5.0", crds: [] },
];

test.each(modules)("$module $version: Go computes the same sum", async ({ module, version, crds }) => {
  const name = `${module}@${version}`;
  // In a folder outside every Go module, so that no go.mod affects the command.
  const cwd = parsePath(import.meta.dirname).root;
  const done = await runTool(goProgram, ["mod", "download", "-json", name], {
    cwd,
    env: { ...process.env, GOFLAGS: "-mod=mod" },
  });
  const { Sum } = JSON.parse(done.stdout) as { Sum: string };
  expect(await sumOfModule({ module, version, crds }, crds, machine)).toBe(Sum);
});
