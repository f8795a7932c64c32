import { groupVersion, type KubernetesObject } from "./kubernetes-object.ts";

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Why an API server would refuse an object's name or namespace; nothing where it would not. Schemas say nothing of names
 * (Kubernetes 1.35, apimachinery's validation), and files and folders are named after them.
 */
export function nameProblem({ apiVersion, kind, metadata }: KubernetesObject): string | undefined {
  const { name, namespace } = metadata ?? {};
  if (typeof name !== "string" || name === "") return "it has no name";
  if (namespace !== undefined && (typeof namespace !== "string" || !label.test(namespace)))
    return `${JSON.stringify(namespace)} is no name of a namespace: at most 63 of a-z, 0-9 and -`;
  const shown = JSON.stringify(name.slice(0, 300));
  // Roles and bindings may be called system:node, and only paths could not hold their names.
  if (groupVersion(apiVersion).group === "rbac.authorization.k8s.io")
    return name === "." || name === ".." || /[/%]/.test(name) ? `${shown} cannot be part of a path` : undefined;
  const isLabel = apiVersion === "v1" && (kind === "Namespace" || kind === "Service");
  if (isLabel) return label.test(name) ? undefined : `${shown} is no label: at most 63 of a-z, 0-9 and -`;
  return subdomain.test(name) ? undefined : `${shown} is no name: at most 253 of a-z, 0-9, - and .`;
}
