import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { port: "{ port: 0 }", found: ["7:23 0 is no port"] },
  { port: "{ port: 99999 }", found: ["7:23 99999 is no port"] },
  { port: '{ port: "53" }', found: ['7:23 "53" in quotes is a name, and no port is called so'] },
  { port: '{ port: "99999" }', found: ['7:23 "99999" is neither a port nor the name of one'] },
  { port: "{ port: HTTP }", found: ['7:23 "HTTP" is neither a port nor the name of one'] },
  { port: "{ port: a--b }", found: ['7:23 "a--b" is neither a port nor the name of one'] },
  { port: "{ port: sixteen-letters-x }", found: ['7:23 "sixteen-letters-x" is neither a port nor the name of one'] },
  { port: "{ protocol: HTTP, port: 80 }", found: ["7:27 HTTP is no protocol of ports"] },
  { port: "{ protocol: tcp, port: 80 }", found: ["7:27 tcp is no protocol of ports"] },
  { port: "{ port: 82, endPort: 80 }", found: ["7:36 80 is below port 82"] },
  { port: "{ port: 82, endPort: 70000 }", found: ["7:36 70000 is no port"] },
  { port: "{ port: web, endPort: 80 }", found: ["7:37 endPort after the name of a port"] },
  { port: "{ endPort: 80 }", found: ["7:26 endPort without a port"] },
  { port: "{ port: [], endPort: {}, protocol: 7 }", found: [] },
  { port: "80", found: [] },
])("$port", ({ port, found }) => {
  expect(foundIn(networkBadPort, policy(port))).toEqual(found);
});
