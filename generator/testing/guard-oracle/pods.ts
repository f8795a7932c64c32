import type { Policy } from "./policies.ts";
import { type OracleLabels, type Rendered, labelsIn } from "./rendered.ts";
import { exampleLabels } from "./selector.ts";

export interface Pod {
  readonly namespace: string;
  readonly labels: OracleLabels;
}

/** Labels of every namespace, by name. */
export type Namespaces = ReadonlyMap<string, OracleLabels>;

/** Set by the API server itself. */
const nameLabel = "kubernetes.io/metadata.name";

/** Namespaces of software that the platform does not declare. */
const undeclared = ["kube-system", "monitoring", "ingress-nginx", "somewhere-else"];

/** Every namespace: declared ones as they are rendered, others, and strangers with such labels as some policy asks for. */
export function namespacesOf(objects: readonly Rendered[], policies: readonly Policy[]): Namespaces {
  const asked = selectorsIn(policies).flatMap(({ namespaces }) =>
    namespaces === undefined ? [] : exampleLabels(namespaces),
  );
  const unrelatedPods = distinct(asked)
    .filter((labels) => !Object.hasOwn(labels, nameLabel) && Object.keys(labels).length > 0)
    .map((labels): [string, OracleLabels] => [`stranger ${JSON.stringify(labels)}`, labels]);
  const declared = objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ name, data }): [string, OracleLabels] => [name, labelsIn(data, "metadata", "labels")]);
  const all: readonly [string, OracleLabels][] = [
    ...undeclared.map((name): [string, OracleLabels] => [name, {}]),
    ...unrelatedPods,
    ...declared,
  ];
  return new Map(all.map(([name, labels]) => [name, { ...labels, [nameLabel]: name }]));
}

const components = ["server", "scheduler", "envoy", "dataflow-engine", "modelgateway", "pipelinegateway"];

/** Labels of pods that policies tell apart, and of those that they do not: Seldon's parts, none, and an odd one. */
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
