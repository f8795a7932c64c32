import { defineRule } from "../rule.ts";
import { missingObjectFindings } from "./missing.ts";

export const secretsNotDelivered = defineRule({
  code: "secrets/not-delivered",
  severity: "error",
  over: "manifest set",
  summary:
    "A tenant's objects refer to a Secret, ConfigMap, ServiceAccount or PersistentVolumeClaim that no file declares and no controller creates.",
  docs: {
    why: "The API server accepts a reference to an object that does not exist. If a referenced object does not exist, pods wait in ContainerCreating, a Model never loads, or an agent exits and restarts. Often, only an event of the pod contains the name of the missing object. The rule accepts Secrets that a tenant's file declares under spec.secrets or pullSecrets, even if a person creates these Secrets manually. The rule also accepts Secrets that a secret store or a certificate issuer fills in, and objects that Seldon and Kubernetes create.",
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
    fix: "Declare the Secret in the tenant's file, and set from: manual if a person creates the Secret. Alternatively, add an object that creates the Secret, for example an ExternalSecret. If the reference is optional, set optional: true.",
  },
  *check(manifestSet) {
    const tenant = manifestSet.context.tenant?.name;
    if (tenant === undefined) return;
    yield* missingObjectFindings(
      manifestSet,
      (namespace) => namespace === tenant,
      "Declare the object in the tenant's file, add an object that creates it, or set optional: true in the reference.",
    );
  },
});
