// Limits that several patterns share.

export const clusterWideRights =
  "The operator may read and write secrets, roles and workloads of the whole cluster: the list of namespaces limits the objects that the operator watches, not its permissions.";

export const operatorRestarts =
  "If the field seldon.watch has the value tenants, adding or removing a tenant restarts the operator for all tenants. The restart does not affect requests to models.";

export const slowScheduler =
  "If the scheduler of one namespace does not answer, the operator becomes slower for all tenants. The operator of Seldon 2.9.1 waits 20 s for each scheduler that does not answer, one after the other.";
