import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Judge, type Judged, kubeconform } from "../gate/kubeconform.ts";
import type { Manifest } from "../gate/manifests/manifest.ts";
import type { Path } from "../load/source.ts";

/** What a cluster's schemas say of somebody's objects, each at the field that it is about. */
export interface SchemaVerdict {
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that this cluster's schemas do not have: nobody here can say whether it does. */
  readonly unknown: readonly string[];
}

/** kubeconform over objects that lie in a folder. Each is asked about by itself, and called by its place in the list. */
export async function schemaVerdict(manifests: readonly Manifest[], judge: Judge): Promise<SchemaVerdict> {
  if (manifests.length === 0) return { diagnostics: [], unknown: [] };
  const groups = manifests.map(({ object }, index): readonly Judged[] => {
    const file = String(index);
    // As JSON, which is YAML too: what somebody wrote may hold what our own writer refuses.
    return [{ object, origin: { source: { file, text: "" }, path: [] }, file, text: `${JSON.stringify(object)}\n` }];
  });
  const verdict = await kubeconform(groups, judge);
  const unknown = new Set<string>();
  const diagnostics = verdict.diagnostics.flatMap((one) => {
    const manifest = manifests[Number(one.at.file)];
    if (manifest === undefined) return [];
    if (one.code === "gate/no-schema") {
      unknown.add(manifest.kind);
      return [];
    }
    const { hint: _, ...plain } = one;
    const said = one.message.replace(/^[\s\S]*? \(\d+\): /, "");
    return [
      {
        ...plain,
        message: `${manifest.object.kind} ${manifest.name}: ${said}`,
        at: manifest.at(fieldIn(said), "key"),
      },
    ];
  });
  return { diagnostics, unknown: [...unknown].sort() };
}

/** The first field that a message is about: `at '/spec/template': ...`, with a name that does not belong there. */
function fieldIn(message: string): Path {
  const path = /at '([^']*)'/.exec(message)?.[1] ?? "";
  const extra = /additional properties '([^']*)'/.exec(message)?.[1];
  const steps = path
    .split("/")
    .filter((step) => step !== "")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return extra === undefined ? steps : [...steps, extra];
}
