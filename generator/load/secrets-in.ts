import { isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import { nearest } from "../text/nearest.ts";
import { holdsSecret, isNamedSecret } from "./secret-values.ts";

/** A scalar that must be hidden: it is the value of a secret, or may be. */
export interface SecretNode {
  readonly node: Scalar;
  /** Whether it is not allowed at all: it looks like a secret's value, or only such a value is possible there. */
  readonly refused: boolean;
  /** The declared secret that it was written into, if there is one. */
  readonly within: Node | undefined;
}

/** The content that is allowed at a position: anything, or, in the declaration of a secret, one part of the declaration. */
type Part =
  | "anything"
  // The same in the fields of other software, which have their own meaning: values of charts, and objects of any kind.
  | "foreign"
  | "entries"
  | "entry"
  | "credentials"
  | "keys"
  | "key"
  | "from"
  | "origin"
  | "path"
  | "value"
  // Secrets that an add-on's file declares, and those that a cluster's file fills from a store.
  | "addon file"
  | "addon spec"
  | "declarations"
  | "declaration"
  | "formats"
  | "format"
  | "addons"
  | "addon"
  | "fillings"
  | "filling"
  | "names";

interface Open {
  readonly node: unknown;
  readonly part: Part;
  readonly within: Node | undefined;
}

/**
 * Every value of a secret in a document: by its form, by its name, and by its position. In the declaration of a secret,
 * everything is a value that is neither a name nor an origin.
 */
export function* secretsIn(root: Node | null): Generator<SecretNode> {
  const kind = isMap(root) ? root.get("kind") : undefined;
  const whole: Part = kind === "Addon" ? "addon file" : kind === "Chart" ? "foreign" : "anything";
  const open: Open[] = [{ node: root, part: whole, within: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, part, within } = next;
    if (isScalar(node)) {
      const refused = isRefused(part, node.value) || holdsSecret(String(node.value));
      if (refused) yield { node, refused, within };
    } else if (isSeq(node)) {
      const inside = part === "keys" || part === "formats" || part === "names" ? "key" : part;
      for (const item of node.items.toReversed()) open.push({ node: item, part: inside, within });
    } else if (isMap(node)) {
      const isVariable = node.items.some(
        ({ key, value }) => textOf(key) === "name" && isNamedSecret(textOf(value), "x"),
      );
      const children: Open[] = [];
      for (const { key, value } of node.items) {
        const name = textOf(key);
        const inside = partOf(part, name, value);
        const declared = (entriesOf.has(part) || inside === "credentials") && isScalar(key) ? key : within;
        const isEmpty = !isMap(value) && textOf(value) === "";
        if (isScalar(key) && (holdsSecret(name) || (inside === "value" && isEmpty)))
          yield { node: key, refused: true, within: declared };
        const isNamed = isNamedSecret(name, textOf(value)) || (isVariable && name === "value");
        const isOpen = inside === "anything" || inside === "foreign";
        if (isScalar(value) && isOpen && isNamed && !holdsSecret(textOf(value)))
          yield { node: value, refused: false, within: declared };
        else children.push({ node: value, part: inside, within: declared });
      }
      open.push(...children.toReversed());
    }
  }
}

/** Parts whose keys are names of declared secrets. */
const entriesOf: ReadonlySet<Part> = new Set<Part>(["entries", "declarations", "fillings"]);

type FieldsPart = "entry" | "credentials" | "origin" | "declaration" | "format" | "filling";

const fields: Readonly<Record<FieldsPart, ReadonlyMap<string, Part>>> = {
  declaration: new Map([
    ["namespace", "anything"],
    ["type", "anything"],
    ["description", "anything"],
    ["usedBy", "anything"],
    ["keys", "formats"],
  ]),
  format: new Map([
    ["format", "anything"],
    ["length", "anything"],
    ["user", "anything"],
    ["of", "anything"],
    ["description", "anything"],
  ]),
  filling: new Map([
    ["store", "anything"],
    ["path", "path"],
    ["keys", "names"],
  ]),
  entry: new Map([
    ["keys", "keys"],
    ["from", "from"],
    ["registry", "anything"],
    ["registries", "anything"],
  ]),
  credentials: new Map([
    ["secret", "anything"],
    ["from", "from"],
  ]),
  origin: new Map([
    ["store", "anything"],
    ["path", "path"],
  ]),
};

/** The content that is allowed under a key. A misspelled field is treated as the nearest known one, and reported elsewhere. */
function partOf(part: Part, name: string, value: unknown): Part {
  if (part === "anything") {
    if (!isMap(value)) return part;
    if (name === "addons") return "addons";
    return name === "secrets" || name === "pullSecrets" ? "entries" : name === "credentials" ? "credentials" : part;
  }
  const below = lists[part];
  if (below !== undefined) return below;
  if (part === "addon file") return name === "spec" ? "addon spec" : "anything";
  if (part === "addon spec") return name === "secrets" && isMap(value) ? "declarations" : "foreign";
  if (part === "addon") return name === "secrets" && isMap(value) ? "fillings" : "foreign";
  if (part === "foreign") return part;
  if (part === "from") return partOf("origin", name, value);
  const known = isFieldsPart(part) ? fields[part] : undefined;
  if (known === undefined) return "value";
  return known.get(nearest(name, known.keys()) ?? "") ?? "value";
}

/** The parts of the values under any key. */
const lists: Readonly<Partial<Record<Part, Part>>> = {
  entries: "entry",
  declarations: "declaration",
  formats: "format",
  addons: "addon",
  fillings: "filling",
  names: "key",
};

function isFieldsPart(part: Part): part is FieldsPart {
  return Object.hasOwn(fields, part);
}

function isRefused(part: Part, value: unknown): boolean {
  if (value === null || typeof value === "boolean" || value === "") return false;
  const text = String(value);
  switch (part) {
    case "key":
      return !/^[-._a-zA-Z0-9]{1,253}$/.test(text);
    case "path":
      return !/^[-._a-zA-Z0-9/ ]{1,200}$/.test(text);
    case "entry":
    case "from":
      return nearest(text, ["manual", "add-on"]) === undefined;
    case "keys":
    case "declarations":
    case "declaration":
    case "formats":
    case "format":
    case "fillings":
    case "filling":
    case "names":
    case "value":
      return true;
    default:
      return false;
  }
}

function textOf(node: unknown): string {
  return isScalar(node) && node.value !== null ? String(node.value) : "";
}
