import { flows } from "../generate/flows.ts";
import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secrets.ts";
import type { Flow } from "../patterns/flow.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import {
  configNameOf,
  containersOf,
  isServing,
  lifecycleOf,
  podSecurityOf,
  quotaOf,
  servesModels,
} from "../validate/effective.ts";
import { type Block, markdown } from "./document.ts";
import { forwardMesh } from "./first-prediction.ts";
import { markdownMark } from "./names.ts";
import { template } from "./template.ts";
import { troubles } from "./troubles.ts";
import { commandBlocks } from "./who-may.ts";

const render = template<object>("namespace-readme.hbs");

/**
 * What this namespace is, for its own people: owner, quota, models, flows, how to call it, and what to do when it fails.
 * @param applications The Applications that it has: a part that holds nothing has none.
 */
export function namespaceReadme(scope: TenantScope, applications: readonly string[]): string {
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
      platformOwner: platform.spec.owner,
      podSecurity: podSecurityOf(platform.spec, tenant),
      quota: quotaOf(platform.spec, tenant),
      containers: containersOf(platform.spec, tenant),
      access: [
        ...sortedEntries(spec.access.groups).map(([name, role]) => ({ kind: "group", name, role })),
        ...sortedEntries(spec.access.serviceAccounts).map(([name, role]) => ({ kind: "service account", name, role })),
      ],
      serves: servesModels(tenant),
      servers: configs,
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
      calling: markdown(callable.slice(0, 1).flatMap(([name = "", header = ""]) => calling(scope, name, header))),
      firstPrediction: hasFirstPrediction(scope),
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
          command: markdown(
            commandBlocks(scope, [
              `kubectl create secret generic ${name} --namespace ${tenant.name} --type ${type} ${keys.map((key) => `--from-file=${key}=./${key}`).join(" ")}`,
            ]),
          ),
        })),
      applications,
      runtimeNamespace: runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name),
      shared: pattern.runtime === "shared",
      troubles: markdown(troubles(scope, applications)),
      pattern: pattern.name,
      lifecycle: lifecycleOf(cluster, tenant),
    })
  );
}

/** Whether there is a page that leads to its first answer. */
export function hasFirstPrediction({ cluster, tenant }: TenantScope): boolean {
  return isServing(cluster, tenant) && Object.keys(tenant.spec.models).length > 0;
}

function calling(scope: TenantScope, name: string, header: string): readonly Block[] {
  const { platform, pattern, tenant } = scope;
  const forward = forwardMesh(runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name));
  const headers = `--header 'Content-Type: application/json' --header 'seldon-model: ${header}'`;
  const call = `curl http://localhost:8080/v2/models/${name}/infer ${headers} --data @request.json`;
  return commandBlocks(scope, [forward, call], [forward]);
}

function ports(flow: Flow): string {
  return flow.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(", ");
}
