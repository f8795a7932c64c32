import type { KubernetesObject } from "../models/kubernetes-object.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
}

/** The rules and Services of webhooks, as the software installs them. All reject a request if they do not answer. */
const installed = {
  // Chart istiod 1.31.4. The chart writes Ignore, and istiod replaces it by Fail.
  istio: {
    service: { namespace: "istio-system", name: "istiod", path: "/validate" },
    rule: {
      apiGroups: ["security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io"],
      apiVersions: ["*"],
      resources: ["*"],
    },
  },
  // Chart ingress-nginx 4.15.1.
  "ingress-nginx": {
    service: {
      namespace: "ingress-nginx",
      name: "ingress-nginx-controller-admission",
      path: "/networking/v1/ingresses",
    },
    rule: { apiGroups: ["networking.k8s.io"], apiVersions: ["v1"], resources: ["ingresses"] },
  },
  // Gateway API to 1.0, which still runs on clusters that an upgrade did not clean up.
  "gateway-api": {
    service: { namespace: "gateway-system", name: "gateway-api-admission-server", path: "/validate" },
    rule: { apiGroups: ["gateway.networking.k8s.io"], apiVersions: ["*"], resources: ["*"] },
  },
} satisfies Readonly<Record<string, { readonly service: object; readonly rule: Rule }>>;

export type WebhookName = keyof typeof installed;

/** A webhook whose Service does not exist. */
export function absentWebhook(name: WebhookName, failurePolicy: "Fail" | "Ignore" = "Fail"): KubernetesObject {
  const { service, rule } = installed[name];
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name: `validate.${name}.test`,
        clientConfig: { service },
        rules: [{ ...rule, operations: ["CREATE", "UPDATE"] }],
        failurePolicy,
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  } as KubernetesObject;
}
