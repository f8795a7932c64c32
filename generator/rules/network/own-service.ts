/** Whether a host of Istio is a Service of the namespace, as pods of this namespace call it. */
export function isOwnService(host: string, namespace: string, clusterDomain: string): boolean {
  return ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.${clusterDomain}`].some(
    (suffix) => host.endsWith(suffix) && /^[a-z0-9-]+$/.test(host.slice(0, host.length - suffix.length)),
  );
}
