import { clusterFile, platformFile, tenantFile } from "../load/input-files.ts";
import { type Block, heading } from "../text/document.ts";
import { nearest } from "../text/nearest.ts";
import { type Field, type FileKind, fieldsIn } from "../validate/field-reference.ts";

/** A field of one of the files that people write. */
export interface KnownField extends Field {
  readonly kind: FileKind;
  /** Fields one step below it. */
  readonly below: readonly Field[];
}

const kinds: readonly FileKind[] = ["tenant", "cluster", "platform"];

/**
 * The field that is called so: `models.memory`, `models.churn.memory` or `spec.models.<name>.memory`. Of several files the
 * tenant's comes first, then the cluster's, then the platform's.
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

/** Of `models.churn` the map that has it by a name of one's own. */
function mapOf(words: readonly string[], all: readonly Field[]): Field | undefined {
  const map = all.find(({ path }) => words.length > 1 && matchesPath(stepsOf(path), words.slice(0, -1)));
  if (map === undefined || !all.some(({ path }) => path.startsWith(`${map.path}.${anyName}`))) return undefined;
  // A slip of a field is no name of a model.
  const fields = belowOf(map.path, all).map(({ path }) => stepsOf(path).at(-1) ?? "");
  return nearest(words.at(-1) ?? "", fields) === undefined ? map : undefined;
}

/** What could be meant by a name that no field has: what stands in front, and whatever ends like it or nearly so, `models.memory`. */
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

/** `spec` says nothing: nearly every field is in it. */
function stepsOf(path: string): readonly string[] {
  const steps = path.split(".").map((step) => step.replace(/\[\d*\]$/, ""));
  return steps[0] === "spec" && steps.length > 1 ? steps.slice(1) : steps;
}

/** Names of one's own may be left out. */
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
};

export function fieldDocument({
  kind,
  path,
  type,
  must,
  description,
  usual,
  examples,
  below,
}: KnownField): readonly Block[] {
  return [
    heading(1, path),
    ...(description === "" ? [] : [{ text: description }]),
    {
      items: [
        `in: ${shown[kind]}`,
        `type: ${type}${must ? ", required" : ""}`,
        ...(usual === "" ? [] : [`default: ${usual}`]),
        ...examples.map((example) => `example: ${example}`),
      ],
    },
    ...(below.length === 0
      ? []
      : [
          heading(2, "Fields below it"),
          {
            header: ["Field", "Type", "What it says"],
            rows: below.map((field) => [
              field.path.slice(path.length + 1),
              `${field.type}${field.must ? ", required" : ""}`,
              field.description,
            ]),
          },
        ]),
  ];
}
