import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";

type Direction = "ingress" | "egress";

export interface LocatedPolicyRule {
  readonly direction: Direction;
  readonly path: Path;
  readonly rule: RawMap;
}

export interface LocatedPeer {
  readonly direction: Direction;
  readonly path: Path;
  readonly peer: RawMap;
}

export interface LocatedPort {
  readonly direction: Direction;
  readonly path: Path;
  readonly port: RawMap;
}

/** The field that a rule of this direction names its peers in. */
export const peersField = { ingress: "from", egress: "to" } as const;

/** Every rule of a NetworkPolicy, with its place. */
export function locatedRules({ object }: Manifest): readonly LocatedPolicyRule[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    listAt(object, "spec", direction).flatMap((rule, index) =>
      isMap(rule) ? [{ direction, path: ["spec", direction, index], rule }] : [],
    ),
  );
}

/** The rules that have an effect. Rules of a direction that policyTypes leaves out have none. */
export function effectiveRulesOf(policy: Manifest): readonly LocatedPolicyRule[] {
  const types = listAt(policy.object, "spec", "policyTypes");
  const isEffective = (direction: Direction): boolean =>
    types.length === 0 || types.includes(direction === "ingress" ? "Ingress" : "Egress");
  return locatedRules(policy).filter(({ direction }) => isEffective(direction));
}

/** Every peer that some rules name. */
export function peersIn(rules: readonly LocatedPolicyRule[]): readonly LocatedPeer[] {
  return rules.flatMap(({ direction, path, rule }) =>
    listAt(rule, peersField[direction]).flatMap((peer, index) =>
      isMap(peer) ? [{ direction, path: [...path, peersField[direction], index], peer }] : [],
    ),
  );
}

/** Every peer that a NetworkPolicy names, with its place. */
export function peersOf(policy: Manifest): readonly LocatedPeer[] {
  return peersIn(locatedRules(policy));
}

/** Every port that a NetworkPolicy names, with its place. */
export function locatedPorts(policy: Manifest): readonly LocatedPort[] {
  return locatedRules(policy).flatMap(({ direction, path, rule }) =>
    listAt(rule, "ports").flatMap((port, index) =>
      isMap(port) ? [{ direction, path: [...path, "ports", index], port }] : [],
    ),
  );
}
