import { UsageError } from "../diagnostics/usage-error.ts";
import { labelsAt } from "../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { connectionAnswer, type RequestedPort } from "../evaluate/network/answer.ts";
import { endpointLabel } from "../evaluate/network/endpoint-id.ts";
import { type ClusterEndpoints, clusterEndpoints, endpointsNamed } from "../evaluate/network/endpoints.ts";
import { networkPolicies } from "../evaluate/network/policy.ts";
import { type Endpoint, Network, type PodEndpoint } from "../evaluate/network/reach.ts";
import { reachRows } from "../evaluate/network/reach-rows.ts";
import { unevaluatedKinds, unevaluatedPart } from "../evaluate/network/unevaluated.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { answerDocument, type ClusterAnswers, reachDocument, reachDot } from "../report/reach-document.ts";
import type { Block } from "../text/document.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { requireTenants, selectClusters } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { renderedUnits } from "./rendered-objects.ts";

export const reachCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: ReachForm }>({
  name: "reach",
  group: "engineer",
  summary: "say who reaches whom, and by which policies",
  description:
    "say whom a tenant's pods reach and who reaches them, or whether one connection is let through, and by which policies",
  examples: ["reach churn", "reach churn mlflow:5000", "reach churn/envoy dns:53/udp"],
  forms: [...documentForms, "dot"],
  options: (command) =>
    command
      .argument("<from>", "a tenant, or one of its pods: churn, churn/envoy")
      .argument("[to]", "somebody with a port: mlflow:5000, dns:53/udp, fraud-detection/envoy:9000")
      .option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, args: [from = "", to], context }) =>
    reach(root, { from, to, clusters: cluster ?? [], output }, context),
});

type ReachForm = "text" | "json" | "markdown" | "dot";

interface ReachOptions {
  /** A tenant, or one of its pods: `churn`, `churn/envoy`. */
  readonly from: string;
  /** `mlflow:5000`, `mlflow` for whichever ports are open, or nothing for the whole matrix. */
  readonly to: string | undefined;
  readonly clusters: readonly string[];
  readonly output: ReachForm;
}

/** Who reaches whom, out of the policies as they are rendered; 1 where a connection that was asked about is closed. */
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
  for (const cluster of asked(inventory, clusters, from)) {
    const endpoints = clusterEndpoints(inventory.platform, cluster);
    const rendered = await renderedUnits(root, inventory, cluster, kinds, context);
    if (!rendered.ok) return printRefusal(rendered.diagnostics, output, context);
    const objects = rendered.value.flatMap((unit) => unit.objects);
    const network = networkOf(inventory, cluster, objects);
    const left = unevaluatedObjects(objects);
    const own = sources(endpoints, from);
    const head = { version: 1, cluster: cluster.name, ...(left.length === 0 ? {} : { leftOut: left }) };
    if (to === undefined) {
      const others = [
        ...endpoints.others,
        ...[...endpoints.tenants.values()].flat().filter((endpoint) => !own.includes(endpoint)),
      ];
      const rows = reachRows(network, own, others);
      results.push({ ...head, from, rows });
      if (output === "dot") context.out(reachDot(rows));
      blocks.push(...reachDocument(cluster.name, from, rows, left));
      continue;
    }
    const { name, targets, asked } = destination(endpoints, to);
    const answers = own.flatMap((endpoint) =>
      targets.map((target) => connectionAnswer(network, endpoint, target, asked)),
    );
    answered.push({ cluster: cluster.name, from, to: name, answers, left });
    results.push({ ...head, allowed: answers.some(({ allowed }) => allowed), answers });
  }
  if (to !== undefined) blocks.push(...answerDocument(answered));
  if (output !== "dot" || to !== undefined)
    printDocument({ blocks, data: results }, output === "dot" ? "text" : output, context);
  return answered.every(({ answers }) => answers.some(({ allowed }) => allowed)) ? 0 : 1;
}

const kinds: ReadonlySet<string> = new Set([
  "Namespace",
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  ...unevaluatedKinds.flatMap((kind) => kind.split("/")[1] ?? []),
]);

function networkOf({ platform }: Inventory, cluster: ClusterEntry, objects: readonly KubernetesObject[]): Network {
  const made = objects
    .filter(({ kind }) => kind === "Namespace")
    .map((object) => [object.metadata?.name ?? "", labelsAt(object, "metadata", "labels")] as const);
  return new Network(networkPolicies(objects), new Map([...namespaceLabelsOn(platform, cluster), ...made]));
}

/** Policies of which not everything is evaluated: what they open or close is not in the answer. */
function unevaluatedObjects(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.flatMap((object) => {
    const part = unevaluatedPart(object);
    const { namespace, name } = object.metadata ?? {};
    return part === undefined
      ? []
      : [`${object.kind} ${name}${namespace === undefined ? "" : ` in ${namespace}`} (${part.what})`];
  });
}

function asked(inventory: Inventory, names: readonly string[], from: string): readonly ClusterEntry[] {
  const [tenant = ""] = from.split("/");
  const chosen = selectClusters(inventory, names);
  requireTenants(chosen, [tenant]);
  return chosen.filter(({ tenants }) => tenants.some(({ name }) => name === tenant));
}

function sources({ tenants }: ClusterEndpoints, from: string): readonly PodEndpoint[] {
  const [tenant = "", what] = from.split("/");
  const pods = tenants.get(tenant) ?? [];
  const found = pods.filter(({ id }) => what === undefined || endpointLabel(id) === from);
  if (found.length === 0)
    throw new UsageError(
      `${tenant} has no pod ${what}`,
      suggestion(
        from,
        pods.map(({ id }) => endpointLabel(id)),
      ),
    );
  return found;
}

function destination(
  endpoints: ClusterEndpoints,
  to: string,
): {
  /** As it was asked about, without the port. */
  readonly name: string;
  /** Of a tenant that is named alone all its pods. */
  readonly targets: readonly Endpoint[];
  readonly asked: RequestedPort;
} {
  const [, name = "", number, udp] = /^(.+?)(?::(\d{1,5})(\/udp|\/tcp)?)?$/i.exec(to) ?? [];
  const whole = endpoints.tenants.get(name);
  const targets = whole ?? endpointsNamed(endpoints, name);
  const [target, another] = targets;
  if (whole === undefined && another !== undefined)
    throw new UsageError(`${name} means several endpoints`, "Name it as the list of tenantry reach does.");
  if (target === undefined) {
    const names = [...endpoints.others, ...[...endpoints.tenants.values()].flat()].map(({ id }) => endpointLabel(id));
    throw new UsageError(
      `nobody here is called ${name}`,
      `Name one, with a port where one port is meant: mlflow:5000. ${suggestion(name, names)}`,
    );
  }
  if (number === undefined) return { name, targets, asked: undefined };
  const port = Number(number);
  if (port < 1 || port > 65_535) throw new UsageError(`${number} is no port`, "Ports go from 1 to 65535.");
  return { name, targets, asked: { port, protocol: udp?.toLowerCase() === "/udp" ? "UDP" : "TCP" } };
}
