import { nodePortsOf } from "../../evaluate/capacity/node-ports.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { defineRule } from "../rule.ts";

export const capacityNodePortTwice = defineRule({
  code: "capacity/node-port-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service"],
  summary: "Two Services of a cluster choose the same node port.",
  docs: {
    why: "A node port is every node's, so it exists once for the whole cluster, whatever the namespace and the protocol. The API server refuses the Service that comes second, and which one that is depends on the order in which two Applications are synced.",
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
    fix: "Choose another one, or leave it out and take what is given.",
  },
  *check(manifestSet) {
    const owners = new Map<number, Manifest>();
    for (const service of manifestSet.of("Service")) {
      for (const { number, path } of nodePortsOf(service)) {
        const owner = owners.get(number);
        if (owner === undefined) owners.set(number, service);
        // One Service may give a number to TCP and to UDP.
        if (owner === undefined || owner === service) continue;
        yield {
          at: service.at(path, "value"),
          message: `node port ${number} is chosen by ${describeNamespace(owner.namespace)}/${owner.name} too`,
          hint: "Leave it out, and a free one is given.",
          related: [
            { at: owner.at(["metadata", "name"]), message: `${describeNamespace(owner.namespace)}/${owner.name}` },
          ],
        };
      }
    }
  },
});
