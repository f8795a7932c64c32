import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import type { Origin } from "../validate/inventory.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/** One change to a hand-written file: a value that is set at a path or removed (undefined), or a deleted file. */
export type Edit =
  | { readonly file: string; readonly path: Path; readonly value: unknown }
  | { readonly file: string; readonly delete: true };

/** The documents after these edits. Their source texts stay, so that findings point at the current lines. */
export function applyEdits(documents: RepositoryDocuments, edits: readonly Edit[]): RepositoryDocuments {
  const change = (document: SourceDocument): SourceDocument =>
    edits.reduce(
      (changed, edit) =>
        edit.file !== document.source.file || "delete" in edit
          ? changed
          : { source: changed.source, value: putAt(changed.value, edit.path, edit.value) },
      document,
    );
  const stays = ({ source }: SourceDocument): boolean =>
    !edits.some((edit) => "delete" in edit && edit.file === source.file);
  return {
    ...documents,
    platform: documents.platform === undefined ? undefined : change(documents.platform),
    clusters: documents.clusters.filter(stays).map(change),
    tenants: documents.tenants.filter(stays).map(change),
  };
}

/** An edit as text: `clusters/production/cluster.yaml: set spec.seldon.pattern to enhanced`. */
export function describeEdit(edit: Edit): string {
  if ("delete" in edit) return `delete ${edit.file}`;
  const place = edit.path.join(".");
  return edit.value === undefined
    ? `${edit.file}: remove ${place}`
    : `${edit.file}: set ${place} to ${typeof edit.value === "string" ? edit.value : JSON.stringify(edit.value)}`;
}

function putAt(data: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const map: RawMap = isMap(data) ? data : {};
  const { [step]: below, ...others } = map;
  const inner = putAt(below, rest, value);
  return inner === undefined ? others : { ...map, [step]: inner };
}

/** The edit that sets a field at its position in a file. Without a value, the edit removes the field. */
export function editAt({ source, path }: Origin, value: unknown): Edit {
  return { file: source.file, path, value };
}
