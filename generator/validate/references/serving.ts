import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

import { suggestion } from "../../text/nearest.ts";
import { artifactStoreOf, derivedConfigName, schemeOf, serverOf } from "../effective.ts";
import { findingAt, firstWritten, type Origin } from "../inventory.ts";
import type { TenantContext } from "./context.ts";
import { unknownReference } from "./unknown.ts";

/** Servers and models: every name they use is declared, and nothing is left to chance. */
export function* servingReferences(context: TenantContext): Iterable<Diagnostic> {
  yield* servers(context);
  yield* models(context);
}

function* servers({ platform, cluster, tenant }: TenantContext): Iterable<Diagnostic> {
  const { serverConfigs, servers: declared } = tenant.spec;
  const templates = Object.keys(platform.spec.serverTemplates);
  const classes = [cluster.spec.storageClasses.default, ...cluster.spec.storageClasses.others];
  for (const [name, config] of Object.entries(serverConfigs)) {
    yield* unknownReference(
      tenant.at("serverConfigs", name, "template"),
      config.template,
      templates,
      "server template of the platform",
    );
    yield* unknownReference(
      tenant.at("serverConfigs", name, "storage", "class"),
      config.storage.class,
      classes,
      `storage class of ${cluster.name}`,
    );
    const template = platform.spec.serverTemplates[config.template];
    // Of a template that is not there nobody knows what it runs: it may be any of them.
    const contracts = template === undefined ? platform.known.servers : [serverOf(platform, template)];
    const isContract = (key: string): boolean => contracts.some(({ environment }) => Object.hasOwn(environment, key));
    for (const variable of Object.keys(config.environment).filter(isContract)) {
      yield findingAt(
        tenant.at("serverConfigs", name, "environment", variable),
        "input/invalid-value",
        `${variable} is part of the contract between Seldon's containers`,
        "Leave it out: the platform sets it.",
        "key",
      );
    }
    const gpus = config.resources.gpus ?? template?.resources.gpus ?? 0;
    if (gpus > 0 && cluster.spec.nodePools[tenant.spec.nodePool ?? ""]?.gpuResource === undefined) {
      yield findingAt(
        firstWritten(tenant, ["serverConfigs", name, "resources", "gpus"], ["serverConfigs", name, "template"]),
        "reference/unknown",
        `${name} asks for GPUs, and the tenant has no node pool with any on ${cluster.name}`,
        gpuPools(cluster.spec.nodePools),
      );
    }
  }
  for (const [name, server] of Object.entries(declared)) {
    const at = tenant.at("servers", name);
    if (server.config === undefined && server.template === undefined && isOverride(at)) {
      const others = Object.keys(tenant.spec.servers).filter((key) => !isOverride(tenant.at("servers", key)));
      yield findingAt(
        at,
        "reference/unknown",
        `${cluster.name} changes servers.${name}, which is not declared`,
        `${suggestion(name, others)} One of ${cluster.name}'s own needs template or config.`,
        "key",
      );
    } else if ((server.config === undefined) === (server.template === undefined)) {
      const message =
        server.config === undefined
          ? `Server ${name} has neither a template nor a config`
          : `Server ${name} has both a template and a config`;
      yield findingAt(
        tenant.at("servers", name),
        "input/missing-field",
        message,
        `Give one of them. Templates: ${templates.join(", ")}.`,
        "key",
      );
    }
    yield* unknownReference(
      tenant.at("servers", name, "config"),
      server.config,
      Object.keys(serverConfigs),
      "ServerConfig of this tenant",
    );
    yield* unknownReference(
      tenant.at("servers", name, "template"),
      server.template,
      templates,
      "server template of the platform",
    );
    if (
      server.config === undefined &&
      server.template !== undefined &&
      derivedConfigName(server.template) in serverConfigs
    ) {
      const config = derivedConfigName(server.template);
      yield findingAt(
        tenant.at("servers", name, "template"),
        "reference/ambiguous",
        `template ${server.template} would derive a ServerConfig ${config}, which this tenant declares itself`,
        `Write config: ${config} instead, or rename the declared one.`,
      );
    }
    yield* replicas(tenant, ["servers", name], server);
  }
}

/** How a tenant comes to GPUs on a cluster. */
export function gpuPools(pools: TenantContext["cluster"]["spec"]["nodePools"]): string {
  const names = Object.keys(pools).filter((name) => pools[name]?.gpuResource !== undefined);
  return names.length === 0
    ? "No node pool of this cluster has any: ask for none there, in an override of its."
    : `Name one with nodePool: ${names.join(", ")}.`;
}

/** Whether something is one cluster's alone. */
function isOverride({ path }: Origin): boolean {
  return path[1] === "clusters";
}

function* models({ platform, tenant }: TenantContext): Iterable<Diagnostic> {
  const { models: declared, servers: offered, pipelines: pipes, secrets } = tenant.spec;
  for (const [name, model] of Object.entries(declared)) {
    if (Object.keys(offered).length === 0) {
      yield findingAt(
        tenant.at("models", name),
        "reference/unknown",
        `model ${name} has no Server to run on`,
        "Declare one under spec.servers: { mlserver: { template: mlserver } }.",
        "key",
      );
    }
    yield* unknownReference(
      tenant.at("models", name, "server"),
      model.server,
      Object.keys(offered),
      "Server of this tenant",
    );
    yield* replicas(tenant, ["models", name], model);
    if (model.explainer !== undefined) {
      const { model: explained, pipeline } = model.explainer;
      yield* unknownReference(
        tenant.at("models", name, "explainer", "model"),
        explained,
        Object.keys(declared),
        "model of this tenant",
      );
      yield* unknownReference(
        tenant.at("models", name, "explainer", "pipeline"),
        pipeline,
        Object.keys(pipes),
        "pipeline of this tenant",
      );
      if ((explained === undefined) === (pipeline === undefined)) {
        yield findingAt(
          tenant.at("models", name, "explainer"),
          "input/missing-field",
          `explainer ${name} names ${explained === undefined ? "neither" : "both"} a model and a pipeline`,
          "Give exactly one: with none Seldon's agent crashes (2.9.1).",
          "key",
        );
      }
    }
    if (model.secret !== undefined && !Object.hasOwn(secrets, model.secret)) {
      const fitting = Object.keys(secrets).filter((key) => secrets[key]?.keys.length === 1);
      yield* unknownReference(
        tenant.at("models", name, "secret"),
        model.secret,
        fitting,
        "secret of this tenant with one key",
      );
    }
    const keys = secrets[model.secret ?? ""]?.keys ?? [];
    if (model.secret !== undefined && keys.length > 1) {
      yield findingAt(
        tenant.at("models", name, "secret"),
        "input/invalid-value",
        `secret ${model.secret} has ${keys.length} keys`,
        "Seldon takes a secret with exactly one key, an rclone remote.",
      );
    }
    if (artifactStoreOf(platform, tenant.name, model.storageUri) === undefined) {
      const scheme = schemeOf(model.storageUri);
      const locations = Object.values(platform.spec.artifactStores).flatMap((store) =>
        store.locations.map((location) => location.replaceAll("{tenant}", tenant.name)),
      );
      const near = locations.filter((location) => schemeOf(location) === scheme);
      yield findingAt(
        tenant.at("models", name, "storageUri"),
        "reference/outside-own-storage",
        `no artifact store serves ${model.storageUri} to ${tenant.name}`,
        `This tenant may read below: ${(near.length > 0 ? near : locations).join(", ")}`,
      );
    }
  }
}

function* replicas(
  tenant: TenantContext["tenant"],
  path: readonly string[],
  range: {
    readonly replicas?: number | undefined;
    readonly minReplicas?: number | undefined;
    readonly maxReplicas?: number | undefined;
  },
): Iterable<Diagnostic> {
  const { replicas: fixed, minReplicas: min, maxReplicas: max } = range;
  if (fixed !== undefined && (min !== undefined || max !== undefined)) {
    yield findingAt(
      tenant.at(...path, "replicas"),
      "input/invalid-value",
      "replicas beside minReplicas or maxReplicas",
      "Autoscaling owns the number between min and max: leave replicas out.",
      "key",
    );
  }
  if (min !== undefined && max !== undefined && min > max) {
    yield findingAt(
      tenant.at(...path, "minReplicas"),
      "input/invalid-value",
      `minReplicas ${min} is over maxReplicas ${max}`,
      "Lower minReplicas, or raise maxReplicas.",
    );
  }
}
