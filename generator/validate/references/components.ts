import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ComponentFolder } from "../../load/load-repository.ts";
import { readDocuments } from "../../load/read-documents.ts";
import type { Path } from "../../load/source.ts";
import { partAnnotation } from "../../models/marks.ts";
import { isPlatformPart } from "../../models/platform-parts.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { findingAt, type Inventory } from "../inventory.ts";
import { kustomizationParts, pathBelow } from "../kustomization.ts";
import { isMap, type RawMap, valueAt } from "../merge.ts";

/** The fields that a component may have. It lists files of its folder, generates ConfigMaps and patches, but runs and fetches nothing. */
const allowedFields = [
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "patches",
  "configMapGenerator",
  "images",
  "replicas",
];

const { messages } = codes["render/component"];

/** Checks hand-written components like other input: kustomize would fetch remote bases and follow paths out of the folder. */
export function* componentReferences({ components: declared }: Inventory): Iterable<Diagnostic> {
  for (const component of declared.values()) {
    const { source, value } = component.kustomization;
    const finding = (path: Path, message: string, hint: string, part: "value" | "key" = "value"): Diagnostic =>
      findingAt({ source, path }, "render/component", message, hint, part);
    if (!isMap(value) || value["kind"] !== "Component") {
      yield finding(
        ["kind"],
        messages.notComponent(component.name),
        "Set apiVersion: kustomize.config.k8s.io/v1alpha1 and kind: Component.",
      );
      continue;
    }
    if (isPlatformPart(component.name))
      yield finding(["metadata", "name"], messages.platformName(component.name), "Rename the folder.");
    for (const field of Object.keys(value).filter((key) => !allowedFields.includes(key))) {
      const meant = nearest(field, allowedFields);
      const hint = `${meant === undefined ? "" : `${didYouMean(meant)} `}Allowed: ${allowedFields.join(", ")}.`;
      yield finding([field], messages.refusedField(field), hint, "key");
    }
    const part = valueAt(value, ["metadata", "annotations", partAnnotation]);
    if (part !== undefined && part !== "guardrails" && part !== "workloads") {
      yield finding(
        ["metadata", "annotations", partAnnotation],
        messages.invalidPart(),
        "Set the annotation to guardrails or workloads.",
      );
    }
    yield* parts(component, value, finding);
  }
}

function* parts(
  { folder, files: present }: ComponentFolder,
  value: RawMap,
  finding: (path: Path, message: string, hint: string) => Diagnostic,
): Iterable<Diagnostic> {
  const known = new Map(present.map((source) => [source.file, source]));
  const allowed = Object.fromEntries(Object.entries(value).filter(([key]) => allowedFields.includes(key)));
  for (const part of kustomizationParts(allowed)) {
    if ("odd" in part) {
      yield finding(part.path, part.odd, "See https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/.");
    } else if ("inline" in part) {
      for (const { message, hint } of readDocuments({ file: folder, text: part.inline }).diagnostics)
        yield finding(
          part.path,
          messages.invalidText(message),
          hint ?? "Write valid YAML: kustomize parses this text.",
        );
    } else {
      const file = pathBelow(folder, part.text);
      const source = known.get(file ?? "");
      if (file?.startsWith(`${folder}/`) !== true) {
        yield finding(
          part.path,
          messages.outsideFolder(part.text, folder),
          "List only files of the component's own folder: Tenantry fetches no other files.",
        );
      } else if (source === undefined) {
        yield finding(
          part.path,
          messages.unknownFile(file),
          "List a file of the component's folder. Folders are not allowed.",
        );
      } else if (part.as !== "data") yield* readDocuments(source).diagnostics;
    }
  }
}
