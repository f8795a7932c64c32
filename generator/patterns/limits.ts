// Limits that several patterns share.

export const clusterWideRights =
  "The operator may read and write secrets, roles and workloads of the whole cluster: the list of namespaces limits what it watches, not what it may do.";

export const operatorRestarts =
  "With watch: tenants, adding or removing a tenant restarts the operator for all tenants. Requests are not affected.";

export const slowScheduler =
  "A namespace whose scheduler does not answer slows the operator for all tenants (2.9.1 waits 20 s each time, one namespace after the other).";
