import { endpointLabel } from "./endpoint-id.ts";
import { describePorts } from "./port-set.ts";
import type { Endpoint, Network, PodEndpoint } from "./reach.ts";

export interface ReachRow {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** Who of these reaches whom of the others, both ways; pairs that may not speak are left out. */
export function reachRows(
  network: Network,
  own: readonly PodEndpoint[],
  others: readonly Endpoint[],
): readonly ReachRow[] {
  const row = (from: Endpoint, to: Endpoint): readonly ReachRow[] => {
    const ports = describePorts(network.reach(from, to).ports);
    return ports === "" ? [] : [{ from: endpointLabel(from.id), to: endpointLabel(to.id), ports }];
  };
  return own.flatMap((endpoint) => [
    ...others.flatMap((other) => row(endpoint, other)),
    ...others.flatMap((other) => row(other, endpoint)),
  ]);
}
