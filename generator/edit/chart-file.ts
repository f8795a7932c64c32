import { Document, isMap as isMapNode, isScalar, isSeq, visit, type YAMLMap, type YAMLSeq } from "yaml";
import { programFolder } from "../text/program-folder.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import { isMap } from "../validate/merge.ts";
import { editText } from "./edit-text.ts";

/**
 * The text of a chart's file with another spec.
 * @param text The current text, whose comments stay. Undefined if the file does not exist.
 */
export function chartFileText(text: string | undefined, name: string, spec: ChartSpec): string {
  const plain: unknown = JSON.parse(JSON.stringify(withoutDefaults(spec)));
  if (!isMap(plain)) throw new Error("invalid chart: not a map");
  if (text !== undefined) {
    const fields = Object.keys(fieldOrder).map((field) => ({ path: ["spec", field], value: plain[field] }));
    return editText(text, fields);
  }
  const content = { apiVersion: "tenantry.dev/v1alpha1", kind: "Chart", metadata: { name }, spec: plain };
  const lead = `# yaml-language-server: $schema=../../${programFolder}generator/schemas/chart.schema.json
# tenantry charts writes this file. It keeps furtherValues and traps.
`;
  const document = new Document(content, { compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(document, { Collection: (_, node) => setFlow(node) });
  return `${lead}${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}

/** Keys of the maps that are written on one line: rules of access, and ports. */
const inline: readonly string[] = ["verbs", "port"];

/** Writes lists of words, rules and ports on one line each. */
function setFlow(node: YAMLMap | YAMLSeq): void {
  if (isSeq(node)) {
    const isShort = node.items.every((item) => isScalar(item)) && node.items.length < 12;
    if (isShort) node.flow = true;
    for (const item of node.items) if (isMapNode(item) && inline.some((key) => item.has(key))) item.flow = true;
  }
}

/** The fields of the spec in the order of the file. */
const fieldOrder: Readonly<Record<keyof ChartSpec, true>> = {
  repository: true,
  name: true,
  version: true,
  digest: true,
  kubernetes: true,
  values: true,
  furtherValues: true,
  traps: true,
  rendered: true,
  kinds: true,
  clusterKinds: true,
  pods: true,
  furtherPorts: true,
  secrets: true,
  definitions: true,
  access: true,
  clusterRoles: true,
  aggregatedAccess: true,
};

/** The spec without empty fields, and without the defaults of pods and traps. */
function withoutDefaults(spec: ChartSpec): object {
  const pods = Object.entries(spec.pods).map(([name, { hostNetwork, ...rest }]) => [
    name,
    { ...rest, ...(hostNetwork && { hostNetwork }) },
  ]);
  const traps = spec.traps.map(({ when, ...rest }) => ({ ...rest, ...(when.length > 0 && { when }) }));
  const access = compactRules(spec.access);
  const aggregatedAccess = compactRules(spec.aggregatedAccess);
  const compact = { ...spec, traps, pods: Object.fromEntries(pods), access, aggregatedAccess };
  return Object.fromEntries(
    Object.keys(fieldOrder).flatMap((field) => {
      const value: unknown = Object.entries(compact).find(([name]) => name === field)?.[1];
      const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
      return value === undefined || isEmpty ? [] : [[field, value]];
    }),
  );
}

/** The rules without empty lists. */
function compactRules(access: ChartSpec["access"]): object {
  return Object.fromEntries(
    Object.entries(access).map(([name, rules]) => [
      name,
      rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(([, list]) => list.length > 0))),
    ]),
  );
}
