/** Labels and annotations that Tenantry gives: what reads one imports its name from here. */
export const managedByLabel = "app.kubernetes.io/managed-by";
export const managedBy = { [managedByLabel]: "tenantry" } as const;

/** Of an object: the tenant whose it is. */
export const tenantLabel = "tenantry.dev/tenant";
/** Of a namespace: what its cluster is for. */
export const environmentLabel = "tenantry.dev/environment";
/** Of an Application: which root it is. */
export const rootLabel = "tenantry.dev/root";

/** Of a namespace: the team that owns it, and whom to ask. */
export const ownerAnnotation = "tenantry.dev/owner";
export const contactAnnotation = "tenantry.dev/contact";
/** Of an object: why it is there, in words. */
export const whyAnnotation = "tenantry.dev/why";
/** Of the platform's project: which pattern a tree was generated for. */
export const patternAnnotation = "tenantry.dev/pattern";
/** Of a network policy: what asked for it, and the field of the tenant's file where one did. */
export const flowAnnotations = { kind: "tenantry.dev/flow", field: "tenantry.dev/flow-field" } as const;
/** Of a component's kustomization: the part of a tenant that it goes into, and whether a team may take it by itself. */
export const partAnnotation = "tenantry.dev/part";
export const optInAnnotation = "tenantry.dev/opt-in";
