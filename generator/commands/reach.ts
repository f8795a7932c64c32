import { UsageError } from "../diagnostics/usage-error.ts";
import { connectionAnswer, type RequestedPort } from "../evaluate/network/answer.ts";
import { endpointLabel } from "../evaluate/network/endpoint-id.ts";
import { type ClusterEndpoints, clusterEndpoints, endpointsNamed } from "../evaluate/network/endpoints.ts";
import type { Endpoint, PodEndpoint } from "../evaluate/network/reach.ts";
import { reachRows } from "../evaluate/network/reach-rows.ts";
import { defined } from "../models/defined.ts";
import { meshText } from "../patterns/mesh-text.ts";
import { kafkaUsersOf, kafkaWarning } from "../report/kafka-users.ts";
import { answerDocument, type ClusterAnswers, reachDocument, reachDot } from "../report/reach-document.ts";
import type { Block } from "../text/document.ts";
import { didYouMean, nearest, suggestion } from "../text/nearest.ts";
import { runsPipelines } from "../validate/effective.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { selectClusters, unknownOwner } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { evaluatedNetwork, networkObjectKinds, unevaluatedObjects } from "./network-objects.ts";
import { documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { addressIn, reachAddress } from "./reach-address.ts";
import { renderedUnits } from "./rendered-objects.ts";

export const reachCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: ReachForm }>({
  name: "reach",
  group: "engineer",
  summary: "show allowed connections and their policies",
  description:
    "show which connections to and from the pods of a tenant or of an add-on the network policies allow, whether the policies allow one connection, or what a request from outside of a cluster reaches",
  examples: [
    "reach churn",
    "reach churn mlflow:5000",
    "reach churn/envoy dns:53/udp",
    "reach cert-manager/webhook",
    "reach https://churn.acme.test/v2/models/churn/infer",
  ],
  forms: [...documentForms, "dot"],
  options: (command) =>
    command
      .argument(
        "<from>",
        "a tenant or a namespace of an add-on, for example churn, one of its pods, for example churn/envoy, or an https address of a route",
      )
      .argument("[to]", "a destination with a port, for example mlflow:5000, dns:53/udp, or fraud-detection/envoy:9000")
      .option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, args: [from = "", to], context }) => {
    const address = addressIn(from);
    if (address === undefined && /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+){2,}(:[0-9]+)?(\/.*)?$/.test(from))
      throw new UsageError(
        `unknown source ${from}`,
        `For an address, write https:// before it: npx --no-install tenantry reach https://${from}`,
      );
    const clusters = cluster ?? [];
    if (address === undefined) return reach(root, { from, to, clusters, output }, context);
    if (to !== undefined || output === "dot")
      throw new UsageError(
        `unsupported argument ${to ?? "dot"} with an address`,
        `Run: npx --no-install tenantry reach ${address.text}`,
      );
    return reachAddress(root, address, { clusters, output }, context);
  },
});

type ReachForm = "text" | "json" | "markdown" | "dot";

interface ReachOptions {
  /** A tenant or a namespace of an add-on, or one of its pods: `churn`, `churn/envoy`, `cert-manager/webhook`. */
  readonly from: string;
  /** `mlflow:5000`, `mlflow` for all open ports, or undefined for the whole matrix. */
  readonly to: string | undefined;
  readonly clusters: readonly string[];
  readonly output: ReachForm;
}

/** Prints the connections that the rendered policies allow. The exit code is 1 if the requested connection is denied. */
async function reach(
  root: string,
  { from, to, clusters, output }: ReachOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const inventory = validated.value;
  const results: object[] = [];
  const blocks: Block[] = [];
  const answered: ClusterAnswers[] = [];
  for (const cluster of clustersWith(inventory, clusters, from)) {
    const endpoints = clusterEndpoints(cluster);
    const rendered = await renderedUnits(root, inventory, cluster, networkObjectKinds, context);
    if (!rendered.ok) return printRefusal(rendered.diagnostics, output, context);
    const objects = rendered.value.flatMap((unit) => unit.objects);
    const network = evaluatedNetwork(cluster, objects);
    const left = unevaluatedObjects(objects);
    const pods = sources(endpoints, from);
    const streams = cluster.tenants.some((tenant) => tenant.name === from.split("/")[0] && runsPipelines(tenant));
    const kafka = streams ? kafkaUsersOf(cluster) : undefined;
    const mesh = meshText(cluster, from.split("/")[0] ?? "");
    const head = {
      version: 1,
      cluster: cluster.name,
      ...(left.length === 0 ? {} : { leftOut: left }),
      ...defined({ mesh }),
      ...(kafka === undefined ? {} : { kafka: { users: kafka.users, manualSecrets: kafka.manualSecrets } }),
    };
    if (to === undefined) {
      const all = [...endpoints.others, ...[...endpoints.tenants.values()].flat()];
      const others = all.filter((endpoint) => !pods.some((pod) => pod === endpoint));
      const rows = reachRows(network, pods, others);
      results.push({ ...head, from, rows });
      if (output === "dot") context.out(reachDot(rows));
      const sentences = [mesh, kafka && kafkaWarning(kafka)].filter((text) => text !== undefined);
      blocks.push(...reachDocument(cluster.name, from, rows, left, sentences));
      continue;
    }
    const { name, targets, port } = destination(endpoints, to);
    const answers = pods.flatMap((pod) => targets.map((target) => connectionAnswer(network, pod, target, port)));
    answered.push({ cluster: cluster.name, from, to: name, answers, left });
    results.push({ ...head, allowed: answers.some(({ allowed }) => allowed), answers });
  }
  if (to !== undefined) blocks.push(...answerDocument(answered));
  if (output !== "dot" || to !== undefined)
    printDocument({ blocks, data: results }, output === "dot" ? "text" : output, context);
  return answered.every(({ answers }) => answers.some(({ allowed }) => allowed)) ? 0 : 1;
}

/** The clusters with the tenant, or with the add-on's namespace, that the first part of a source names. */
function clustersWith(inventory: Inventory, names: readonly string[], from: string): readonly ClusterEntry[] {
  const [owner = ""] = from.split("/");
  const chosen = selectClusters(inventory, names);
  const withAddon = chosen.filter(({ addons }) => addons.some(({ spec }) => Object.hasOwn(spec.namespaces, owner)));
  if (withAddon.length > 0) return withAddon;
  const withTenant = chosen.filter(({ tenants }) => tenants.some(({ name }) => name === owner));
  if (withTenant.length === 0) throw unknownOwner(inventory, chosen, owner);
  return withTenant;
}

function sources({ tenants, addons }: ClusterEndpoints, from: string): readonly PodEndpoint[] {
  const [owner = "", pod] = from.split("/");
  const pods = [
    ...(tenants.get(owner) ?? []).map((endpoint) => [endpointLabel(endpoint.id), endpoint] as const),
    ...[...addons].filter(([, { namespace }]) => namespace === owner),
  ];
  const found = pods.filter(([name]) => pod === undefined || name === from);
  if (found.length === 0) {
    const names = pods.map(([name]) => name);
    // Without the name of the owner, which all pods share.
    const own = names.map((name) => name.slice(owner.length + 1));
    const meant = nearest(pod ?? "", own);
    throw new UsageError(
      `unknown pod ${pod} of ${tenants.has(owner) ? "tenant" : "namespace"} ${owner}`,
      meant === undefined ? suggestion(pod ?? "", names) : didYouMean(`${owner}/${meant}`),
    );
  }
  return found.map(([, endpoint]) => endpoint);
}

function destination(
  endpoints: ClusterEndpoints,
  to: string,
): {
  /** The requested name, without the port. */
  readonly name: string;
  /** The endpoints of this name. For a tenant: all its pods. */
  readonly targets: readonly Endpoint[];
  readonly port: RequestedPort;
} {
  const [, name = "", number, udp] = /^(.+?)(?::(\d{1,5})(\/udp|\/tcp)?)?$/i.exec(to) ?? [];
  const whole = endpoints.tenants.get(name);
  const targets = whole ?? endpointsNamed(endpoints, name);
  const [target, another] = targets;
  if (whole === undefined && another !== undefined)
    throw new UsageError(
      `ambiguous destination ${name}`,
      `Use a name from the list of npx --no-install tenantry reach <tenant>.`,
    );
  if (target === undefined) {
    const names = [
      ...[...endpoints.others, ...[...endpoints.tenants.values()].flat()].map(({ id }) => endpointLabel(id)),
      ...endpoints.addons.keys(),
    ];
    throw new UsageError(
      `unknown destination ${name}`,
      `To check one port, add the port to the name, for example mlflow:5000. ${suggestion(name, names)}`,
    );
  }
  if (number === undefined) return { name, targets, port: undefined };
  const port = Number(number);
  if (port < 1 || port > 65_535) throw new UsageError(`invalid port ${number}`, "Use a port from 1 to 65535.");
  return { name, targets, port: { port, protocol: udp?.toLowerCase() === "/udp" ? "UDP" : "TCP" } };
}
