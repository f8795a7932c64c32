import { expect, test } from "vitest";
import { mergeAddon, sandboxWithAddons } from "../../testing/addon-clusters.ts";
import { errorsIn } from "../../testing/inventory.ts";
import { write } from "../../testing/sandbox.ts";

const edge = (kind: string, status = "Healthy"): string => `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: A gateway
  kubernetes: { minimum: "1.30" }
  applications: { main: { objects: { x: { object: { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: x } } } } } }
  health:
    ${kind}: 'return { status = "${status}", message = "" }'
`;

function errors(text: string): readonly string[] {
  const root = sandboxWithAddons();
  write(root, "platform/addons/edge.yaml", text);
  mergeAddon(root, "staging", "edge", {});
  return errorsIn(root).map(({ code, message }) => `${code} ${message}`);
}

test.each([
  { name: "of a kind without another one", kind: "edge.acme.invalid/Gateway", found: [] },
  {
    name: "of a kind in platform/argo-cd/health",
    kind: "mlops.seldon.io/Model",
    found: [
      "addons/health duplicate health check of mlops.seldon.io/Model: add-on edge and platform/argo-cd/health/mlops.seldon.io_Model.lua contain it",
    ],
  },
  {
    name: "of a kind of another add-on",
    kind: "kafka.strimzi.io/KafkaNodePool",
    found: [
      "addons/health duplicate health check of kafka.strimzi.io/KafkaNodePool: add-on strimzi and add-on edge contain it",
    ],
  },
  {
    name: "of the core group in platform/argo-cd/health",
    kind: "PersistentVolumeClaim",
    found: [
      "addons/health duplicate health check of PersistentVolumeClaim: add-on edge and platform/argo-cd/health/PersistentVolumeClaim.lua contain it",
    ],
  },
])("a health check $name: $found", ({ kind, found }) => {
  expect(errors(edge(kind))).toEqual(found);
});
