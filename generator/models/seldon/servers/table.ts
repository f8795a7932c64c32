import type { InferenceServer } from "./inference-server.ts";
import { mlserver } from "./mlserver.ts";
import { triton } from "./triton.ts";

/** Every type of inference server that a template can name: one file and one line each. */
export const inferenceServers: readonly InferenceServer[] = [mlserver, triton];
