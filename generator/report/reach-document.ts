import type { ConnectionAnswer, ConnectionEnd } from "../evaluate/network/answer.ts";
import { endpointLabel } from "../evaluate/network/endpoint-id.ts";
import type { ReachRow } from "../evaluate/network/reach-rows.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading } from "../text/document.ts";

/**
 * @param left Policies that are only partly evaluated.
 * @param sentences Further facts about the connections: the mesh, and a Kafka that does not separate the tenants.
 */
export function reachDocument(
  cluster: string,
  subject: string,
  rows: readonly ReachRow[],
  left: readonly string[],
  sentences: readonly string[],
): readonly Block[] {
  return [
    heading(1, `Allowed connections of ${subject} on ${cluster}`),
    {
      text: `The ports are ports of pods, not of Services. Network policies deny every connection of ${subject} across a namespace boundary that this table does not list. All connections within a namespace are allowed. In a namespace of a tenant or of an add-on, "pod" means a pod without the labels of the other pods. "${endpointLabel({ owner: "undeclared", component: "unrelated-pod" })}" means a pod in any other namespace of the cluster.`,
    },
    { header: ["From", "To", "Ports"], rows: rows.map(({ from, to, ports }) => [from, to, ports]) },
    ...leftOutOf(left),
    ...sentences.map((text) => ({ text })),
  ];
}

/** The policies that no answer covers. */
function leftOutOf(left: readonly string[]): readonly Block[] {
  return left.length === 0
    ? []
    : [{ text: `This answer does not include policies that Tenantry cannot evaluate: ${left.join("; ")}.` }];
}

/** For Graphviz. */
export function reachDot(rows: readonly ReachRow[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `digraph reach {\n  rankdir=LR;\n${rows.map(({ from, to, ports }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(ports)}];\n`).join("")}}\n`;
}

export interface ClusterAnswers {
  readonly cluster: string;
  /** As in the request: `churn`, `churn/envoy`. */
  readonly from: string;
  /** As in the request: `mlflow`, or a tenant with several pods. */
  readonly to: string;
  readonly answers: readonly ConnectionAnswer[];
  /** Policies that are only partly evaluated. */
  readonly left: readonly string[];
}

/** First one line with yes or no for each cluster, then the policies that decide. */
export function answerDocument(all: readonly ClusterAnswers[]): readonly Block[] {
  return [
    ...all.map((answers): Block => ({ text: connectionSentence(answers) })),
    ...all.flatMap(({ cluster, answers, left }): readonly Block[] => [
      heading(1, `On ${cluster}`),
      ...[...Map.groupBy(answers, groupKey).values()].flatMap((group): readonly Block[] => {
        const [item] = group;
        if (item === undefined) return [];
        const names = group.map(({ from }) => from).join(", ");
        return [
          heading(
            2,
            `${names} to ${item.to}, ${item.ports === "" ? "any port" : item.ports}: ${item.allowed ? "allowed" : "denied"}`,
          ),
          { items: item.sides.map(describeSide) },
        ];
      }),
      ...leftOutOf(left),
    ]),
  ];
}

/** Sides of a connection in the words of Kubernetes. */
const direction = { leaving: "egress", arriving: "ingress" } as const;

function connectionSentence({ cluster, from, to: target, answers }: ClusterAnswers): string {
  const open = answers.filter(({ allowed }) => allowed);
  const tos = [...new Set((open.length === 0 ? answers : open).map((answer) => answer.to))];
  const to = open.length === 0 && tos.length > 1 ? target : tos.join(", ");
  if (open.length === 0) {
    const ports = answers[0]?.ports ?? "";
    return `No on ${cluster}: ${from} cannot reach ${to}${ports === "" ? "" : ` on ${ports}`}. ${closing(answers)}.`;
  }
  const ports = [...new Set(open.map((answer) => answer.ports))].join(", ");
  const froms = [...new Set(open.map((answer) => answer.from))];
  const rest = new Set(answers.map((answer) => answer.from)).size - froms.length;
  const who = rest === 0 ? from : froms.join(", ");
  const others = rest === 0 ? "" : `. ${countText(rest, "other pod")} of ${from} cannot reach ${to}`;
  return `Yes on ${cluster}: ${who} can reach ${to} on ${ports}, ${describeOpeningPolicies(open)}${others}.`;
}

function describeOpeningPolicies(answers: readonly ConnectionAnswer[]): string {
  const messages = bothEnds(answers, (sides) => {
    const names = [...new Set(sides.flatMap(({ openedBy }) => openedBy))];
    return names.length === 0 ? undefined : `${sides[0] && direction[sides[0].side]} allowed by ${names.join(", ")}`;
  });
  return messages.length === 0 ? "because no policy denies the connection" : messages.join(" and ");
}

function closing(answers: readonly ConnectionAnswer[]): string {
  const messages = bothEnds(answers, (sides) => {
    const [closed] = sides.filter(({ allowed }) => !allowed);
    if (closed === undefined) return undefined;
    return closed.side === "leaving" ? `egress from ${closed.namespace}` : `ingress to ${closed.namespace}`;
  });
  return messages.length === 0
    ? "The allowed egress and ingress have no port in common"
    : `No policy allows the ${messages.join(" or the ")}`;
}

function bothEnds(
  answers: readonly ConnectionAnswer[],
  report: (sides: readonly ConnectionEnd[]) => string | undefined,
): readonly string[] {
  return (["leaving", "arriving"] as const).flatMap(
    (which) => report(answers.flatMap(({ sides }) => sides.filter(({ side }) => side === which))) ?? [],
  );
}

function groupKey({ ports, allowed, sides }: ConnectionAnswer): string {
  return JSON.stringify([ports, allowed, sides]);
}

function describeSide({ side, namespace, allowed, openedBy, closedBy }: ConnectionEnd): string {
  const label = direction[side];
  if (namespace === undefined) return `${label}: not a pod, so no policy applies`;
  if (closedBy.length === 0) return `${label}: allowed, because no policy in ${namespace} selects the pod`;
  return allowed
    ? `${label}: allowed in ${namespace} by ${openedBy.join(", ")}`
    : `${label}: denied in ${namespace} by ${closedBy.join(", ")}${openedBy.length === 0 ? "" : `. Other ports are allowed by ${openedBy.join(", ")}`}`;
}
