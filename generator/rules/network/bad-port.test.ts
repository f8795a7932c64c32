import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkBadPort } from "./bad-port.ts";

const policy = (port: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - ports: [${port}]
`;

test.each([
  { port: "{ port: 80 }", found: [] },
  { port: "{}", found: [] },
  { port: "{ protocol: SCTP }", found: [] },
  { port: "{ port: http-alt }", found: [] },
  { port: "{ port: 80, endPort: 80 }", found: [] },
  { port: "{ port: 0 }", found: ["7:23 invalid port 0"] },
  { port: "{ port: 99999 }", found: ["7:23 invalid port 99999"] },
  {
    port: '{ port: "53" }',
    found: ['7:23 invalid port "53": text in quotes is a port name, which must contain a letter'],
  },
  { port: '{ port: "99999" }', found: ['7:23 invalid port "99999": neither a number nor a port name'] },
  { port: "{ port: HTTP }", found: ['7:23 invalid port "HTTP": neither a number nor a port name'] },
  { port: "{ port: a--b }", found: ['7:23 invalid port "a--b": neither a number nor a port name'] },
  {
    port: "{ port: sixteen-letters-x }",
    found: ['7:23 invalid port "sixteen-letters-x": neither a number nor a port name'],
  },
  { port: "{ protocol: HTTP, port: 80 }", found: ["7:27 unknown protocol HTTP"] },
  { port: "{ protocol: tcp, port: 80 }", found: ["7:27 unknown protocol tcp"] },
  { port: "{ port: 82, endPort: 80 }", found: ["7:36 invalid endPort 80: below port 82"] },
  { port: "{ port: 82, endPort: 70000 }", found: ["7:36 invalid endPort 70000"] },
  { port: "{ port: web, endPort: 80 }", found: ["7:37 invalid endPort: port is a name"] },
  { port: "{ endPort: 80 }", found: ["7:26 invalid endPort: port is not set"] },
  { port: "{ port: [], endPort: {}, protocol: 7 }", found: [] },
  { port: "80", found: [] },
])("$port", ({ port, found }) => {
  expect(findingsIn(networkBadPort, policy(port))).toEqual(found);
});
