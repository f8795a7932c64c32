import { isScalar, type ParsedNode, visit } from "yaml";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { chartOf, seldonCharts, unknownKeys } from "../evaluate/seldon/chart-keys.ts";
import { locateBelow, locateOffset } from "../load/locate.ts";
import { readDocuments, type YamlDocument } from "../load/read-documents.ts";
import type { Source } from "../load/source.ts";
import { knownSeldon } from "../models/seldon/known.ts";
import { newestFacts } from "../models/seldon/versions.ts";
import { unknownValueFinding } from "../rules/seldon/chart-value-unknown.ts";
import { nearest } from "../text/nearest.ts";
import { isMap, type RawMap } from "../validate/merge.ts";

/**
 * Faults of a file's documents before they are read as objects: duplicate keys, and incomplete objects. kubectl and Argo CD use
 * the last of two equal keys, and kustomize rejects the file.
 */
export function documentProblems(source: Source): readonly Diagnostic[] {
  return readDocuments(source).documents.flatMap(({ contents, value }) =>
    isMap(value) && looksLikeObject(value)
      ? [...duplicateKeys(source, contents), ...incomplete(source, contents, value)]
      : [],
  );
}

/** For a file with values of one of Seldon's charts: values under keys that the chart does not have. */
export function valueProblems(source: Source): readonly Diagnostic[] {
  if (!/values[^/]*[.]ya?ml$/i.test(source.file)) return [];
  // Such a file does not contain the version of its chart.
  const seldon = newestFacts(knownSeldon.versions);
  const charts = seldonCharts(seldon);
  return readDocuments(source).documents.flatMap(({ contents, value }) => {
    const chart = chartOf(value);
    const keys = chart === undefined ? undefined : charts[chart];
    if (chart === undefined || keys === undefined) return [];
    return unknownKeys(value, keys).map((key): Diagnostic => {
      const at = locateBelow(source, contents, key.path, "key");
      return {
        code: "seldon/chart-value-unknown",
        severity: "warning",
        ...unknownValueFinding(seldon, chart, key),
        at,
      };
    });
  });
}

/** Other files of a repository also have a kind or a version. A Kubernetes object also has metadata. */
function looksLikeObject(value: RawMap): boolean {
  return (typeof value["kind"] === "string" || typeof value["apiVersion"] === "string") && isMap(value["metadata"]);
}

const mostKeys = 20;

function duplicateKeys(source: Source, contents: ParsedNode): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visit(contents, {
    Map: (_, { items }) => {
      const seen = new Map<unknown, number>();
      for (const { key } of items) {
        if (!isScalar(key) || key.range == null || found.length === mostKeys) continue;
        const [offset] = key.range;
        const first = seen.get(key.value);
        seen.set(key.value, first ?? offset);
        if (first === undefined) continue;
        const name = String(key.value);
        found.push({
          code: "input/duplicate-key",
          severity: "warning",
          message: codes["input/duplicate-key"].messages.duplicateKey(name),
          hint: "Remove one of the two keys. kustomize rejects duplicate keys, and other tools use only the last value.",
          at: locateOffset(source, offset, name.length),
          related: [{ at: locateOffset(source, first, name.length), message: "the first key" }],
        });
      }
    },
  });
  return found;
}

function incomplete(source: Source, contents: YamlDocument["contents"], value: RawMap): readonly Diagnostic[] {
  const missing = ["apiVersion", "kind"].find((field) => typeof value[field] !== "string" || value[field] === "");
  if (missing === undefined) return [];
  const others = Object.keys(value).filter((key) => key !== "apiVersion" && key !== "kind");
  const meant = missing in value ? undefined : nearest(missing, others);
  return [
    {
      code: "input/no-object",
      severity: "error",
      message:
        missing in value
          ? codes["input/no-object"].messages.notString(missing)
          : codes["input/no-object"].messages.missingField(missing),
      hint: meant === undefined ? `Set ${missing}.` : `Rename ${meant} to ${missing}.`,
      at: locateBelow(source, contents, [meant ?? (missing in value ? missing : "metadata")], "key"),
    },
  ];
}
