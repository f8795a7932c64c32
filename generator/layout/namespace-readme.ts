import { flows } from "../generate/flows.ts";
import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secrets.ts";
import type { Flow } from "../patterns/flow.ts";
import { partsOf, runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import {
  configNameOf,
  containersOf,
  lifecycleOf,
  podSecurityOf,
  quotaOf,
  servesModels,
} from "../validate/effective.ts";
import { markdownMark, tenantApplication } from "./names.ts";
import { template } from "./template.ts";

const render = template<object>("namespace-readme.hbs");

/** What this namespace is, for its own people: owner, quota, models, flows, how to call it, and what to do when it fails. */
export function namespaceReadme(scope: TenantScope): string {
  const { platform, cluster, pattern, tenant } = scope;
  const { spec } = tenant;
  const configs = sortedEntries(spec.servers).map(([name, server]) => ({
    name,
    place: serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, configNameOf(server) ?? ""),
  }));
  const callable = [
    ...Object.keys(spec.models)
      .sort()
      .map((name) => [name, name, "model"]),
    ...Object.keys(spec.pipelines)
      .sort()
      .map((name) => [name, `${name}.pipeline`, "pipeline"]),
    ...Object.keys(spec.experiments)
      .sort()
      .map((name) => [name, `${name}.experiment`, "experiment"]),
  ];
  return (
    markdownMark() +
    render({
      tenant: tenant.name,
      cluster: cluster.name,
      environment: cluster.spec.environment,
      file: tenant.at().source.file,
      owner: spec.owner,
      podSecurity: podSecurityOf(platform.spec, tenant),
      quota: quotaOf(platform.spec, tenant),
      containers: containersOf(platform.spec, tenant),
      access: [
        ...sortedEntries(spec.access.groups).map(([name, role]) => ({ kind: "group", name, role })),
        ...sortedEntries(spec.access.serviceAccounts).map(([name, role]) => ({ kind: "service account", name, role })),
      ],
      serves: servesModels(tenant),
      servers: configs,
      firstServer: configs.slice(0, 1),
      models: sortedEntries(spec.models).map(([name, model]) => ({
        name,
        uri: model.storageUri,
        requirements: model.requirements.join(", "),
        memory: model.memory ?? "not said",
      })),
      experiments: sortedEntries(spec.experiments).map(([name, experiment]) => ({
        name,
        split: sortedEntries(experiment.candidates)
          .map(([candidate, weight]) => `${candidate} ${weight}`)
          .join(", "),
      })),
      callable: callable.map(([name, header, kind]) => ({ name, header, kind })),
      firstCallable: callable.slice(0, 1).map(([name, header, kind]) => ({ name, header, kind })),
      flows: flows(scope).map((flow) => ({
        name: flow.name,
        arrow: flow.direction === "in" ? "in" : "out",
        ports: ports(flow),
        why: flow.why,
      })),
      manualSecrets: secretNeeds(scope)
        .filter(({ from }) => from === "manual")
        .map(({ name, keys, why, type }) => ({
          name,
          why,
          flags: keys.map((key) => `--from-file=${key}=./${key}`).join(" "),
          type,
        })),
      applications: partsOf(pattern, cluster).map((part) => tenantApplication(cluster.name, tenant.name, part)),
      runtimeNamespace: runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name),
      shared: pattern.runtime === "shared",
      operatorNamespace: pattern.operator === "tenant" ? tenant.name : platform.spec.seldon.namespace,
      searched:
        pattern.serverConfigs === "server"
          ? "beside the Server"
          : pattern.operator === "tenant"
            ? "in this namespace, which is its own"
            : "in its own namespace",
      pattern: pattern.name,
      lifecycle: lifecycleOf(cluster, tenant),
    })
  );
}

function ports(flow: Flow): string {
  return flow.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(", ");
}
