import { replaced } from "../../diagnostics/example.ts";
import { protocols } from "../../evaluate/network/port-set.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import type { RawMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { writtenPorts } from "./peers.ts";

/** As the API server's own validation says it (1.34); its schema takes any number and any text. */
export const networkBadPort = defineRule({
  code: "network/bad-port",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A port or protocol of a NetworkPolicy is none.",
  docs: {
    why: "Kubernetes' schema takes any number and any text, so every check of schemas passes; the API server itself refuses the policy, and the sync of all that is beside it fails. A port in quotes (\"53\") is the name of a container's port there, and no name is made of digits alone.",
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
    fix: "Ports are numbers from 1 to 65535, or the names of container ports; protocols are TCP, UDP and SCTP; endPort belongs to a number, and is not below it.",
  },
  *check(policy) {
    for (const { path, port } of writtenPorts(policy)) {
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
      message: `${protocol.slice(0, 20)} is no protocol of ports`,
      hint: "There are TCP, UDP and SCTP; what speaks HTTP speaks TCP.",
      fix: meant?.toLowerCase() === protocol.toLowerCase() ? meant : undefined,
    };
  }
  if (typeof port === "number" && !isPort(port)) yield outOfRange("port", port);
  if (typeof port === "string" && !isPortName(port)) {
    const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
    yield isPort(number)
      ? {
          field: "port",
          message: `"${port}" in quotes is a name, and no port is called so`,
          hint: "Write the number without quotes.",
          fix: port,
        }
      : {
          field: "port",
          message: `${JSON.stringify(port.slice(0, 30))} is neither a port nor the name of one`,
          hint: "A name is at most 15 small letters, digits and single dashes, with at least one letter.",
        };
  }
  if (typeof endPort !== "number") return;
  if (typeof port !== "number")
    yield {
      field: "endPort",
      message: port === undefined ? "endPort without a port" : "endPort after the name of a port",
      hint: "A range has a number at both ends.",
    };
  else if (!isPort(endPort)) yield outOfRange("endPort", endPort);
  else if (endPort < port)
    yield { field: "endPort", message: `${endPort} is below port ${port}`, hint: "A range ends where it is highest." };
}

function outOfRange(field: "port" | "endPort", number: number): Problem {
  return {
    field,
    message: `${number} is no port`,
    hint: "Ports go from 1 to 65535; without port all of them are meant.",
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
