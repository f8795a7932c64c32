import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { secretsVolumeUnknown } from "./volume-unknown.ts";

const mounts = (name: string): string =>
  `containers: [{ name: c, image: "c:1", volumeMounts: [{ name: ${name}, mountPath: /x }] }]`;
const config = (pod: string, more = ""): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver, namespace: churn }
spec: { podSpec: { ${pod} }${more} }
`;
const server = (pod: string): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver, podSpec: { ${pod} } }
`;
const workload = (kind: string, pod: string, more = ""): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web, namespace: churn }
spec: { template: { spec: { ${pod} } }${more} }
`;
const volumes = "volumes: [{ name: cache, emptyDir: {} }]";

test.each([
  { name: "a volume of the pod", yaml: config(`${mounts("cache")}, ${volumes}`), found: [] },
  {
    name: "a volume with another name",
    yaml: config(`${mounts("cachee")}, ${volumes}`),
    found: ["4:81 unknown volume cachee in container c of ServerConfig mlserver"],
  },
  {
    name: "a claim of each replica, as Seldon writes it",
    yaml: config(mounts("models"), ", volumeClaimTemplates: [{ name: models, spec: {} }]"),
    found: [],
  },
  {
    name: "a claim of each replica, as Kubernetes writes it",
    yaml: workload("StatefulSet", mounts("models"), ", volumeClaimTemplates: [{ metadata: { name: models } }]"),
    found: [],
  },
  { name: "a volume that a Server adds", yaml: config(mounts("cache")) + server(volumes), found: [] },
  {
    name: "a volume of the ServerConfig that a Server mounts",
    yaml: config(volumes) + server(mounts("cache")),
    found: [],
  },
  {
    name: "a Deployment without volumes",
    yaml: workload("Deployment", mounts("conf")),
    found: ["4:90 unknown volume conf in container c of Deployment web"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsVolumeUnknown, yaml)).toEqual(found);
});
