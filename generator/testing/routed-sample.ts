import type { RawMap } from "../validate/merge.ts";
import { mergeSpec, sampleCopy } from "./sandbox.ts";

/** The clusters of the sample, by their edge. */
export const edgeClusters = { "gateway-api": "staging", "ingress-and-istio": "production" } as const;

/** Differences of the sample with add-ons. */
interface Routed {
  /** The routes of fraud-detection, which replace its own. */
  readonly routes?: RawMap;
  /** Further fields of fraud-detection. */
  readonly tenant?: RawMap;
  /** `false` removes the reserved addresses. */
  readonly reserved?: boolean;
  /** The certificates of both clusters. */
  readonly certificates?: RawMap;
}

/** A copy of the sample with add-ons, whose tenant fraud-detection has other routes. */
export function routedSample({ routes, tenant = {}, reserved = true, certificates }: Routed): string {
  const root = sampleCopy();
  const file = "tenants/fraud-detection.yaml";
  mergeSpec(root, file, { ...tenant, ...(routes === undefined ? {} : { routes: { scoring: null, ...routes } }) });
  const none = { settings: { pool: null, addressPool: null, address: null } };
  for (const [cluster, addon] of [
    ["staging", "istio"],
    ["production", "ingress-nginx"],
  ])
    mergeSpec(
      root,
      `clusters/${cluster}/cluster.yaml`,
      {
        ...(reserved ? {} : { addons: { [addon ?? ""]: none } }),
        ...(certificates === undefined ? {} : { network: { certificates: { issuer: null, ...certificates } } }),
      },
      "drop",
    );
  return root;
}
