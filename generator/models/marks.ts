/** On an Application: the data that its objects contain. A check of the next change reads it in the merged revision. */
export const dataAnnotation = "tenantry.dev/data";

/** Labels and annotations that Tenantry sets. Code that reads one imports its name from here. */
export const managedByLabel = "app.kubernetes.io/managed-by";
export const managedBy = { [managedByLabel]: "tenantry" } as const;

/** On an object: the tenant that owns it. */
export const tenantLabel = "tenantry.dev/tenant";
/** On a namespace: the add-on that it belongs to. */
export const addonLabel = "tenantry.dev/addon";
/** On a cluster, for selectors of clusters: its name. */
export const clusterLabel = "tenantry.dev/cluster";
/** On a namespace: the environment of its cluster. On a cluster, for selectors of clusters: its environment. */
export const environmentLabel = "tenantry.dev/environment";
/** On an Application: which root it is. */
export const rootLabel = "tenantry.dev/root";

/** On a namespace: the owning team and its contact. */
export const ownerAnnotation = "tenantry.dev/owner";
export const contactAnnotation = "tenantry.dev/contact";
/** On an object: the reason why it exists. */
export const whyAnnotation = "tenantry.dev/why";
/** On the platform's AppProject: the pattern that the tree was generated for. */
export const patternAnnotation = "tenantry.dev/pattern";
/** On a network policy: the kind of its flow, and the field that the flow is derived from. */
export const flowAnnotations = { kind: "tenantry.dev/flow", field: "tenantry.dev/flow-field" } as const;
/** On a component's kustomization: the part of a tenant that it belongs to, and whether a team may add it without approval. */
export const partAnnotation = "tenantry.dev/part";
export const optInAnnotation = "tenantry.dev/opt-in";
