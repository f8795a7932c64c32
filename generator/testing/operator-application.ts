import type { KubernetesObject } from "../models/kubernetes-object.ts";

/** An Application that installs Seldon's operator into a namespace, with these controller values. */
export function operatorApplication(controller: object, namespace = "churn"): KubernetesObject {
  const spec = {
    source: { chart: "seldon-core-v2-setup", helm: { valuesObject: { controller } } },
    destination: { namespace },
  };
  return { ...{ spec }, apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "operator" } };
}

/** The operator's identity in the API server. */
export const operatorAccount = { user: "system:serviceaccount:churn:seldon-v2-controller-manager", groups: [] };
