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
type Part = "anything" | "entries" | "entry" | "credentials" | "keys" | "key" | "from" | "origin" | "path" | "value";

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
  const open: Open[] = [{ node: root, part: "anything", within: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, part, within } = next;
    if (isScalar(node)) {
      const refused = isRefused(part, node.value) || holdsSecret(String(node.value));
      if (refused) yield { node, refused, within };
    } else if (isSeq(node)) {
      const inside = part === "keys" ? "key" : part;
      for (const item of node.items.toReversed()) open.push({ node: item, part: inside, within });
    } else if (isMap(node)) {
      const isVariable = node.items.some(
        ({ key, value }) => textOf(key) === "name" && isNamedSecret(textOf(value), "x"),
      );
      const children: Open[] = [];
      for (const { key, value } of node.items) {
        const name = textOf(key);
        const inside = partOf(part, name, value);
        const declared = (part === "entries" || inside === "credentials") && isScalar(key) ? key : within;
        const isEmpty = !isMap(value) && textOf(value) === "";
        if (isScalar(key) && (holdsSecret(name) || (inside === "value" && isEmpty)))
          yield { node: key, refused: true, within: declared };
        const isNamed = isNamedSecret(name, textOf(value)) || (isVariable && name === "value");
        if (isScalar(value) && inside === "anything" && isNamed && !holdsSecret(textOf(value)))
          yield { node: value, refused: false, within: declared };
        else children.push({ node: value, part: inside, within: declared });
      }
      open.push(...children.toReversed());
    }
  }
}

const fields: Readonly<Record<"entry" | "credentials" | "origin", ReadonlyMap<string, Part>>> = {
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
    return name === "secrets" || name === "pullSecrets" ? "entries" : name === "credentials" ? "credentials" : part;
  }
  if (part === "entries") return "entry";
  if (part === "from") return partOf("origin", name, value);
  if (part !== "entry" && part !== "credentials" && part !== "origin") return "value";
  const known = fields[part];
  return known.get(nearest(name, known.keys()) ?? "") ?? "value";
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
    case "value":
      return true;
    default:
      return false;
  }
}

function textOf(node: unknown): string {
  return isScalar(node) && node.value !== null ? String(node.value) : "";
}
