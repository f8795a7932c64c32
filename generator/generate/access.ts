import { Role, RoleBinding, ServiceAccount } from "../models/kubernetes-classes.ts";
import { type Generated, metadata, sortedEntries, syncOrder, type TenantScope } from "./scope.ts";

/** Service accounts, and a Role with its RoleBinding for each of the platform's roles that the tenant assigns. */
export function accessObjects(scope: TenantScope): readonly Generated[] {
  const { groups, serviceAccounts } = scope.tenant.spec.access;
  const used = [...new Set([...Object.values(groups), ...Object.values(serviceAccounts)])].sort();
  return [...accounts(scope), ...used.flatMap((role) => grant(scope, role))];
}

/** No pod gets a token that it does not request, not even pods with the default account. */
function accounts(scope: TenantScope): readonly Generated[] {
  const { tenant } = scope;
  const account = (name: string, path: readonly string[]): Generated => ({
    object: new ServiceAccount({
      metadata: metadata(scope, name),
      automountServiceAccountToken: false,
    }),
    origin: tenant.at(...path),
    sync: { order: syncOrder.guardrail },
  });
  return [
    account("default", ["access"]),
    ...Object.keys(tenant.spec.access.serviceAccounts)
      .sort()
      .map((name) => account(name, ["access", "serviceAccounts", name])),
  ];
}

function grant(scope: TenantScope, role: string): readonly Generated[] {
  const { platform, tenant } = scope;
  const definition = platform.spec.roles[role];
  if (definition === undefined) return [];
  const { groups, serviceAccounts } = tenant.spec.access;
  const holders = (map: Readonly<Record<string, string>>): readonly string[] =>
    sortedEntries(map)
      .filter(([, given]) => given === role)
      .map(([name]) => name);
  const subjects = [
    ...holders(groups).map((name) => ({ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name })),
    ...holders(serviceAccounts).map((name) => ({ kind: "ServiceAccount", name, namespace: tenant.name })),
  ];
  return [
    {
      object: new Role({ metadata: metadata(scope, role), rules: definition.rules }),
      origin: platform.at("roles", role),
      sync: { order: syncOrder.guardrail },
    },
    {
      object: new RoleBinding({
        metadata: metadata(scope, role),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
        subjects,
      }),
      origin: tenant.at("access"),
      sync: { order: syncOrder.guardrail },
    },
  ];
}
