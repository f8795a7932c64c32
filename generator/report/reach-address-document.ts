import type { ConnectionAnswer } from "../evaluate/network/answer.ts";
import { authenticationText } from "../evaluate/routes/authentication-text.ts";
import type { OutsideAnswer } from "../evaluate/routes/outside-answers.ts";
import { type Block, heading } from "../text/document.ts";
import { listText } from "../text/listed.ts";

/** The answers of a cluster for one address. */
export interface AddressAnswers {
  readonly cluster: string;
  readonly edge: string;
  readonly address: string;
  /** The reserved address of the load balancer. */
  readonly edgeAddress: string | undefined;
  readonly answers: readonly OutsideAnswer[];
  /** The suspended tenants among those whose models the requests reach. */
  readonly suspended: readonly string[];
  /** All open requests of the host. */
  readonly open: readonly { readonly method: string; readonly protocol: "http" | "grpc"; readonly address: string }[];
  readonly connections: readonly ConnectionAnswer[];
  /** The parts of objects that are not evaluated. */
  readonly left: readonly string[];
}

/** Whether a request to the address reaches a model, and network policies allow each connection on its way. */
export function isReached({ answers, connections, suspended }: AddressAnswers): boolean {
  return (
    answers.some(({ reached }) => reached) && connections.every(({ allowed }) => allowed) && suspended.length === 0
  );
}

/** First one line with yes or no for each cluster, then the requests and the connections. */
export function addressDocument(all: readonly AddressAnswers[]): readonly Block[] {
  return [
    ...all.map((answers): Block => ({ text: sentence(answers) })),
    ...all.flatMap((answers): readonly Block[] => [
      heading(1, `On ${answers.cluster}, edge ${answers.edge}`),
      {
        header: ["Request", "Answer", "Authentication", "Route"],
        rows: answers.answers.map((answer) => [
          requestText(answer),
          answerText(answer),
          answer.authentication === undefined ? "" : authenticationText(answer.authentication),
          answer.route === undefined ? "" : `${answer.route.kind} ${answer.route.namespace}/${answer.route.name}`,
        ]),
      },
      ...(answers.connections.length === 0
        ? []
        : [
            {
              header: ["From", "To", "Port", "Network policies"],
              rows: answers.connections.map(({ from, to, ports, allowed }) => [
                from,
                to,
                ports,
                allowed ? "allow" : "deny",
              ]),
            },
          ]),
      ...(answers.left.length === 0
        ? []
        : [
            { text: `This answer does not include objects that Tenantry cannot evaluate: ${answers.left.join("; ")}.` },
          ]),
    ]),
  ];
}

function sentence(all: AddressAnswers): string {
  const { cluster, address, answers, connections, suspended, open } = all;
  const reached = answers.filter((answer) => answer.reached);
  const [first] = reached;
  if (first === undefined)
    return `No on ${cluster}: no request to ${address} reaches a model. ${open.length === 0 ? "The host has no route." : `Open requests of the host: ${listText(open.map(openText), mostOpen)}.`}`;
  if (suspended.length > 0)
    return `No on ${cluster}: the gateway has the route, but ${suspended.join(", ")} is suspended.`;
  const denied = connections.find(({ allowed }) => !allowed);
  if (denied !== undefined)
    return `No on ${cluster}: network policies deny the connection from ${denied.from} to ${denied.to}.`;
  const targets = [...new Set(reached.map(({ target }) => target ?? "every model"))];
  return `Yes on ${cluster}: ${reached.map(requestText).join(" and ")} ${reached.length === 1 ? "reaches" : "reach"} ${targets.join(", ")} in ${first.backend?.namespace}.`;
}

const mostOpen = 6;

function openText({ method, protocol, address }: AddressAnswers["open"][number]): string {
  return `${protocol === "grpc" ? "gRPC" : method} ${address}`;
}

function requestText({ method, protocol }: OutsideAnswer): string {
  return protocol === "grpc" ? "gRPC" : method;
}

function answerText({ reached, target, path, status, reason, timeout }: OutsideAnswer): string {
  if (!reached) return `${status === undefined ? "closed" : `status ${status}`}. ${reason}`;
  return `reaches ${target ?? "every model"} with the path ${path}${timeout === undefined ? "" : `, at most ${timeout}`}`;
}
