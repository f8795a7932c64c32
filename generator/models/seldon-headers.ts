/** The header by which Seldon's Envoy chooses a model, a pipeline or an experiment (2.9.1). */
export const modelHeader = "seldon-model";

/** The header by which Seldon's Envoy names a model to a server. The gateway for pipelines prefers the header of a client (2.9.1). */
export const internalModelHeader = "seldon-internal-model";
