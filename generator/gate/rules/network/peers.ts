import type { Path } from "../../../load/source.ts";
import { isMap, type RawMap } from "../../../validate/merge.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { listAt } from "../../manifests/reading.ts";

export const networkPolicy = "networking.k8s.io/NetworkPolicy";

export interface WrittenPeer {
  readonly direction: "ingress" | "egress";
  readonly path: Path;
  readonly peer: RawMap;
}

/** Every peer that a NetworkPolicy names, with its place. */
export function peersOf({ object }: Manifest): readonly WrittenPeer[] {
  return (["ingress", "egress"] as const).flatMap((direction) => {
    const key = direction === "ingress" ? "from" : "to";
    return listAt(object, "spec", direction).flatMap((rule, index) =>
      listAt(rule, key).flatMap((peer, position) =>
        isMap(peer) ? [{ direction, path: ["spec", direction, index, key, position], peer }] : [],
      ),
    );
  });
}
