import { UsageError } from "../diagnostics/usage-error.ts";
import { edgeOf } from "../patterns/edge.ts";
import { type AddressAnswers, addressDocument, isReached } from "../report/reach-address-document.ts";
import { docsPage } from "../text/program-folder.ts";
import type { Inventory } from "../validate/inventory.ts";
import { selectClusters } from "../validate/selection.ts";
import { addressAnswers } from "./address-answers.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { readInventory } from "./inventory.ts";
import { evaluatedNetwork, networkObjectKinds } from "./network-objects.ts";
import { type DocumentForm, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { renderedUnits } from "./rendered-objects.ts";

/** An address as the user writes it. The path is unchanged: a browser would shorten it. */
export interface RequestedAddress {
  readonly text: string;
  readonly host: string;
  readonly path: string;
}

/**
 * The address in an argument of the command. Undefined for another argument.
 * @throws UsageError for an address that no edge serves.
 */
export function addressIn(argument: string): RequestedAddress | undefined {
  const [, scheme, host = "", path = "/"] = /^([a-z]+):\/\/([^/?#]*)([/?].*)?$/i.exec(argument) ?? [];
  if (scheme === undefined) return undefined;
  if (scheme.toLowerCase() !== "https")
    throw new UsageError(`unsupported address ${argument}`, "Routes accept only https. Write https://<host>/<path>.");
  if (!/^[A-Za-z0-9.-]+(:[0-9]{1,5})?$/.test(host))
    throw new UsageError(`invalid host ${host} of address ${argument}`, "Write https://<host>/<path>.");
  if (/:(?!443$)/.test(host))
    throw new UsageError(`unsupported port of ${argument}`, "The edge accepts requests on port 443. Remove the port.");
  return { text: argument, host, path: path.startsWith("?") ? `/${path}` : path };
}

/** Prints what a request from outside reaches. The exit code is 1 if it reaches nothing on some cluster with an edge. */
export async function reachAddress(
  root: string,
  address: RequestedAddress,
  { clusters, output }: { readonly clusters: readonly string[]; readonly output: DocumentForm },
  context: CommandContext,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const answered: AddressAnswers[] = [];
  for (const cluster of selectClusters(validated.value, clusters)) {
    if (edgeOf(cluster) === undefined) continue;
    const rendered = await renderedUnits(root, validated.value, cluster, networkObjectKinds, context);
    if (!rendered.ok) return printRefusal(rendered.diagnostics, output, context);
    const objects = rendered.value.flatMap((unit) => unit.objects);
    const answers = addressAnswers(cluster, evaluatedNetwork(cluster, objects), objects, address);
    if (answers !== undefined) answered.push(answers);
  }
  if (answered.length === 0)
    throw new UsageError(`no edge for ${address.text}: the clusters take no routes`, `See ${docsPage("routes.md")}.`);
  const asked = answersOfHost(validated.value, answered, address);
  const data = asked.map((answers) => ({ version: 1, reached: isReached(answers), ...answers }));
  printDocument({ blocks: addressDocument(asked), data }, output, context);
  return asked.every(isReached) ? 0 : 1;
}

/** A host belongs to the domain of one cluster, so the other clusters do not matter. If it belongs to none, all answer. */
function answersOfHost(
  { clusters }: Inventory,
  answered: readonly AddressAnswers[],
  { host }: RequestedAddress,
): readonly AddressAnswers[] {
  const name = host.replace(/:[0-9]+$/, "").toLowerCase();
  const domains = new Map(clusters.map((cluster) => [String(cluster.name), cluster.spec.network.domain ?? ""]));
  const fitting = answered.filter(({ cluster }) => name.endsWith(`.${domains.get(cluster)}`));
  const longest = Math.max(0, ...fitting.map(({ cluster }) => domains.get(cluster)?.length ?? 0));
  const own = fitting.filter(({ cluster }) => domains.get(cluster)?.length === longest);
  return own.length === 0 ? answered : own;
}
