import { nodePortsOf } from "../../evaluate/capacity/node-ports.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { defineRule } from "../rule.ts";

export const capacityNodePortTwice = defineRule({
  code: "capacity/node-port-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service"],
  summary: "Two Services of a cluster set the same node port.",
  docs: {
    why: "A node port is open on every node, so only one Service of the cluster can use the port, even if the Services have different namespaces or protocols. If two Services set the same node port, the API server rejects the Service that Argo CD applies second.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { type: NodePort, ports: [{ port: 443, nodePort: 30443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: pricing }
spec: { type: NodePort, ports: [{ port: 443, nodePort: 30443 }] }
`,
    valid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { type: NodePort, ports: [{ port: 443, nodePort: 30443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: pricing }
spec: { type: NodePort, ports: [{ port: 443, nodePort: 30444 }] }
`,
    fix: "Set another nodePort, or remove nodePort to let Kubernetes assign a free port.",
  },
  *check(manifestSet) {
    const owners = new Map<number, Manifest>();
    for (const service of manifestSet.of("Service")) {
      for (const { number, path } of nodePortsOf(service)) {
        const owner = owners.get(number);
        if (owner === undefined) owners.set(number, service);
        // One Service may use the same number for TCP and UDP.
        if (owner === undefined || owner === service) continue;
        yield {
          at: service.at(path, "value"),
          message: `duplicate node port ${number}: Service ${describeNamespace(owner.namespace)}/${owner.name} also sets it`,
          hint: "Remove nodePort to let Kubernetes assign a free port.",
          related: [
            { at: owner.at(["metadata", "name"]), message: `${describeNamespace(owner.namespace)}/${owner.name}` },
          ],
        };
      }
    }
  },
});
