import type { RepositoryDocuments } from "../load/load-repository.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/** One change to what people write: a value put at a path, taken away (undefined), or a file that goes. */
export type Edit =
  | { readonly file: string; readonly path: Path; readonly value: unknown }
  | { readonly file: string; readonly delete: true };

/** The documents as they would be read after these edits. Their texts stay, so that findings point at what is there now. */
export function applyEdits(documents: RepositoryDocuments, edits: readonly Edit[]): RepositoryDocuments {
  const change = (document: SourceDocument): SourceDocument =>
    edits.reduce(
      (changed, edit) =>
        edit.file !== document.source.file || "delete" in edit
          ? changed
          : { source: changed.source, value: put(changed.value, edit.path, edit.value) },
      document,
    );
  const stays = ({ source }: SourceDocument): boolean =>
    !edits.some((edit) => "delete" in edit && edit.file === source.file);
  return {
    ...documents,
    platform: documents.platform === undefined ? undefined : change(documents.platform),
    clusters: documents.clusters.map(change),
    tenants: documents.tenants.filter(stays).map(change),
  };
}

/** An edit in the words of the file: `spec.seldon.pattern: enhanced`. */
export function describeEdit(edit: Edit): string {
  if ("delete" in edit) return `remove ${edit.file}`;
  const place = edit.path.join(".");
  return edit.value === undefined
    ? `${edit.file}: take ${place} away`
    : `${edit.file}: ${place}: ${typeof edit.value === "string" ? edit.value : JSON.stringify(edit.value)}`;
}

function put(data: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const map: RawMap = isMap(data) ? data : {};
  const { [step]: below, ...others } = map;
  const inner = put(below, rest, value);
  return inner === undefined ? others : { ...map, [step]: inner };
}
