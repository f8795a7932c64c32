import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityClaimOutsideLimitRange } from "./claim-outside-limit-range.ts";

const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;
const bare = (more = "", name = "mlserver"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: ${name}, namespace: churn }
spec: { serverConfig: mlserver-config${more} }
`;
const server = (containers: string, more = ""): string => `${bare(more)}---
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: seldon-system }
spec:
  podSpec:
    containers: ${containers}
  volumeClaimTemplates:
    - name: mlserver-models
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 10Gi } } }
`;
const claim = (size: string, name = "notebooks"): string => `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: churn }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${size} } } }
`;

test.each([
  {
    name: "claims within the bounds",
    yaml:
      range("[{ type: PersistentVolumeClaim, min: { storage: 1Gi }, max: { storage: 20Gi } }]") +
      claim("20Gi") +
      claim("1Gi", "b"),
    found: [],
  },
  {
    name: "a claim above the maximum",
    yaml: range("[{ type: PersistentVolumeClaim, max: { storage: 20Gi } }]") + claim("21Gi"),
    found: ["10:73 request 21Gi of claim notebooks exceeds the maximum 20Gi of LimitRange container-limits"],
  },
  {
    name: "a claim below the minimum",
    yaml: range("[{ type: PersistentVolumeClaim, min: { storage: 20Gi } }]") + claim("19Gi"),
    found: ["10:73 request 19Gi of claim notebooks is below the minimum 20Gi of LimitRange container-limits"],
  },
  {
    name: "a claim template of a ServerConfig in another namespace",
    yaml: server("[]") + range("[{ type: PersistentVolumeClaim, max: { storage: 5Gi } }]"),
    found: ["15:103 request 10Gi of claim mlserver-models exceeds the maximum 5Gi of LimitRange container-limits"],
  },
  {
    name: "a claim that the Server created from its template is reported once",
    yaml:
      server("[]") +
      range("[{ type: PersistentVolumeClaim, max: { storage: 5Gi } }]") +
      claim("10Gi", "mlserver-models-mlserver-0"),
    found: ["15:103 request 10Gi of claim mlserver-models exceeds the maximum 5Gi of LimitRange container-limits"],
  },
  {
    name: "bounds for containers only",
    yaml: range("[{ type: Container, max: { storage: 5Gi } }]") + claim("10Gi"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityClaimOutsideLimitRange, yaml)).toEqual(found);
});
