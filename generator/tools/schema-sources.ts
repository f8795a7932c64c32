/** A Go module that contains schemas, pinned by the hash that `go mod download` reports for it. Only its data is used. */
export interface SchemaSource {
  readonly module: string;
  readonly version: string;
  /** Go's h1 hash of the module. */
  readonly sum: string;
  /** Files with CustomResourceDefinitions. Empty for Kubernetes itself, which contains its OpenAPI instead. */
  readonly crds: readonly string[];
}

const kubernetes: Readonly<Record<string, string>> = {
  "1.33.7": "h1:Qhp1gwCPSOqt3du6A0uTGrrTcZDtShdSCIR5IZag16Y=",
  "1.34.4": "h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk=",
  "1.35.2": "h1:2HthVDfK3YJYv624imuKXPzUJ17xQop9OT5dgT+IMKE=",
};

const argoCD: Readonly<Record<string, string>> = {
  "3.2.11": "h1:3hkR11XCp/nlyM2cWr3qeUSGuZgi3JkFdMpzgL5qOR8=",
  "3.5.1": "h1:jtwPLEFX9mNj3jSq88ugFcScGnOZVs2DWaXFuZxrRT8=",
};

/** Other software on clusters, in the versions whose schemas objects are validated against. */
const others: readonly SchemaSource[] = [
  {
    module: "github.com/cilium/cilium",
    version: "v1.18.0",
    sum: "h1:KdWgc6Jl5NmWpJGCRm69TogMgeZNFaCAxtPgBHtv33A=",
    crds: pathsBelow("pkg/k8s/apis/cilium.io/client/crds/v2", [
      "ciliumnetworkpolicies.yaml",
      "ciliumclusterwidenetworkpolicies.yaml",
    ]),
  },
  {
    module: "github.com/prometheus-operator/prometheus-operator",
    version: "v0.85.0",
    sum: "h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=",
    crds: pathsBelow(
      "example/prometheus-operator-crd",
      ["alertmanagerconfigs", "podmonitors", "probes", "prometheusrules", "servicemonitors"].map(
        (plural) => `monitoring.coreos.com_${plural}.yaml`,
      ),
    ),
  },
  {
    module: "github.com/external-secrets/external-secrets",
    version: "v1.3.2",
    sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
    crds: pathsBelow(
      "config/crds/bases",
      ["clustersecretstores", "externalsecrets", "secretstores"].map((plural) => `external-secrets.io_${plural}.yaml`),
    ),
  },
  {
    module: "istio.io/api",
    version: "v1.31.1",
    sum: "h1:5Yb5ihcz4YQsCkciusK7DnFpBMwRB6EFWeUKH1Atuyk=",
    crds: pathsBelow("kubernetes", ["customresourcedefinitions.gen.yaml"]),
  },
  {
    module: "go.universe.tf/metallb",
    version: "v0.16.2",
    sum: "h1:RCSAGoZmqcvTg0e56+Okbwz8iTuQVX30JpKX5mYEPUM=",
    crds: pathsBelow(
      "config/crd/bases",
      ["bgpadvertisements", "bgppeers", "ipaddresspools", "l2advertisements"].map(
        (plural) => `metallb.io_${plural}.yaml`,
      ),
    ),
  },
  {
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.0",
    sum: "h1:735YBRj5NXFrOGX0GoSjwzUIzbz8kiEOfADsqHFmHgE=",
    crds: pathsBelow(
      "config/crd/standard",
      ["gatewayclasses", "gateways", "grpcroutes", "httproutes", "referencegrants"].map(
        (plural) => `gateway.networking.k8s.io_${plural}.yaml`,
      ),
    ),
  },
];

/** The versions that a cluster may name, oldest first. To pin another one, add its hash above. */
export const kubernetesVersions: readonly string[] = Object.keys(kubernetes);
export const argoCDVersions: readonly string[] = Object.keys(argoCD);

/** The versions for objects without a known cluster. */
export const newestVersions = { kubernetes: kubernetesVersions.at(-1) ?? "", argoCD: argoCDVersions.at(-1) ?? "" };

export function kubernetesSource(version: string): SchemaSource {
  return {
    module: "k8s.io/kubernetes",
    version: `v${version}`,
    sum: pinned(kubernetes, "Kubernetes", version),
    crds: [],
  };
}

/** Every source of CRDs for a cluster with this Argo CD. */
export function crdSources(argoCDVersion: string): readonly SchemaSource[] {
  const crds = pathsBelow("manifests/crds", ["application-crd.yaml", "applicationset-crd.yaml", "appproject-crd.yaml"]);
  const sum = pinned(argoCD, "Argo CD", argoCDVersion);
  return [{ module: "github.com/argoproj/argo-cd/v3", version: `v${argoCDVersion}`, sum, crds }, ...others];
}

function pathsBelow(folder: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${folder}/${name}`);
}

/** Clusters are validated before their schemas are loaded, so a version without a pin is a bug, not a mistake in the input. */
function pinned(table: Readonly<Record<string, string>>, software: string, version: string): string {
  const sum = table[version];
  if (sum === undefined) throw new Error(`missing pinned schemas for ${software} ${version}`);
  return sum;
}
