import { replaced } from "../../diagnostics/example.ts";
import { protocols } from "../../evaluate/network/port-set.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import type { RawMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { locatedPorts } from "./peers.ts";

/** Follows the API server's own validation (1.34). Its schema accepts any number and any text. */
export const networkBadPort = defineRule({
  code: "network/bad-port",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A NetworkPolicy has an invalid port or protocol.",
  docs: {
    why: 'The Kubernetes schema accepts any number and any text as a port, so schema validation passes. The API server rejects a NetworkPolicy with an invalid port, and the sync of the Application fails. Kubernetes reads a port in quotes ("53") as the name of a container port, and such a name must contain a letter.',
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-dns, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
      ports: [{ protocol: UDP, port: "53" }, { protocol: DNS, port: 53 }, { port: 9100, endPort: 9000 }]
`,
    valid: replaced(
      `ports: [{ protocol: UDP, port: "53" }, { protocol: DNS, port: 53 }, { port: 9100, endPort: 9000 }]`,
      "ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }, { port: 9000, endPort: 9100 }]",
    ),
    fix: "Set port to a number from 1 to 65535, or to the name of a container port. Set protocol to TCP, UDP or SCTP. Set endPort only if port is a number. endPort must not be below port.",
  },
  *check(policy) {
    for (const { path, port } of locatedPorts(policy)) {
      for (const { field, message, hint, fix } of problems(port))
        yield { at: policy.at([...path, field]), message, hint, fix };
    }
  },
});

interface Problem {
  readonly field: "port" | "endPort" | "protocol";
  readonly message: string;
  readonly hint: string;
  readonly fix?: string | undefined;
}

function* problems({ protocol, port, endPort }: RawMap): Iterable<Problem> {
  if (typeof protocol === "string" && !protocols.some((known) => known === protocol)) {
    const meant = protocols.find((known) => known === nearest(protocol, protocols));
    yield {
      field: "protocol",
      message: `unknown protocol ${protocol.slice(0, 20)}`,
      hint: "Use TCP, UDP or SCTP. HTTP uses TCP.",
      fix: meant?.toLowerCase() === protocol.toLowerCase() ? meant : undefined,
    };
  }
  if (typeof port === "number" && !isPort(port)) yield outOfRange("port", port);
  if (typeof port === "string" && !isPortName(port)) {
    const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
    yield isPort(number)
      ? {
          field: "port",
          message: `invalid port "${port}": text in quotes is a port name, which must contain a letter`,
          hint: "Write the number without quotes.",
          fix: port,
        }
      : {
          field: "port",
          message: `invalid port ${JSON.stringify(port.slice(0, 30))}: neither a number nor a port name`,
          hint: "A port name has at most 15 characters: lower-case letters, digits and single dashes, with at least one letter, and no dash at the start or the end.",
        };
  }
  if (typeof endPort !== "number") return;
  if (typeof port !== "number")
    yield {
      field: "endPort",
      message: port === undefined ? "invalid endPort: port is not set" : "invalid endPort: port is a name",
      hint: "Set port to the lowest number of the range.",
    };
  else if (!isPort(endPort)) yield outOfRange("endPort", endPort);
  else if (endPort < port)
    yield {
      field: "endPort",
      message: `invalid endPort ${endPort}: below port ${port}`,
      hint: "Set endPort to the highest port of the range.",
    };
}

function outOfRange(field: "port" | "endPort", number: number): Problem {
  return {
    field,
    message: `invalid ${field} ${number}`,
    hint: "Use a number from 1 to 65535. To allow all ports, remove port and endPort.",
  };
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65_535;
}

function isPortName(text: string): boolean {
  return (
    text.length <= 15 && /^[a-z0-9-]+$/.test(text) && /[a-z]/.test(text) && !text.includes("--") && !/^-|-$/.test(text)
  );
}
