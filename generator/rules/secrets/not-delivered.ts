import { defineRule } from "../rule.ts";
import { missingObjectFindings } from "./missing.ts";

export const secretsNotDelivered = defineRule({
  code: "secrets/not-delivered",
  severity: "error",
  over: "manifest set",
  summary:
    "A tenant's objects name a Secret, ConfigMap, ServiceAccount or PersistentVolumeClaim that nothing delivers.",
  docs: {
    why: "The API server accepts a reference to an object that does not exist. The pods wait in ContainerCreating, a model is never fetched, or an agent exits and restarts. Only an event of the pod shows the missing name. These objects count as delivered: Secrets that a tenant's file declares (spec.secrets and pullSecrets, including those that a person brings), Secrets that a store or a certificate issuer fills in, and objects that Seldon and Kubernetes create.",
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
    fix: "Declare the Secret in the tenant's file, with from: manual if a person brings it. Or deliver the object in another way. If the reference is optional, set optional: true.",
  },
  *check(manifestSet) {
    const tenant = manifestSet.context.tenant?.name;
    if (tenant === undefined) return;
    yield* missingObjectFindings(
      manifestSet,
      (namespace) => namespace === tenant,
      "Declare it, deliver it, or set optional: true where it is named.",
    );
  },
});
