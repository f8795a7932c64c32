import { templatesByKind } from "../evaluate/manifests/pods.ts";
import type { Path } from "../load/source.ts";
import { groupKindOf } from "../models/kinds.ts";

/** Kinds of Seldon that contain pod specs: a single one, or one for each entry of a list. */
const seldonSpecs: Readonly<Record<string, string>> = {
  Server: podSpecExpression(["spec", "podSpec"]),
  ServerConfig: podSpecExpression(["spec", "podSpec"]),
  SeldonRuntime: "OBJECT.?spec.?overrides.orValue([]).map(one, one.?podSpec.orValue({}))",
  SeldonConfig: "OBJECT.?spec.?components.orValue([]).map(one, one.?podSpec.orValue({}))",
};

/** CEL: the pod specs in an object, by the kind that the request is about. */
export function podSpecsIn(object: "object" | "oldObject"): string {
  const built = Object.entries(templatesByKind).map(
    ([kind, path]) => [groupKindOf(kind).kind, podSpecExpression([...path, "spec"])] as const,
  );
  const bySpecs = Map.groupBy([...built, ...Object.entries(seldonSpecs)], ([, specs]) => specs);
  const cases = [...bySpecs].map(([specs, kinds]) => {
    const names = JSON.stringify(kinds.map(([kind]) => kind)).replaceAll(",", ", ");
    return `request.kind.kind in ${names} ? ${specs.replace("OBJECT", `dyn(${object})`)} :`;
  });
  return `${cases.join("\n")}\n[]`;
}

function podSpecExpression(path: Path): string {
  return `[OBJECT${path.map((field) => `.?${field}`).join("")}.orValue({})]`;
}

/** CEL: the containers of a pod spec, of all three lists. */
export function containerPaths(spec: string): string {
  const lists = ["containers", "initContainers", "ephemeralContainers"].map((list) => `${spec}.?${list}.orValue([])`);
  return `(${lists.join(" + ")})`;
}

/** CEL: the images of some pod specs, including mounted ones. Joining and splitting the text flattens the list. */
export function celImages(specs: string): string {
  return `${specs}.map(spec, (
  ${containerPaths("spec")}.map(one, one.?image.orValue(""))
  + spec.?volumes.orValue([]).map(one, one.?image.?reference.orValue(""))
).join("\\n")).join("\\n").split("\\n").filter(one, one != "")`;
}
