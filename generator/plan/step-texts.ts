// Texts that several steps of a plan share.

/** The known bounds of a duration, and their causes. */
export const syncDelay =
  "Argo CD polls git at least every 3 minutes (120 s, plus up to 60 s). With a webhook, Argo CD syncs immediately.";
export const serverStop = "A Server's pod has 120 s to stop.";
export const loadTime = "The time to load a model depends on the size of its artifact.";
export const serverStart = `A Server usually starts within two minutes after its image is pulled. ${loadTime}`;
export const drainOrder = "Argo CD deletes experiments and pipelines first, then models, then Servers.";
export const drainTime = `${drainOrder} Argo CD waits until one kind is deleted before it deletes the next kind. ${serverStop}`;
export const envoyStop = "Envoy has 120 s to stop.";
export const operatorStart = "The new operator usually starts within a minute after its image is pulled.";

/** A title. */
export const removeRuntime = "Remove the runtime";
