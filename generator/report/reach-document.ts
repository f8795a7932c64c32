import type { ConnectionAnswer, ConnectionEnd } from "../evaluate/network/answer.ts";
import type { ReachRow } from "../evaluate/network/reach-rows.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading } from "../text/document.ts";

/** @param left Policies of which not everything is evaluated. */
export function reachDocument(
  cluster: string,
  subject: string,
  rows: readonly ReachRow[],
  left: readonly string[],
): readonly Block[] {
  return [
    heading(1, `Who reaches whom: ${subject} on ${cluster}`),
    {
      text: "Ports of pods, as policies see them. What is not listed is closed; pods of one namespace among themselves are left out, since they may speak. A pod with no label of ours stands as pod; somewhere else on the cluster, as stranger.",
    },
    { header: ["From", "To", "Ports"], rows: rows.map(({ from, to, ports }) => [from, to, ports]) },
    ...leftOutOf(left),
  ];
}

/** What no answer covers. */
function leftOutOf(left: readonly string[]): readonly Block[] {
  return left.length === 0 ? [] : [{ text: `Not evaluated, and not in this answer: ${left.join("; ")}.` }];
}

/** For Graphviz. */
export function reachDot(rows: readonly ReachRow[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  return `digraph reach {\n  rankdir=LR;\n${rows.map(({ from, to, ports }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(ports)}];\n`).join("")}}\n`;
}

export interface ClusterAnswers {
  readonly cluster: string;
  /** As it was asked about: `churn`, `churn/envoy`. */
  readonly from: string;
  /** As it was asked about: `mlflow`, or a tenant, of which there are several pods. */
  readonly to: string;
  readonly answers: readonly ConnectionAnswer[];
  /** Policies of which not everything is evaluated. */
  readonly left: readonly string[];
}

/** Yes or no first, a line for each cluster; how it comes about below. */
export function answerDocument(all: readonly ClusterAnswers[]): readonly Block[] {
  return [
    ...all.map((answers): Block => ({ text: verdict(answers) })),
    ...all.flatMap(({ cluster, answers, left }): readonly Block[] => [
      heading(1, `On ${cluster}`),
      ...[...Map.groupBy(answers, groupKey).values()].flatMap((group): readonly Block[] => {
        const [item] = group;
        if (item === undefined) return [];
        const names = group.map(({ from }) => from).join(", ");
        return [
          heading(
            2,
            `${names} to ${item.to}, ${item.ports === "" ? "any port" : item.ports}: ${item.allowed ? "open" : "closed"}`,
          ),
          { items: item.sides.map(describeSide) },
        ];
      }),
      ...leftOutOf(left),
    ]),
  ];
}

function verdict({ cluster, from, to: asked, answers }: ClusterAnswers): string {
  const open = answers.filter(({ allowed }) => allowed);
  const tos = [...new Set((open.length === 0 ? answers : open).map((answer) => answer.to))];
  const to = open.length === 0 && tos.length > 1 ? asked : tos.join(", ");
  if (open.length === 0) {
    const ports = answers[0]?.ports ?? "";
    return `No on ${cluster}: nothing of ${from} reaches ${to}${ports === "" ? "" : ` on ${ports}`}; ${closing(answers)}.`;
  }
  const ports = [...new Set(open.map((answer) => answer.ports))].join(", ");
  const froms = [...new Set(open.map((answer) => answer.from))];
  const rest = new Set(answers.map((answer) => answer.from)).size - froms.length;
  const who = rest === 0 ? from : froms.join(", ");
  const others = rest === 0 ? "" : `; ${countText(rest, "other pod")} of ${from} may not`;
  return `Yes on ${cluster}: ${who} to ${to} on ${ports}, ${answerSummary(open)}${others}.`;
}

function answerSummary(answers: readonly ConnectionAnswer[]): string {
  const messages = bothEnds(answers, (sides) => {
    const names = [...new Set(sides.flatMap(({ openedBy }) => openedBy))];
    return names.length === 0 ? undefined : `${sides[0]?.side} by ${names.join(", ")}`;
  });
  return messages.length === 0 ? "since no policy closes it" : `opened ${messages.join(" and ")}`;
}

function closing(answers: readonly ConnectionAnswer[]): string {
  const messages = bothEnds(answers, (sides) => {
    const [closed] = sides.filter(({ allowed }) => !allowed);
    if (closed === undefined) return undefined;
    return closed.side === "leaving" ? `leave ${closed.namespace}` : `arrive in ${closed.namespace}`;
  });
  return messages.length === 0
    ? "what leaves and what arrives have no port in common"
    : `no policy lets it ${messages.join(", nor ")}`;
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
  if (namespace === undefined) return `${side}: no pod, so no policy decides`;
  if (closedBy.length === 0) return `${side}: no policy in ${namespace} selects it, so all is open`;
  return allowed
    ? `${side}: opened in ${namespace} by ${openedBy.join(", ")}`
    : `${side}: closed in ${namespace} by ${closedBy.join(", ")}${openedBy.length === 0 ? "" : `; ${openedBy.join(", ")} open other ports`}`;
}
