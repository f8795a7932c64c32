/** Any object that a cluster stores: an instance of a typed class when it is generated, plain data when it is rendered. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: ObjectMeta;
}

interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Group, kind, namespace and name, which are unique in a cluster. The API version is omitted on purpose. */
export function objectIdentity(object: KubernetesObject): string {
  const { group } = groupVersion(object.apiVersion);
  return `${group}/${object.kind}/${object.metadata?.namespace ?? ""}/${object.metadata?.name ?? ""}`;
}

/** The object as plain data, without undefined fields and without its class. */
export function toPlain(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object));
}

/** The API group ("" is Kubernetes' core) and version of an apiVersion. */
export function groupVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
