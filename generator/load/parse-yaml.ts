import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { tooDeep } from "./depth.ts";
import { locateOffset, withoutExcerpt } from "./locate.ts";
import { parseOptions } from "./parse-options.ts";
import { placeholderIn } from "./placeholders.ts";
import { holdsSecret } from "./secret-values.ts";
import { type SecretNode, secretsIn } from "./secrets-in.ts";
import type { Source, SourceDocument } from "./source.ts";
import { syntaxFinding } from "./syntax.ts";

/** Parses YAML as hostile input. Returns one plain document of maps, lists and scalars, or every reason to reject it. */
export function parseYaml(source: Source): Outcome<SourceDocument> {
  const deep = tooDeep(source.text);
  if (deep !== undefined) {
    return failed([
      finding(
        source,
        "input/too-large",
        codes["input/too-large"].messages.tooDeep(),
        "Reduce the number of nested levels: real files have about a dozen.",
        deep,
        1,
      ),
    ]);
  }

  const document = parseDocument(source.text, parseOptions);
  const secrets = [...secretsIn(document.contents)];
  withoutExcerpt(
    source,
    secrets.map(({ node }) => rangeOf(node)),
  );
  const broken = syntaxFinding(source, [...document.errors, ...document.warnings]);
  if (broken !== undefined) return failed([broken]);
  if (document.contents === null) {
    return failed([
      finding(
        source,
        "input/several-documents",
        codes["input/several-documents"].messages.emptyFile(),
        "Add apiVersion, kind, metadata and spec.",
        0,
        1,
      ),
    ]);
  }

  const wide = tooWide(source, document.contents);
  if (wide !== undefined) return failed([wide]);
  const findings = [...refusedSecrets(source, secrets), ...inspect(source, document.contents)];
  return findings.length > 0 ? failed(findings) : outcome({ source, value: document.toJS({ maxAliasCount: 0 }) });
}

const mostEntries = 2_000;

/** The first map or list with more entries than any real one, reported once instead of once for each entry. */
function tooWide(source: Source, root: Node): Diagnostic | undefined {
  const open: unknown[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isMap(node) && !isSeq(node)) continue;
    if (node.items.length > mostEntries) {
      return at(
        source,
        node,
        "input/too-large",
        codes["input/too-large"].messages.tooManyEntries(node.items.length, mostEntries),
        "Remove entries: real files have a few dozen entries in one map or list.",
      );
    }
    if (isMap(node)) for (const pair of node.items) open.push(pair.value);
    else open.push(...node.items);
  }
  return undefined;
}

/** Findings for everything that YAML allows and a reviewer would not see. Not recursive. The depth is already bounded. */
function* inspect(source: Source, root: Node): Generator<Diagnostic> {
  const open: unknown[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isAlias(node)) {
      yield at(source, node, "input/anchor", anchor.messages.alias(), anchor.hints.fullValue);
      continue;
    }
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) continue;
    if (node.anchor !== undefined) {
      yield at(source, node, "input/anchor", anchor.messages.anchor(), anchor.hints.fullValue);
    }
    if (node.tag !== undefined) {
      yield at(source, node, "input/anchor", anchor.messages.tag(node.tag), anchor.hints.plainValue);
    }
    if (isMap(node)) {
      yield* inspectKeys(source, node);
      for (const pair of node.items) open.push(pair.value);
    } else if (isSeq(node)) {
      open.push(...node.items);
    } else {
      yield* inspectScalar(source, node.value, node);
    }
  }
}

const anchor = codes["input/anchor"];

/** Keys with a meaning in JavaScript. No name may be one of them, because names become keys. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function* inspectKeys(source: Source, map: YAMLMap): Generator<Diagnostic> {
  const seen = new Map<unknown, Node>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = key.value;
    if (typeof name === "string" && !name.isWellFormed()) yield halfCharacter(source, key);
    if (name === "<<") {
      yield at(
        source,
        key,
        "input/anchor",
        anchor.messages.mergeKey(),
        "Write the fields in full, or override them under spec.clusters.",
      );
    } else if (typeof name === "string" && forbiddenKeys.has(name)) {
      yield at(
        source,
        key,
        "input/forbidden-key",
        codes["input/forbidden-key"].messages.forbiddenKey(name),
        "Choose another name for the key.",
      );
    }
    const first = seen.get(name);
    if (first !== undefined && !holdsSecret(String(name))) yield duplicateFinding(source, String(name), first, key);
    seen.set(name, first ?? key);
  }
}

function duplicateFinding(source: Source, name: string, first: Node, second: Node): Diagnostic {
  const before = locateOffset(source, first.range?.[0] ?? 0, name.length);
  const message = codes["input/duplicate-key"].messages.duplicateKey(name);
  const found = at(source, second, "input/duplicate-key", message, "Remove one of the two entries.");
  return { ...found, related: [{ at: before, message: "the first one" }] };
}

/** As an escape, JavaScript accepts a lone surrogate as text, but a YAML reader in Go does not. */
function halfCharacter(source: Source, node: Node): Diagnostic {
  const message = codes["input/not-text"].messages.halfCharacter();
  return at(source, node, "input/not-text", message, "Write the complete character.");
}

function* inspectScalar(
  source: Source,
  value: unknown,
  node: Node & { readonly source?: string },
): Generator<Diagnostic> {
  if (typeof value === "string" && !value.isWellFormed()) yield halfCharacter(source, node);
  const placeholder = typeof value === "string" ? placeholderIn(value) : undefined;
  if (placeholder !== undefined)
    yield at(
      source,
      node,
      "input/placeholder",
      codes["input/placeholder"].messages.placeholder(placeholder),
      "Replace the placeholder with the intended value.",
    );
  if (typeof value === "number" && /^[-+]?0[0-9]/.test(node.source ?? "")) {
    yield at(
      source,
      node,
      "input/invalid-value",
      codes["input/invalid-value"].messages.leadingZero(node.source ?? ""),
      "Remove the leading 0, or quote the value: YAML 1.1 reads a number with a leading 0 as octal.",
    );
  }
}

/** Reports only the first value of a declared secret, because an author who writes one value writes all of them. */
function* refusedSecrets(source: Source, secrets: readonly SecretNode[]): Generator<Diagnostic> {
  const seen = new Set<Node>();
  for (const { node, refused, within } of secrets) {
    if (!refused || (within !== undefined && seen.has(within))) continue;
    if (within !== undefined) seen.add(within);
    yield within === undefined
      ? at(source, node, "input/secret-value", codes["input/secret-value"].messages.secretValue(), rotate + declare)
      : at(
          source,
          node,
          "input/secret-value",
          codes["input/secret-value"].messages.possibleSecretValue(),
          rotate + forms,
        );
  }
}

const rotate = "If the value is a secret, rotate the secret, because its value was in a file. ";
const declare = "Then declare a secret under spec.secrets, with its keys and the origin of its values.";
const forms =
  "Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.";

function rangeOf(node: Node): readonly [number, number] {
  const [start, end] = node.range ?? [0, 1];
  return [start, end];
}

function at(source: Source, node: Node, code: InputCode, message: string, hint: string): Diagnostic {
  const [start, end] = rangeOf(node);
  return finding(source, code, message, hint, start, end - start);
}

function finding(
  source: Source,
  code: InputCode,
  message: string,
  hint: string,
  offset: number,
  length: number,
): Diagnostic {
  return { code, severity: "error", message, hint, at: locateOffset(source, offset, length) };
}
