import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RawMap } from "../validate/merge.ts";
import { mergeSpec, write } from "./sandbox.ts";

export const bucketsFile = "platform/addons/buckets.yaml";

/** An object store whose tenants are entries in the values of its chart, in the place of SeaweedFS. */
const buckets = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: buckets }
spec:
  description: Buckets
  kubernetes: { minimum: "1.30" }
  settings:
    buckets: { type: map, description: Buckets of the platform, optional: true, fields: { tenants: { type: text, description: Readers } } }
  provides:
    objectStore:
      service: buckets
      workload: server
      port: s3
      endpoint: http://buckets.buckets:9000
      buckets: { application: store, at: server.buckets, name: name }
  namespaces: { buckets: { podSecurity: restricted } }
  applications:
    store:
      chart:
        repository: https://charts.buckets.invalid
        name: buckets
        version: 1.0.0
        release: buckets
        entries:
          - { forEach: settings.buckets, at: server.buckets, entry: { name: "{item.key}" } }
          - { forEach: settings.buckets, where: { tenants: read }, at: server.policies.0.readable, entry: "{item.key}" }
        values: { server: { buckets: [], policies: [{ name: tenants, readable: [own] }] } }
      namespace: buckets
      kinds: [apps/Deployment]
      data: the objects of all buckets
  workloads:
    server: { namespace: buckets, pods: { app: buckets }, ports: { s3: 9000 }, from: { s3: [tenants] } }
  perTenant:
    bucket:
      when: models
      values:
        - { application: store, at: server.buckets, entry: { name: "tenant-{tenant}" } }
        - { application: store, at: server.users, entry: { user: "tenant-{tenant}" } }
      gives: a bucket
      whenRemoved: nothing. The bucket remains
    key:
      when: models
      requires: secrets
      namespace: buckets
      object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "key-{tenant}" } }
      secrets: [{ name: "tenant-{tenant}", keys: [s3], to: bucket-key }]
      gives: the key of its bucket
      whenRemoved: the key
`;

/** Gives all clusters of a sandbox the add-on `buckets`, and tenants an artifact store in it. */
export function withBuckets(
  root: string,
  options: { readonly use?: RawMap; readonly store?: RawMap; readonly addon?: (text: string) => string } = {},
): string {
  const { use = {}, store = {}, addon = (text) => text } = options;
  write(root, bucketsFile, addon(buckets));
  for (const name of readdirSync(join(root, "clusters")))
    mergeSpec(root, `clusters/${name}/cluster.yaml`, { addons: { buckets: use } });
  const artifacts = {
    locations: ["s3://tenant-{tenant}/"],
    service: "buckets",
    credentials: { secret: "artifacts-buckets", from: "manual" },
    ...store,
  };
  mergeSpec(root, "platform/platform.yaml", { artifactStores: { buckets: artifacts } });
  return root;
}
