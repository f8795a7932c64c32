import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { seldonStrictMtls } from "./strict-mtls.ts";

const namespace = (label: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${label} } }
`;
const server = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
`;
const policy = (spec: string): string => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: churn }
spec: { ${spec} }
`;
const strict = "mtls: { mode: STRICT }";
const sidecars = namespace("istio-injection: enabled");

test.each([
  {
    name: "sidecars, a Server and STRICT",
    yaml: sidecars + server + policy(strict),
    found: [
      "14:23 mode STRICT of PeerAuthentication default rejects the requests of Seldon's Envoy to Servers on 9001 and 9501",
    ],
  },
  {
    name: "plain text on one of the two ports",
    yaml:
      sidecars +
      server +
      policy(
        `selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }, ${strict}, portLevelMtls: { 9001: { mode: DISABLE } }`,
      ),
    found: [
      "14:93 mode STRICT of PeerAuthentication default rejects the requests of Seldon's Envoy to Servers on 9501",
    ],
  },
  {
    name: "plain text on both ports",
    yaml:
      sidecars +
      server +
      policy(`${strict}, portLevelMtls: { 9001: { mode: PERMISSIVE }, 9501: { mode: PERMISSIVE } }`),
    found: [],
  },
  { name: "PERMISSIVE", yaml: sidecars + server + policy("mtls: { mode: PERMISSIVE }"), found: [] },
  { name: "ambient mode", yaml: namespace("istio.io/dataplane-mode: ambient") + server + policy(strict), found: [] },
  { name: "no Server", yaml: sidecars + policy(strict), found: [] },
  {
    name: "a selector of other pods",
    yaml: sidecars + server + policy(`selector: { matchLabels: { app: other } }, ${strict}`),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonStrictMtls, yaml)).toEqual(found);
});
