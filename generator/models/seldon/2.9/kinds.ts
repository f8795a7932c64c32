import { Experiment } from "./kinds/experiment.ts";
import { Model } from "./kinds/model.ts";
import { Pipeline } from "./kinds/pipeline.ts";
import { SeldonRuntime } from "./kinds/seldonruntime.ts";
import { Server } from "./kinds/server.ts";
import { ServerConfig } from "./kinds/serverconfig.ts";

/** Classes of the generated kinds, with the fields of 2.9.1. */
export const kinds = { Experiment, Model, Pipeline, SeldonRuntime, Server, ServerConfig };
