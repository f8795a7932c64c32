import { Experiment } from "./kinds/experiment.ts";
import { Model } from "./kinds/model.ts";
import { Pipeline } from "./kinds/pipeline.ts";
import { SeldonRuntime } from "./kinds/seldonruntime.ts";
import { Server } from "./kinds/server.ts";
import { ServerConfig } from "./kinds/serverconfig.ts";

/** Classes of the kinds that are generated, with the fields that 2.9.1 has. */
export const kinds = { Experiment, Model, Pipeline, SeldonRuntime, Server, ServerConfig };
