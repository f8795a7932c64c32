import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secrets.ts";
import { platformParts } from "../models/platform-parts.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { type Block, heading } from "../text/document.ts";
import { configNameOf, firstReplicas, seldonVersionOf } from "../validate/effective.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import { commandShares, shareBlocks } from "./command-shares.ts";
import { firstAnswers } from "./first-answers.ts";
import { platformApplication, rootApplication, tenantApplication } from "./names.ts";
import { generatedPath } from "./paths.ts";
import { createSecret } from "./resource-tables.ts";
import type { RunbookStep, Step } from "./runbook-step.ts";

/** The tenant that a cluster's first prediction is shown with: one that splits traffic, or else one that serves. */
export function showcaseOf({ tenants }: ClusterEntry): TenantEntry | undefined {
  const serving = tenants.filter(
    ({ spec }) =>
      Object.keys(spec.servers).length > 0 && Object.keys(spec.models).length > 0 && spec.lifecycle === "active",
  );
  return serving.find(({ spec }) => Object.keys(spec.experiments).length > 0) ?? serving[0];
}

/**
 * From an empty cluster to counted answers: each step in the order in which things come to be, with a command that verifies
 * it before the next.
 */
export function firstPrediction(scope: TenantScope): readonly RunbookStep[] {
  const steps = [bootstrapped, seldon, namespaceClosed, runtimeUp, served].map((step) => step(scope));
  return [...steps, ...firstAnswers(scope)].map(({ lines, needs, title, why, expect }) => ({
    title,
    why,
    commands: commandShares(scope, lines, needs),
    expect,
  }));
}

function bootstrapped({ cluster }: TenantScope): Step {
  const { namespace } = cluster.spec.argoCD;
  return {
    title: "Argo CD follows git",
    why: `Once, by a person, as ${generatedPath(cluster.name, "bootstrap", "README.md")} says; everything after it happens by itself, in this order.`,
    lines: [
      `kubectl apply --server-side --force-conflicts --field-manager=tenantry --kustomize ${generatedPath(cluster.name, "bootstrap")}`,
      `kubectl get applications --namespace ${namespace} ${rootApplication(cluster.name, "platform")} ${rootApplication(cluster.name, "tenants")}`,
    ],
    expect: "both roots, Synced",
  };
}

function seldon({ platform, cluster, pattern, tenant }: TenantScope): Step {
  const operator = pattern.operator === "tenant" ? tenant.name : platform.spec.seldon.namespace;
  const application =
    pattern.operator === "tenant"
      ? tenantApplication(cluster.name, tenant.name, "operator")
      : platformApplication(cluster.name, platformParts.operator);
  return {
    title: "Seldon's definitions, then its operator",
    why: `Seldon Core ${seldonVersionOf(platform, cluster)}, pattern ${pattern.name}: the operator of ${application} looks after ${pattern.operator === "tenant" ? `${tenant.name} alone` : "all tenants"}.`,
    lines: [
      "kubectl wait --for condition=Established --timeout 5m crd/models.mlops.seldon.io crd/servers.mlops.seldon.io crd/serverconfigs.mlops.seldon.io crd/seldonruntimes.mlops.seldon.io crd/experiments.mlops.seldon.io",
      `kubectl rollout status deployment/seldon-v2-controller-manager --namespace ${operator} --timeout 5m`,
      `kubectl get seldonconfig default --namespace ${operator}`,
    ],
    expect: "condition met for each definition, successfully rolled out, and one SeldonConfig called default",
  };
}

function namespaceClosed(scope: TenantScope): Step {
  const { tenant } = scope;
  const manual = secretNeeds(scope).filter(({ from }) => from === "manual");
  return {
    title: "The namespace, and what keeps it apart",
    why: "Quota, limits, accounts, policies and secrets come before anything that runs.",
    lines: [
      `kubectl get resourcequotas,limitranges,networkpolicies --namespace ${tenant.name}`,
      ...manual.map((need) => createSecret(scope, need)),
      `kubectl get secrets --namespace ${tenant.name}`,
    ],
    expect: `tenant-quota, container-limits, default-deny among the policies, and the secrets ${[...secretNeeds(scope).map(({ name }) => name), "seldon-rclone-gs-public"].join(", ")}`,
  };
}

function runtimeUp({ platform, pattern, tenant }: TenantScope): Step {
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  return {
    title: "Scheduler and Envoy",
    why:
      namespace === tenant.name
        ? "The tenant's own. There is no Service with the name of a Server: requests go to seldon-mesh, port 80."
        : "All tenants share them; in the tenant's namespace the same names lead there. Requests go to seldon-mesh, port 80.",
    lines: [
      `kubectl wait seldonruntime/seldon --namespace ${namespace} --for condition=SchedulerReady --timeout 10m`,
      `kubectl wait seldonruntime/seldon --namespace ${namespace} --for condition=EnvoyReady --timeout 10m`,
      `kubectl get services --namespace ${namespace} seldon-scheduler seldon-mesh`,
    ],
    expect:
      "seldon-scheduler with ports 9002, 9004, 9044, 9005, 9055 and 9008, seldon-mesh with ports 80 and 9003, both ClusterIP",
  };
}

/** Kubernetes counts a kind again half a minute after its definition came, and a quota that is older every 5 minutes. */
export const quotaWait =
  "Where the quota is older than Seldon's definitions, the API server refuses Servers and models for up to five minutes more (status unknown for quota). Argo CD tries again by itself.";

/** What leads to models, and the condition that says it does. */
const routes = [
  ["experiments", "ExperimentReady"],
  ["pipelines", "PipelineReady"],
] as const;

function served({ platform, pattern, tenant }: TenantScope): Step {
  const servers = sortedEntries(tenant.spec.servers);
  const configs = servers.map(([, server]) =>
    serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, configNameOf(server) ?? ""),
  );
  const replicas = servers.flatMap(([name, server]) =>
    Array.from({ length: firstReplicas(server) }, (_, index) => `${name}-${index}`),
  );
  const routed = routes.filter(([kind]) => Object.keys(tenant.spec[kind]).length > 0);
  return {
    title: "ServerConfigs, Servers, models, and what leads to them",
    why: `In this order; each waits for the one before. Every replica of a Server gets a headless Service of its own. ${quotaWait}`,
    lines: [
      ...[...new Map(configs.map((place) => [place.name, place])).values()].map(
        ({ name, namespace }) => `kubectl get serverconfig ${name} --namespace ${namespace}`,
      ),
      `kubectl wait servers --all --namespace ${tenant.name} --for condition=Ready --timeout 15m`,
      `kubectl get services --namespace ${tenant.name} ${replicas.join(" ")}`,
      `kubectl wait models --all --namespace ${tenant.name} --for condition=Ready --timeout 15m`,
      ...routed.map(
        ([kind, condition]) =>
          `kubectl wait ${kind} --all --namespace ${tenant.name} --for condition=${condition} --timeout 5m`,
      ),
    ],
    expect: `each ServerConfig, condition met for each of ${["Servers", "models", ...routed.map(([kind]) => kind)].join(", ")}, and ports 9000, 9500 and 9005 on each replica's Service`,
  };
}

export function firstPredictionDocument(scope: TenantScope): readonly Block[] {
  const { cluster, tenant } = scope;
  return [
    heading(1, `From nothing to an answer: ${tenant.name} on ${cluster.name}`),
    {
      text: "Follow the steps in order, and go on when a step has printed what it is to print. Only the first step, secrets that a person brings, and the requests need you. You need kubectl, curl and node, in bash or zsh. Who may run a block stands before it, unless every role of this tenant may.",
    },
    ...firstPrediction(scope).flatMap((step, index): readonly Block[] => [
      heading(2, `${index + 1}. ${step.title}`),
      { text: step.why },
      ...shareBlocks(step.commands),
      { text: `Expect ${step.expect}.` },
    ]),
  ];
}
