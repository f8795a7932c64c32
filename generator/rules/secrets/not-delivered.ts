import { defineRule } from "../rule.ts";
import { missing } from "./missing.ts";

export const secretsNotDelivered = defineRule({
  code: "secrets/not-delivered",
  severity: "error",
  over: "scene",
  summary: "A Secret, ConfigMap, account or volume claim that a tenant's objects name, and nothing delivers.",
  docs: {
    why: "The API server takes a reference to what is not there. The pods wait in ContainerCreating, a model is never fetched, an agent exits and begins again; only an event of the pod says which name it was. What a tenant's file declares (spec.secrets and pullSecrets, also those that a person brings), what a store or a certificate's issuer fills in, and what Seldon and Kubernetes make themselves, is counted as delivered.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn], secretName: artifacts }
`,
    valid: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: artifacts, namespace: churn }
spec: { data: [{ secretKey: s3, remoteRef: { key: artifacts } }] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn], secretName: artifacts }
`,
    fix: "Declare the Secret in the tenant's file, with from: manual where a person brings it; deliver the object otherwise; or mark the reference optional: true, where it is.",
  },
  *check(manifestSet) {
    const tenant = manifestSet.context.tenant?.name;
    if (tenant === undefined) return;
    yield* missing(
      manifestSet,
      (namespace) => namespace === tenant,
      "Declare or deliver it, or mark what names it optional.",
    );
  },
});
