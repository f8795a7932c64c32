import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secret-needs.ts";
import { platformParts } from "../models/platform-parts.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { type Block, heading } from "../text/document.ts";
import { joinNames } from "../text/listed.ts";
import { configNameOf, firstReplicas, seldonVersionOf } from "../validate/effective.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import { isRemote } from "./argo-cd.ts";
import { commandShares, shareBlocks, shareLegend } from "./command-shares.ts";
import { applyCommand } from "./instance-objects.ts";
import { hubApplication, platformApplication, rootApplication, rootsOf, tenantApplication } from "./names.ts";
import { generatedPath } from "./paths.ts";
import { requestSteps } from "./request-steps.ts";
import { createSecret } from "./resource-tables.ts";
import { sendsGrpc } from "./route-steps.ts";
import type { RunbookStep, Step } from "./runbook-step.ts";

/** The tenant that demonstrates the first prediction on a cluster: one that splits traffic, otherwise one that serves. */
export function demoTenantOf({ tenants }: ClusterEntry): TenantEntry | undefined {
  const serving = tenants.filter(
    ({ spec }) =>
      Object.keys(spec.servers).length > 0 && Object.keys(spec.models).length > 0 && spec.lifecycle === "active",
  );
  return serving.find(({ spec }) => Object.keys(spec.experiments).length > 0) ?? serving[0];
}

/**
 * The steps from an empty cluster to counted answers, in the order in which Argo CD creates the objects. Each step has a
 * command that verifies it before the next step.
 */
export function firstPredictionSteps(scope: TenantScope): readonly RunbookStep[] {
  const steps = [bootstrapped, seldon, namespaceClosed, runtimeUp, served].map((step) => step(scope));
  return [...steps, ...requestSteps(scope)].map(({ lines, needs, title, why, expect }) => ({
    title,
    why,
    commands: commandShares(scope, lines, needs),
    expect,
  }));
}

function bootstrapped({ cluster }: TenantScope): Step {
  const { namespace, hub } = cluster.spec.argoCD;
  const roots = rootsOf(cluster).map((root) => rootApplication(cluster.name, root));
  const readme = `The platform team first follows ${generatedPath(cluster.name, "bootstrap", "README.md")}, once for each cluster.`;
  const rest = "Argo CD creates the objects of steps 2 to 5 automatically.";
  const get = `kubectl get applications --namespace ${namespace}`;
  if (hub !== undefined)
    return {
      title: "Verify the Applications of the hub and of the cluster",
      why: [readme, ...contextNote(cluster), rest].join(" "),
      lines: [`${get} ${[hubApplication(hub), ...roots].join(" ")}`],
      expect: '"Synced" for each of these Applications',
    };
  return {
    title: "Apply the bootstrap",
    why: [
      `${readme} The first command below repeats the last apply command of the bootstrap README, and changes nothing on a cluster that is already bootstrapped.`,
      ...contextNote(cluster),
      rest,
    ].join(" "),
    lines: [applyCommand(generatedPath(cluster.name, "bootstrap"), cluster.spec.argoCD), `${get} ${roots.join(" ")}`],
    expect: '"Synced" for each root Application',
  };
}

/** The context of kubectl for the first step, if Argo CD runs on another cluster. */
function contextNote(cluster: ClusterEntry): readonly string[] {
  return isRemote(cluster)
    ? [
        `The commands of this step need the context of kubectl for the cluster that runs Argo CD. All other steps need the context for ${cluster.name}.`,
      ]
    : [];
}

function seldon({ platform, cluster, pattern, tenant }: TenantScope): Step {
  const operator = pattern.operator === "tenant" ? tenant.name : platform.spec.seldon.namespace;
  const application =
    pattern.operator === "tenant"
      ? tenantApplication(cluster.name, tenant.name, "operator")
      : platformApplication(cluster.name, platformParts.operator);
  return {
    title: "Verify Seldon's CustomResourceDefinitions and operator",
    why: `This cluster runs Seldon Core ${seldonVersionOf(cluster)} with pattern ${pattern.name}. The operator of Application ${application} manages ${pattern.operator === "tenant" ? `only ${tenant.name}` : "all tenants"}.`,
    lines: [
      "kubectl wait --for condition=Established --timeout 5m crd/models.mlops.seldon.io crd/servers.mlops.seldon.io crd/serverconfigs.mlops.seldon.io crd/seldonruntimes.mlops.seldon.io crd/experiments.mlops.seldon.io",
      `kubectl rollout status deployment/seldon-v2-controller-manager --namespace ${operator} --timeout 5m`,
      `kubectl get seldonconfig default --namespace ${operator}`,
    ],
    expect:
      '"condition met" for each CustomResourceDefinition, then "successfully rolled out", then one SeldonConfig "default"',
  };
}

function namespaceClosed(scope: TenantScope): Step {
  const { tenant } = scope;
  const manual = secretNeeds(scope).filter(({ from }) => from === "manual");
  return {
    title: `Verify the namespace and its guardrails${manual.length === 0 ? "" : ", and create secrets by hand"}`,
    why: "Quota, limits, accounts, policies and secrets must exist before any workload runs.",
    lines: [
      `kubectl get resourcequotas,limitranges,networkpolicies --namespace ${tenant.name}`,
      ...manual.map((need) => createSecret(scope, need)),
      `kubectl get secrets --namespace ${tenant.name}`,
    ],
    expect: `the ResourceQuota "tenant-quota", the LimitRange "container-limits", the NetworkPolicy "default-deny", and the Secrets ${joinNames([...secretNeeds(scope).map(({ name }) => name), "seldon-rclone-gs-public"].map((name) => `"${name}"`))}`,
  };
}

function runtimeUp({ platform, pattern, tenant }: TenantScope): Step {
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  return {
    title: "Verify the scheduler and Envoy",
    why:
      namespace === tenant.name
        ? "Only this tenant uses this scheduler and this Envoy. Send all requests to the Service seldon-mesh, port 80: no Service has the name of a Server."
        : "All tenants share this scheduler and this Envoy. In the tenant's namespace, the Services seldon-scheduler and seldon-mesh are aliases for the shared Services. Send all requests to the Service seldon-mesh, port 80.",
    lines: [
      `kubectl wait seldonruntime/seldon --namespace ${namespace} --for condition=SchedulerReady --timeout 10m`,
      `kubectl wait seldonruntime/seldon --namespace ${namespace} --for condition=EnvoyReady --timeout 10m`,
      `kubectl get services --namespace ${namespace} seldon-scheduler seldon-mesh`,
    ],
    expect:
      'two Services of type ClusterIP: "seldon-scheduler" with ports 9002, 9004, 9044, 9005, 9055 and 9008, and "seldon-mesh" with ports 80 and 9003',
  };
}

/** Kubernetes looks for new kinds every 30 seconds. For an older quota it begins to count them only at intervals of 5 minutes. */
export const quotaWait =
  'If the ResourceQuota is older than Seldon\'s CustomResourceDefinitions, the API server rejects Servers and models with "status unknown for quota" for up to five minutes. Argo CD retries the sync automatically.';

/** The kinds that route requests to models, and the condition that shows that they are ready. */
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
  const kinds = ["Servers", "models", ...routed.map(([kind]) => kind)];
  const listed = joinNames(kinds);
  return {
    title: `Verify ServerConfigs, ${listed}`,
    why: `The ServerConfigs are created first. Then ${listed} become ready in this order. Every replica of a Server has its own headless Service. ${quotaWait}`,
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
    expect: `"condition met" for all ${listed}, one Service with the ports 9000, 9500 and 9005 for each replica, and each ServerConfig`,
  };
}

export function firstPredictionDocument(scope: TenantScope): readonly Block[] {
  const { cluster, tenant } = scope;
  const programs = ["kubectl", "curl", "Node.js", ...(sendsGrpc(scope) ? ["grpcurl"] : [])];
  return [
    heading(1, `First prediction: ${tenant.name} on ${cluster.name}`),
    {
      text: `Follow the steps in order. Begin the next step only after the current step prints the expected output. Only the bootstrap, the secrets that are created by hand, and the requests are manual tasks. Argo CD does everything else. The commands need ${joinNames(programs)}, in bash or zsh. ${shareLegend}`,
    },
    ...firstPredictionSteps(scope).flatMap((step, index): readonly Block[] => [
      heading(2, `${index + 1}. ${step.title}`),
      { text: step.why },
      ...shareBlocks(step.commands),
      { text: `Expect ${step.expect}.` },
    ]),
  ];
}
