import type { Path } from "../../load/source.ts";
import type { Manifest } from "../manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../manifests/reading.ts";

export interface NodePort {
  readonly number: number;
  readonly path: Path;
}

/** The node ports that a Service sets explicitly. */
export function nodePortsOf({ object }: Manifest): readonly NodePort[] {
  const type = textAt(object, "spec", "type");
  if (type !== "NodePort" && type !== "LoadBalancer") return [];
  const portsOfService = listAt(object, "spec", "ports").flatMap((port, index) =>
    requestedNodePort(numberAt(port, "nodePort"), ["spec", "ports", index, "nodePort"]),
  );
  const local = textAt(object, "spec", "externalTrafficPolicy") === "Local" && type === "LoadBalancer";
  const check = numberAt(object, "spec", "healthCheckNodePort");
  return local ? [...portsOfService, ...requestedNodePort(check, ["spec", "healthCheckNodePort"])] : portsOfService;
}

/** With 0 the API server chooses the port. */
function requestedNodePort(number: number | undefined, path: Path): readonly NodePort[] {
  return number === undefined || number === 0 ? [] : [{ number, path }];
}
