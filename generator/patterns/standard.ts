import { component, controllerPods, port } from "../models/seldon-names.ts";
import { tcp } from "./flow.ts";
import type { Pattern } from "./pattern.ts";

/**
 * One stock operator in Seldon's namespace for all tenants. It looks ServerConfigs up in its own namespace, by bare name
 * (2.9.1; no release differs), so they live there under names that no other tenant can have.
 */
export const standard: Pattern = {
  name: "standard",
  summary: "One operator in Seldon's namespace; a runtime in each tenant's; ServerConfigs beside the operator.",
  parts: ["guardrails", "serverconfigs", "workloads"],
  // No tenant and no ServerConfig has a dot in its name: <tenant>.<name> names one of each.
  serverConfigPlace: (platform, tenant, name) => ({
    namespace: platform.spec.seldon.namespace,
    name: `${tenant.name}.${name}`,
    part: "serverconfigs",
  }),
  // The operator dials the scheduler of each namespace, and nothing dials back.
  controlFlows: (platform, tenant) => [
    {
      name: "from-seldon-operator",
      why: "Seldon's operator hands Servers, Models, Pipelines and Experiments to this namespace's scheduler",
      direction: "in",
      components: [component.scheduler],
      peers: [{ kind: "pods", namespace: platform.spec.seldon.namespace, labels: controllerPods }],
      ports: [tcp(port.schedulerPlain), tcp(port.schedulerTls)],
      origin: tenant.at("servers"),
    },
  ],
};
