import { addonFile, chartFile, clusterFile, platformFile, schemasFile, tenantFile } from "../load/input-files.ts";
import { type Block, heading } from "../text/document.ts";
import { nearest } from "../text/nearest.ts";
import { type Field, type FileKind, fieldsIn } from "../validate/field-reference.ts";

/** A field of a hand-written file. */
export interface KnownField extends Field {
  readonly kind: FileKind;
  /** Fields one level below. */
  readonly below: readonly Field[];
}

const kinds: readonly FileKind[] = ["tenant", "cluster", "platform", "schemas", "addon", "chart"];

/**
 * The field with this name: `models.memory`, `models.churn.memory` or `spec.models.<name>.memory`. If several files have such a
 * field, the tenant file comes first, then the cluster file, then the platform file, then the file of schemas.
 */
export function fieldCalled(name: string): KnownField | undefined {
  const words = stepsOf(name);
  for (const kind of kinds) {
    const all = fieldsIn(kind);
    const field = all.find(({ path }) => matchesPath(stepsOf(path), words)) ?? mapOf(words, all);
    if (field !== undefined) return { ...field, kind, below: belowOf(field.path, all) };
  }
  return undefined;
}

/** For `models.churn`, the map `models` with its free names. */
function mapOf(words: readonly string[], all: readonly Field[]): Field | undefined {
  const map = all.find(({ path }) => words.length > 1 && matchesPath(stepsOf(path), words.slice(0, -1)));
  if (map === undefined || !all.some(({ path }) => path.startsWith(`${map.path}.${anyName}`))) return undefined;
  // A misspelt field is not the name of a model.
  const fields = belowOf(map.path, all).map(({ path }) => stepsOf(path).at(-1) ?? "");
  return nearest(words.at(-1) ?? "", fields) === undefined ? map : undefined;
}

/** Suggestions for an unknown field: the top-level fields, and fields with the same or a similar last step (`models.memory`). */
export function fieldNames(name: string): { readonly first: readonly string[]; readonly ending: readonly string[] } {
  const steps = stepsOf(name);
  const above = fieldCalled(steps.slice(0, -1).join("."));
  const slip = nearest(steps.at(-1) ?? "", above?.below.map(({ path }) => stepsOf(path).at(-1) ?? "") ?? []);
  if (slip !== undefined) return { first: [], ending: [[...steps.slice(0, -1), slip].join(".")] };
  const last = steps.at(-1);
  const paths = fieldsIn("tenant").map(({ path }) => stepsOf(path).filter((step) => step !== anyName));
  return {
    first: [...new Set(paths.map(([step = ""]) => step))],
    ending: [...new Set(paths.filter((steps) => steps.at(-1) === last).map((steps) => steps.join(".")))].sort(
      (left, other) => left.length - other.length,
    ),
  };
}

const anyName = "<name>";

/** Without a leading `spec`: nearly every field is in it. */
function stepsOf(path: string): readonly string[] {
  const steps = path.split(".").map((step) => step.replace(/\[\d*\]$/, ""));
  return steps[0] === "spec" && steps.length > 1 ? steps.slice(1) : steps;
}

/** Free names may be omitted. */
function matchesPath([step, ...path]: readonly string[], words: readonly string[]): boolean {
  const [word, ...rest] = words;
  if (step === undefined) return word === undefined;
  if (step === anyName) return matchesPath(path, words) || (word !== undefined && matchesPath(path, rest));
  return step === word && matchesPath(path, rest);
}

function belowOf(parent: string, all: readonly Field[]): readonly Field[] {
  return all.filter(({ path }) => {
    if (!path.startsWith(parent)) return false;
    const rest = path.slice(parent.length).replace(/^(\[\]|[.]<name>)*/, "");
    return /^[.][^.]+$/.test(rest);
  });
}

const shown: Readonly<Record<FileKind, string>> = {
  tenant: tenantFile("<name>"),
  cluster: clusterFile("<cluster>"),
  platform: platformFile,
  schemas: schemasFile,
  addon: addonFile("<name>"),
  chart: chartFile("<name>"),
};

export function fieldDocument({
  kind,
  path,
  type,
  required: must,
  description,
  defaultText: usual,
  examples,
  below,
}: KnownField): readonly Block[] {
  return [
    heading(1, path),
    ...(description === "" ? [] : [{ text: description }]),
    {
      items: [
        `file: ${shown[kind]}`,
        `type: ${type}${must ? ", required" : ""}`,
        ...(usual === "" ? [] : [`default: ${usual}`]),
        ...examples.map((example) => `example: ${example}`),
      ],
    },
    ...(below.length === 0
      ? []
      : [
          heading(2, "Subfields"),
          {
            header: ["Field", "Type", "Description"],
            rows: below.map((field) => [
              field.path.slice(path.length + 1),
              `${field.type}${field.required ? ", required" : ""}`,
              field.description,
            ]),
          },
        ]),
  ];
}
