import { endpointLabel } from "./endpoint-id.ts";
import { describePorts } from "./port-set.ts";
import type { Endpoint, Network, PodEndpoint } from "./reach.ts";

export interface ReachRow {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** The open connections between these pods and the others, in both directions. Skips pairs without open ports. */
export function reachRows(
  network: Network,
  pods: readonly PodEndpoint[],
  others: readonly Endpoint[],
): readonly ReachRow[] {
  const row = (from: Endpoint, to: Endpoint): readonly ReachRow[] => {
    const ports = describePorts(network.reach(from, to).ports);
    return ports === "" ? [] : [{ from: endpointLabel(from.id), to: endpointLabel(to.id), ports }];
  };
  return pods.flatMap((endpoint) => [
    ...others.flatMap((other) => row(endpoint, other)),
    ...others.flatMap((other) => row(other, endpoint)),
  ]);
}
