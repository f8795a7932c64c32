import { parse } from "yaml";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** One object out of a generated file; nothing where somebody has made it something else, such as a merge's conflict. */
export function readObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: "error" });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether data says what kind of object it is. */
export function isKubernetesObject(data: unknown): data is KubernetesObject {
  return isObject(data) && typeof data["apiVersion"] === "string" && typeof data["kind"] === "string";
}
