import { field, Name } from "../terms.ts";

/** Pods that others reach: each contract with them is also a service of the platform. */
export const served = {
  service: field(Name, "Name of the platform's service, as tenants write it under `network.needs`.", "kafka"),
  workload: field(Name, "The workload of the add-on that serves it.", "brokers"),
  port: field(Name, "The port of the workload. If omitted, tenants cannot call it.", "clients").optional(),
};
