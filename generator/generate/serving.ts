import { defined, filled } from "../models/defined.ts";
import { serverConfigPlace } from "../patterns/pattern.ts";
import { artifactStoreOf, configNameOf, firstReplicas, isServing, serversFor } from "../validate/effective.ts";
import type { TenantSpec } from "../validate/tenant.ts";
import { bareMetadata, type Generated, metadata, sortedEntries, syncOrder, type TenantScope } from "./scope.ts";

/** Servers, their models, and the pipelines and experiments. */
export function servingObjects(scope: TenantScope): readonly Generated[] {
  if (!isServing(scope.cluster, scope.tenant)) return [];
  const { servers, models, pipelines, experiments } = scope.tenant.spec;
  return [
    ...sortedEntries(servers).map(([name, spec]) => server(scope, name, spec)),
    ...sortedEntries(models).map(([name, spec]) => model(scope, name, spec)),
    ...sortedEntries(pipelines).map(([name, spec]) => pipeline(scope, name, spec)),
    ...sortedEntries(experiments).map(([name, spec]) => experiment(scope, name, spec)),
  ];
}

function server(
  { platform, pattern, seldon, tenant }: TenantScope,
  name: string,
  spec: TenantSpec["servers"][string],
): Generated {
  const { namespace } = platform.spec.seldon;
  const config = serverConfigPlace(pattern, namespace, tenant.name, configNameOf(spec) ?? "").name;
  const { minReplicas, maxReplicas, capabilities } = spec;
  const object = new seldon.kinds.Server({
    metadata: bareMetadata(name, tenant.name),
    spec: defined({
      serverConfig: config,
      replicas: firstReplicas(spec),
      minReplicas,
      maxReplicas,
      capabilities,
    }),
  });
  return { object, origin: tenant.at("servers", name) };
}

function model(scope: TenantScope, name: string, spec: TenantSpec["models"][string]): Generated {
  const { platform, pattern, tenant } = scope;
  const credentials = artifactStoreOf(platform, tenant.name, spec.storageUri)?.store.credentials;
  const { minReplicas, maxReplicas, explainer } = spec;
  const object = new scope.seldon.kinds.Model({
    metadata: metadata(scope, name),
    spec: defined({
      storageUri: spec.storageUri,
      secretName:
        spec.secret ?? (credentials === undefined || credentials === "public" ? undefined : credentials.secret),
      requirements: spec.requirements,
      memory: spec.memory,
      replicas: firstReplicas(spec),
      minReplicas,
      maxReplicas,
      // Without it, a shared scheduler would place the model on any tenant's Server that fits.
      server: pattern.runtime === "shared" ? serversFor(platform.spec, tenant, name)[0] : spec.server,
      explainer:
        explainer && defined({ type: explainer.type, modelRef: explainer.model, pipelineRef: explainer.pipeline }),
      parameters: filled(sortedEntries(spec.parameters).map(([key, value]) => ({ name: key, value }))),
    }),
  });
  return { object, origin: tenant.at("models", name), sync: { order: syncOrder.model } };
}

function pipeline(scope: TenantScope, name: string, spec: TenantSpec["pipelines"][string]): Generated {
  const steps = sortedEntries(spec.steps).map(
    ([step, { inputs, triggers, tensorMap, joinWindowMs, inputsJoinType, triggersJoinType }]) =>
      defined({
        name: step,
        inputs: filled(inputs),
        triggers: filled(triggers),
        tensorMap: filled(tensorMap),
        joinWindowMs,
        inputsJoinType,
        triggersJoinType,
      }),
  );
  const object = new scope.seldon.kinds.Pipeline({
    metadata: metadata(scope, name),
    spec: defined({
      steps,
      output: spec.output === undefined ? undefined : { steps: spec.output, stepsJoin: "inner" as const },
    }),
  });
  return { object, origin: scope.tenant.at("pipelines", name), sync: { order: syncOrder.graph } };
}

function experiment(scope: TenantScope, name: string, spec: TenantSpec["experiments"][string]): Generated {
  const overPipelines = Object.keys(spec.candidates).some((candidate) => candidate in scope.tenant.spec.pipelines);
  const object = new scope.seldon.kinds.Experiment({
    metadata: metadata(scope, name),
    spec: defined({
      default: spec.default,
      candidates: sortedEntries(spec.candidates).map(([candidate, weight]) => ({ name: candidate, weight })),
      mirror: spec.mirror,
      resourceType: overPipelines ? "pipeline" : "model",
    }),
  });
  return { object, origin: scope.tenant.at("experiments", name), sync: { order: syncOrder.graph } };
}
