import { type Assignment, editText } from "../edit/edit-text.ts";
import { clusterFile, platformFile } from "../load/input-files.ts";
import { placeholderNetworks } from "../validate/placeholder-networks.ts";
import type { RepositoryAnswers } from "./answers.ts";

type Files = ReadonlyMap<string, string>;

/** The input files of a new platform: the sample's, without the sample's own services, tenants and second cluster. */
export function inputFiles(sample: Files, answers: RepositoryAnswers): Files {
  const platform = editText(textOf(sample, platformFile), platformEdits(answers));
  const cluster = textOf(sample, clusterFile("production"));
  return new Map([
    [platformFile, platform],
    ...[...sample].filter(([file]) => file.startsWith("platform/argo-cd/")),
    ...answers.clusters.map(
      (name, index) => [clusterFile(name), editText(cluster, clusterEdits(name, (index + 1) * 10, answers))] as const,
    ),
    ["tenants/README.md", tenantsReadme],
  ]);
}

function textOf(files: Files, file: string): string {
  const text = files.get(file);
  if (text === undefined) throw new Error(`the sample lacks ${file}`);
  return text;
}

/** The facts of the platform, without the namespaces, services and registries of the sample. */
function platformEdits({
  name,
  team,
  contact,
  github,
  repository,
  branch,
  folder,
  hub,
  argoCD,
}: RepositoryAnswers): readonly Assignment[] {
  const spec = (path: readonly string[], value: unknown): Assignment => ({ path: ["spec", ...path], value });
  return [
    { path: ["metadata", "name"], value: name },
    spec(["owner"], { team, contact, github }),
    spec(["repository", "url"], repository),
    spec(["repository", "revision"], `refs/heads/${branch}`),
    spec(["repository", "path"], folder),
    spec(["hubs"], hub === undefined ? undefined : { [hub]: { version: argoCD } }),
    spec(["namespaces"], { "seldon-system": { labels: { "pod-security.kubernetes.io/enforce": "baseline" } } }),
    spec(["services"], {}),
    spec(["artifactStores"], {}),
    spec(["secretStores"], {}),
    spec(["database"], undefined),
    spec(["tokenIssuers"], undefined),
    spec(["tenantLabels"], []),
    spec(["administrators"], []),
    spec(["registries"], ["docker.io/seldonio/", "nvcr.io/nvidia/"]),
    spec(["seldon", "kafka"], undefined),
  ];
}

function clusterEdits(
  name: string,
  order: number,
  { kubernetes, argoCD, hub }: RepositoryAnswers,
): readonly Assignment[] {
  const spec = (path: readonly string[], value: unknown): Assignment => ({ path: ["spec", ...path], value });
  return [
    { path: ["metadata", "name"], value: name },
    spec(["environment"], name),
    spec(["order"], order),
    spec(
      ["argoCD"],
      hub === undefined
        ? { version: argoCD, destination: { server: "https://kubernetes.default.svc" } }
        : { hub, destination: { name } },
    ),
    spec(["kubernetes", "version"], kubernetes),
    spec(["addons"], undefined),
    spec(["platform"], undefined),
    spec(["prometheus"], usualPrometheus),
    spec(["components"], []),
    spec(["network", "podCIDRs"], [placeholderNetworks.pods]),
    spec(["network", "serviceCIDRs"], [placeholderNetworks.services]),
    spec(["network", "nodeCIDRs"], [placeholderNetworks.nodes]),
    spec(["network", "apiServer", "endpoints"], [placeholderNetworks.apiServer]),
    spec(["network", "domain"], undefined),
    spec(["network", "certificates"], undefined),
    spec(["network", "loadBalancerPools"], undefined),
    spec(["nodePools"], undefined),
    spec(["storageClasses"], { default: "standard" }),
    spec(["capacity"], { cpu: 32, memory: "64Gi", overcommit: { cpu: 1.5, memory: 1.2 } }),
  ];
}

/** The Prometheus of kube-prometheus-stack with its usual names. */
const usualPrometheus = {
  namespace: "monitoring",
  pods: { "app.kubernetes.io/name": "prometheus" },
  monitorLabels: { release: "prometheus" },
};

const tenantsReadme = `# Tenants

This folder contains one file for each tenant: \`<tenant>.yaml\`. To create a file, run \`npx --no-install tenantry new\`.
`;
