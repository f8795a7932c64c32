import { groupVersion, type KubernetesObject } from "./kubernetes-object.ts";

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The reason why the API server would reject an object's name or namespace, or undefined if both are valid. Schemas do not
 * check names (Kubernetes 1.35, apimachinery's validation), and generated files and folders have the names of objects.
 */
export function nameProblem({ apiVersion, kind, metadata }: KubernetesObject): string | undefined {
  const { name, namespace } = metadata ?? {};
  if (typeof name !== "string" || name === "") return "missing name";
  if (namespace !== undefined && (typeof namespace !== "string" || !label.test(namespace)))
    return `invalid namespace ${JSON.stringify(namespace)}: use at most 63 characters of a-z, 0-9 and -`;
  const shown = JSON.stringify(name.slice(0, 300));
  // Roles and bindings can have names such as system:node. Their names must only be valid in a path.
  if (groupVersion(apiVersion).group === "rbac.authorization.k8s.io")
    return name === "." || name === ".." || /[/%]/.test(name)
      ? `invalid name ${shown}: it cannot be part of a path`
      : undefined;
  const isLabel = apiVersion === "v1" && (kind === "Namespace" || kind === "Service");
  if (isLabel)
    return label.test(name) ? undefined : `invalid name ${shown}: use at most 63 characters of a-z, 0-9 and -`;
  return subdomain.test(name) ? undefined : `invalid name ${shown}: use at most 253 characters of a-z, 0-9, - and .`;
}
