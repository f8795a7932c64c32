import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { configNameOf, runsPipelines, serversFor } from "../validate/effective.ts";
import type { TenantSpec } from "../validate/tenant.ts";
import { podNames, replicasOf, serverTypeOf } from "./server-pods.ts";

/** Rows of the README's tables of Servers, models, pipelines and experiments. They contain only text. */
type Rows = readonly Readonly<Record<string, string>>[];

export function serverRows(scope: TenantScope): Rows {
  const { platform, pattern, tenant } = scope;
  return sortedEntries(tenant.spec.servers).map(([name, server]) => {
    const config = configNameOf(server) ?? "";
    const place = serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, config);
    return {
      name,
      type: serverTypeOf(scope, server),
      pods: podNames(name, server),
      replicas: replicasOf(server),
      config: place.name,
      namespace: place.namespace,
    };
  });
}

export function modelRows({ platform, tenant }: TenantScope): Rows {
  return sortedEntries(tenant.spec.models).map(([name, model]) => ({
    name,
    uri: model.storageUri,
    servers: serversFor(platform.spec, tenant, name).join(" or "),
    requirements: model.requirements.join(", "),
    memory: model.memory ?? "not set",
    replicas: replicasOf(model),
  }));
}

interface PipelineRow {
  readonly name: string;
  readonly steps: readonly { readonly name: string; readonly inputs: string }[];
  readonly output: string;
}

export function pipelineRows({ tenant }: TenantScope): readonly PipelineRow[] {
  return sortedEntries(tenant.spec.pipelines).map(([name, { steps, output }]) => ({
    name,
    steps: sortedEntries(steps).map(([step, spec]) => ({ name: step, inputs: inputsOf(spec) })),
    output: output === undefined ? "nothing" : `the output of ${output.map(codeSpan).join(" and ")}`,
  }));
}

type Step = TenantSpec["pipelines"][string]["steps"][string];

const joins: Readonly<Record<Step["inputsJoinType"], string>> = {
  inner: "all of",
  outer: "all available of",
  any: "the first of",
};

function inputsOf({ inputs, triggers, joinWindowMs, inputsJoinType, triggersJoinType }: Step): string {
  const joined = (names: readonly string[], type: Step["inputsJoinType"]): string =>
    `${names.length > 1 ? `${joins[type]} ` : ""}${names.map(codeSpan).join(", ")}`;
  return [
    inputs.length === 0 ? "the pipeline's input" : joined(inputs, inputsJoinType),
    ...(joinWindowMs === undefined ? [] : [`within ${joinWindowMs} ms`]),
    ...(triggers.length === 0 ? [] : [`after ${joined(triggers, triggersJoinType)}`]),
  ].join(", ");
}

/**
 * The Kafka brokers and the topic prefix that pipelines use in addition to their models. `false` for a tenant without
 * pipelines. The names of topics contain the namespace of the pods that create them (2.9.1).
 */
export function topicRows({
  platform,
  pattern,
  tenant,
}: TenantScope): { readonly bootstrap: string; readonly prefix: string } | false {
  const { kafka } = platform.spec.seldon;
  if (kafka === undefined || !runsPipelines(tenant)) return false;
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  return { bootstrap: kafka.bootstrap, prefix: `${kafka.topicPrefix}.${namespace}.` };
}

export function experimentRows({ tenant }: TenantScope): Rows {
  return sortedEntries(tenant.spec.experiments).map(([name, { candidates, mirror, default: whole }]) => ({
    name,
    split: sortedEntries(candidates)
      .map(([candidate, weight]) => `${codeSpan(candidate)} ${weight}`)
      .join(", "),
    mirror:
      mirror === undefined
        ? ""
        : ` The experiment sends copies of ${mirror.percent} % of the requests to ${codeSpan(mirror.name)}, and discards the answers to the copies.`,
    default: whole === undefined ? "" : ` The experiment also splits the requests for ${codeSpan(whole)}.`,
  }));
}

function codeSpan(name: string): string {
  return `\`${name}\``;
}
