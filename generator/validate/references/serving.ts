import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { artifactStoreOf, derivedConfigName, schemeOf, serverOf } from "../effective.ts";
import { findingAt, firstWritten, type Origin } from "../inventory.ts";
import { withNames } from "../name-placeholders.ts";
import type { TenantContext } from "./context.ts";
import { undeclaredOverride, unknownReference } from "./unknown.ts";

/** References of Servers and models: every name that they use must be declared, and every choice must be unambiguous. */
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
      "server template",
    );
    yield* unknownReference(
      tenant.at("serverConfigs", name, "storage", "class"),
      config.storage.class,
      classes,
      "storage class",
      { scope: `on ${cluster.name}` },
    );
    const template = platform.spec.serverTemplates[config.template];
    // An unknown template may run any of the inference servers.
    const contracts = template === undefined ? platform.known.servers : [serverOf(platform, template)];
    const isContract = (key: string): boolean => contracts.some(({ environment }) => Object.hasOwn(environment, key));
    for (const variable of Object.keys(config.environment).filter(isContract)) {
      yield findingAt(
        tenant.at("serverConfigs", name, "environment", variable),
        "input/invalid-value",
        codes["input/invalid-value"].messages.contractVariable(variable),
        "Remove the variable: Tenantry sets this variable.",
        "key",
      );
    }
    const gpus = config.resources.gpus ?? template?.resources.gpus ?? 0;
    if (gpus > 0 && cluster.spec.nodePools[tenant.spec.nodePool ?? ""]?.gpuResource === undefined) {
      yield findingAt(
        firstWritten(tenant, ["serverConfigs", name, "resources", "gpus"], ["serverConfigs", name, "template"]),
        "reference/unknown",
        codes["reference/unknown"].messages.missingGpuPool(`${name} requests`, cluster.name),
        gpuPools(cluster.spec.nodePools),
      );
    }
  }
  for (const [name, server] of Object.entries(declared)) {
    const at = tenant.at("servers", name);
    if (server.config === undefined && server.template === undefined && isOverride(at)) {
      const others = Object.keys(tenant.spec.servers).filter((key) => !isOverride(tenant.at("servers", key)));
      yield undeclaredOverride(at, cluster.name, ["servers", name], others, "template or config");
    } else if ((server.config === undefined) === (server.template === undefined)) {
      const { messages } = codes["input/missing-field"];
      yield findingAt(
        tenant.at("servers", name),
        "input/missing-field",
        (server.config === undefined ? messages.neitherOf : messages.bothOf)("Server", name, "a template", "a config"),
        `Set either template or config. Templates: ${templates.join(", ")}.`,
        "key",
      );
    }
    yield* unknownReference(
      tenant.at("servers", name, "config"),
      server.config,
      Object.keys(serverConfigs),
      "ServerConfig",
      { scope: "in this tenant" },
    );
    yield* unknownReference(tenant.at("servers", name, "template"), server.template, templates, "server template");
    if (
      server.config === undefined &&
      server.template !== undefined &&
      derivedConfigName(server.template) in serverConfigs
    ) {
      const config = derivedConfigName(server.template);
      yield findingAt(
        tenant.at("servers", name, "template"),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.derivedServerConfig(config, server.template),
        `Set config: ${config} instead, or rename the ServerConfig of this tenant.`,
      );
    }
    yield* replicas(tenant, ["servers", name], server);
  }
}

/** The hint for a tenant that requests GPUs on a cluster. */
export function gpuPools(pools: TenantContext["cluster"]["spec"]["nodePools"]): string {
  const names = Object.keys(pools).filter((name) => pools[name]?.gpuResource !== undefined);
  return names.length === 0
    ? "Set gpus: 0 in the override for this cluster: no node pool of the cluster has GPUs."
    : `Set nodePool to a pool with GPUs: ${names.join(", ")}.`;
}

/** Whether an entry is only in the override of a cluster or group. */
function isOverride({ path }: Origin): boolean {
  return path[1] === "clusters" || path[1] === "clusterGroups";
}

function* models({ platform, tenant }: TenantContext): Iterable<Diagnostic> {
  const { models: declared, servers: offered, pipelines: pipes, secrets } = tenant.spec;
  for (const [name, model] of Object.entries(declared)) {
    if (Object.keys(offered).length === 0) {
      yield findingAt(
        tenant.at("models", name),
        "reference/unknown",
        codes["reference/unknown"].messages.missingServer(name),
        "Declare a Server under spec.servers: { mlserver: { template: mlserver } }.",
        "key",
      );
    }
    yield* unknownReference(tenant.at("models", name, "server"), model.server, Object.keys(offered), "Server", {
      scope: "in this tenant",
    });
    yield* replicas(tenant, ["models", name], model);
    if (model.explainer !== undefined) {
      const { model: explained, pipeline } = model.explainer;
      yield* unknownReference(
        tenant.at("models", name, "explainer", "model"),
        explained,
        Object.keys(declared),
        "model",
        { scope: "in this tenant" },
      );
      yield* unknownReference(
        tenant.at("models", name, "explainer", "pipeline"),
        pipeline,
        Object.keys(pipes),
        "pipeline",
        { scope: "in this tenant" },
      );
      if ((explained === undefined) === (pipeline === undefined)) {
        const { messages } = codes["input/missing-field"];
        yield findingAt(
          tenant.at("models", name, "explainer"),
          "input/missing-field",
          (explained === undefined ? messages.neitherOf : messages.bothOf)("explainer", name, "a model", "a pipeline"),
          "Set either model or pipeline: without a model or a pipeline, Seldon's agent crashes (2.9.1).",
          "key",
        );
      }
    }
    if (model.secret !== undefined && !Object.hasOwn(secrets, model.secret)) {
      const fitting = Object.keys(secrets).filter((key) => secrets[key]?.keys.length === 1);
      yield* unknownReference(tenant.at("models", name, "secret"), model.secret, fitting, "secret", {
        scope: "with one key in this tenant",
      });
    }
    const keys = secrets[model.secret ?? ""]?.keys ?? [];
    if (model.secret !== undefined && keys.length > 1) {
      yield findingAt(
        tenant.at("models", name, "secret"),
        "input/invalid-value",
        codes["input/invalid-value"].messages.severalKeys(model.secret, keys.length),
        "Use a secret with exactly one key that contains an rclone remote: Seldon accepts no other secrets.",
      );
    }
    if (artifactStoreOf(platform, tenant.name, model.storageUri) === undefined) {
      const scheme = schemeOf(model.storageUri);
      const locations = Object.values(platform.spec.artifactStores).flatMap((store) =>
        store.locations.map((location) => withNames(location, { tenant: tenant.name })),
      );
      const near = locations.filter((location) => schemeOf(location) === scheme);
      yield findingAt(
        tenant.at("models", name, "storageUri"),
        "reference/outside-own-storage",
        codes["reference/outside-own-storage"].messages.outsideStores(model.storageUri, tenant.name),
        `Use a folder below one of these locations: ${(near.length > 0 ? near : locations).join(", ")}`,
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
      codes["input/invalid-value"].messages.fixedReplicas(),
      "Remove replicas: autoscaling controls the number between min and max.",
      "key",
    );
  }
  if (min !== undefined && max !== undefined && min > max) {
    yield findingAt(
      tenant.at(...path, "minReplicas"),
      "input/invalid-value",
      codes["input/invalid-value"].messages.minAboveMax(min, max),
      "Lower minReplicas, or raise maxReplicas.",
    );
  }
}
