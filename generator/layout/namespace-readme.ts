import { tenantFlows } from "../generate/flows.ts";
import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secret-needs.ts";
import { meshText } from "../patterns/mesh-text.ts";
import { runtimeNamespace } from "../patterns/pattern.ts";
import { type Block, markdown } from "../text/document.ts";
import {
  containersOfServer,
  isServing,
  lifecycleOf,
  podSecurityOf,
  quotaOf,
  servesModels,
} from "../validate/effective.ts";
import { commandBlocks } from "./command-shares.ts";
import { componentRows } from "./component-tables.ts";
import { flowRows } from "./flow-rows.ts";
import { markdownMark } from "./marks.ts";
import { type RequestTarget, requestTo, withRetries } from "./request.ts";
import { forwardMesh } from "./request-steps.ts";
import { claimRows, createSecret, poolOf, secretRows } from "./resource-tables.ts";
import { routeSection } from "./route-section.ts";
import { experimentRows, modelRows, pipelineRows, serverRows, topicRows } from "./serving-tables.ts";
import { template } from "./template.ts";
import { troubleshootingSections } from "./troubleshooting.ts";

const render = template<object>("namespace-readme.hbs");

/**
 * The README of a namespace, for its team: owner, quota, models, flows, requests and troubleshooting.
 * @param applications The Applications of the namespace. An empty part has none.
 */
export function namespaceReadme(scope: TenantScope, applications: readonly string[]): string {
  const { platform, cluster, pattern, tenant } = scope;
  const { spec } = tenant;
  const callable = callables(scope);
  return (
    markdownMark() +
    render({
      tenant: tenant.name,
      cluster: cluster.name,
      environment: cluster.spec.environment,
      file: tenant.at().source.file,
      owner: spec.owner,
      platformOwner: platform.spec.owner,
      podSecurity: podSecurityOf(platform.spec, tenant),
      quota: quotaOf(platform.spec, tenant),
      containers: containersOfServer(platform.spec, tenant),
      access: [
        ...sortedEntries(spec.access.groups).map(([name, role]) => ({ kind: "group", name, role })),
        ...sortedEntries(spec.access.serviceAccounts).map(([name, role]) => ({ kind: "service account", name, role })),
      ],
      serves: servesModels(tenant),
      active: lifecycleOf(cluster, tenant) === "active",
      servers: serverRows(scope),
      components: componentRows(scope),
      pool: poolOf(scope),
      mesh: meshText(cluster, tenant.name),
      models: modelRows(scope),
      pipelines: pipelineRows(scope),
      topics: topicRows(scope),
      experiments: experimentRows(scope),
      callable: callable.map(([kind, name]) => ({ kind, name, header: requestTo(tenant, kind, name).header })),
      calling: markdown(callable.slice(0, 1).flatMap(([kind, name]) => callBlocks(scope, kind, name))).trimEnd(),
      routes: routeSection(scope),
      claims: claimRows(scope),
      secrets: secretRows(scope),
      flows: flowRows(tenantFlows(scope)),
      manualSecrets: manualSecrets(scope),
      applications,
      runtimeNamespace: runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name),
      shared: pattern.runtime === "shared",
      troubles: markdown(troubleshootingSections(scope, applications)),
      pattern: pattern.name,
      lifecycle: lifecycleOf(cluster, tenant),
    })
  );
}

/** Whether the tenant has a runbook for its first prediction. */
export function hasFirstPrediction({ cluster, tenant }: TenantScope): boolean {
  return isServing(cluster, tenant) && Object.keys(tenant.spec.models).length > 0;
}

/** The possible targets of requests. */
function callables(scope: TenantScope): readonly (readonly [RequestTarget, string])[] {
  const { spec } = scope.tenant;
  if (!hasFirstPrediction(scope)) return [];
  const named = (kind: RequestTarget, all: object): readonly (readonly [RequestTarget, string])[] =>
    Object.keys(all)
      .sort()
      .map((name) => [kind, name]);
  return [
    ...named("model", spec.models),
    ...named("pipeline", spec.pipelines),
    ...named("experiment", spec.experiments),
  ];
}

function callBlocks(scope: TenantScope, kind: RequestTarget, name: string): readonly Block[] {
  const { platform, pattern, tenant } = scope;
  const forward = forwardMesh(runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name));
  return commandBlocks(
    scope,
    [forward, `curl --include ${withRetries} ${requestTo(tenant, kind, name).request}`],
    [forward],
  );
}

function manualSecrets(scope: TenantScope): readonly object[] {
  return secretNeeds(scope)
    .filter(({ from }) => from === "manual")
    .map((need) => ({
      name: need.name,
      why: need.why,
      command: markdown(commandBlocks(scope, [createSecret(scope, need)])).trimEnd(),
    }));
}
