import { join } from "node:path";
import type { SeldonFacts } from "../facts.ts";
import { access } from "./access.ts";
import { agent } from "./agent.ts";
import { charts } from "./charts.ts";
import { ignoredFields } from "./ignored-fields.ts";
import { kinds } from "./kinds.ts";
import { names } from "./names.ts";
import { port } from "./port.ts";
import { requests } from "./requests.ts";
import { sharing } from "./sharing.ts";

/** Seldon Core 2.9. Only release 2.9.1 was examined: it introduced the list of namespaces to watch. */
export const seldon29: SeldonFacts = {
  releases: ["2.9.1"],
  ...names,
  port,
  agent,
  requests,
  sharing,
  access,
  charts,
  ignoredFields,
  kinds,
  schemas: join(import.meta.dirname, "kinds/schemas"),
};
