import type { SchemaPins } from "../tools/schema-sources.ts";
import { software } from "../tools/schema-sources.ts";
import { moduleZipOf, type ProxyAnswers, type PublishedModule, pinOfModule } from "./module-proxy.ts";

/** Small modules with the files of Kubernetes, Argo CD and another operator that Tenantry reads. */
const kubernetesModule: PublishedModule = {
  module: software.kubernetes.module,
  version: "v1.34.4",
  files: {
    "api/openapi-spec/swagger.json": JSON.stringify({
      definitions: {
        "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": { type: "object", properties: { name: { type: "string" } } },
        "io.k8s.api.core.v1.ConfigMap": {
          type: "object",
          properties: {
            apiVersion: { type: "string" },
            kind: { type: "string" },
            metadata: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" },
            data: { type: "object", additionalProperties: { type: "string" } },
          },
          "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "ConfigMap" }],
        },
      },
    }),
  },
};

const argoCDModule: PublishedModule = {
  module: software.argoCD.module,
  version: "v3.5.1",
  files: Object.fromEntries(
    software.argoCD.crds.map((path, index) => [path, definitionText("argoproj.io", `Kind${index}`)]),
  ),
};

export const widgetModule: PublishedModule = {
  module: "example.com/Widgets",
  version: "v1.2.0",
  files: {
    "crds/widgets.yaml": definitionText("example.com", "Widget"),
    "crds/application.yaml": definitionText("argoproj.io", "Kind0"),
    "crds/invalid.yaml": definitionText("example.com", "Invalid").replace("type: integer", "type: int"),
    "chart/widgets.yaml": "{{- if .Values.crds }}\nkind: CustomResourceDefinition\n",
  },
};

/** A CustomResourceDefinition of a kind with the field `spec.size`. */
function definitionText(group: string, kind: string): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.${group} }
spec:
  group: ${group}
  names: { kind: ${kind} }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { size: { type: integer } } } }
`;
}

/** The answers of a proxy with these modules. */
export const smallModules: ProxyAnswers = Object.fromEntries(
  [kubernetesModule, argoCDModule, widgetModule].map((published) => [zipPath(published), moduleZipOf(published)]),
);

/** The path of a module's zip on a proxy. */
export function zipPath({ module, version }: Pick<PublishedModule, "module" | "version">): string {
  return `/${module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}/@v/${version}.zip`;
}

/** The pins of the small modules, without those that Tenantry ships. */
export const smallPins: SchemaPins = {
  kubernetes: [pinOfModule(kubernetesModule, [])],
  argoCD: [pinOfModule(argoCDModule, software.argoCD.crds)],
  modules: [],
  files: [],
};
