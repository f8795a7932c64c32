import type { Policy } from "./policies.ts";
import { labelsIn, type OracleLabels, type Rendered } from "./rendered.ts";
import { exampleLabels } from "./selector.ts";

export interface Pod {
  readonly namespace: string;
  readonly labels: OracleLabels;
}

/** Labels of every namespace, by name. */
export type Namespaces = ReadonlyMap<string, OracleLabels>;

/** Set by the API server. */
const nameLabel = "kubernetes.io/metadata.name";

/** Namespaces of software that the platform does not declare. */
const undeclared = ["kube-system", "monitoring", "ingress-nginx", "somewhere-else"];

/** Every namespace: rendered ones, undeclared ones, and unrelated ones with labels that some policy selects. */
export function namespacesOf(objects: readonly Rendered[], policies: readonly Policy[]): Namespaces {
  const selected = selectorsIn(policies).flatMap(({ namespaces }) =>
    namespaces === undefined ? [] : exampleLabels(namespaces),
  );
  const unrelated = distinct(selected)
    .filter((labels) => !Object.hasOwn(labels, nameLabel) && Object.keys(labels).length > 0)
    .map((labels): [string, OracleLabels] => [`unrelated ${JSON.stringify(labels)}`, labels]);
  const declared = objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ name, data }): [string, OracleLabels] => [name, labelsIn(data, "metadata", "labels")]);
  const all: readonly [string, OracleLabels][] = [
    ...undeclared.map((name): [string, OracleLabels] => [name, {}]),
    ...unrelated,
    ...declared,
  ];
  return new Map(all.map(([name, labels]) => [name, { ...labels, [nameLabel]: name }]));
}

const components = ["server", "scheduler", "envoy", "dataflow-engine", "modelgateway", "pipelinegateway"];

/** Labels of pods that policies distinguish, and of other pods: Seldon's components, no labels, and an unused label. */
export function labelsOfPods(policies: readonly Policy[]): readonly OracleLabels[] {
  return distinct([
    {},
    { "acme.test/odd": "odd" },
    ...components.map((name) => ({ "app.kubernetes.io/name": `seldon-${name}` })),
    ...policies.flatMap(({ selector }) => exampleLabels(selector)),
    ...selectorsIn(policies).flatMap(({ pods }) => exampleLabels(pods)),
  ]);
}

function selectorsIn(policies: readonly Policy[]): readonly { readonly namespaces: unknown; readonly pods: unknown }[] {
  return policies.flatMap(({ rules }) =>
    [...(rules.ingress ?? []), ...(rules.egress ?? [])].flatMap(({ peers = [] }) =>
      peers.flatMap((peer) => (peer.kind === "pods" ? [peer] : [])),
    ),
  );
}

function distinct(all: readonly OracleLabels[]): readonly OracleLabels[] {
  return [...new Map(all.map((labels) => [JSON.stringify(Object.entries(labels).sort()), labels])).values()];
}
