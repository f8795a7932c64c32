import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { textAt } from "../manifests/reading.ts";

/** A subject of a binding. A User with the user name of a service account is that service account. */
export interface Subject {
  readonly kind: "User" | "Group" | "ServiceAccount";
  readonly name: string;
  /** Set for service accounts only. */
  readonly namespace: string | undefined;
}

/** The sender of a request, as the API server sees it. */
export interface RequestIdentity {
  readonly user: string;
  readonly groups: readonly string[];
}

export const broadGroups = {
  authenticated: "system:authenticated",
  unauthenticated: "system:unauthenticated",
  anonymous: "system:anonymous",
  accounts: "system:serviceaccounts",
} as const;

/** The group of all service accounts of a namespace. */
function accountsOf(namespace: string): string {
  return `${broadGroups.accounts}:${namespace}`;
}

const accountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Undefined if no request can ever come from it: an unknown kind, or no name. */
export function subjectOf(written: unknown, bindingNamespace: string | undefined): Subject | undefined {
  const name = textAt(written, "name") ?? "";
  if (name === "") return undefined;
  switch (textAt(written, "kind")) {
    case "Group":
      return { kind: "Group", name, namespace: undefined };
    case "User":
      return userNamed(name);
    case "ServiceAccount": {
      const namespace = textAt(written, "namespace") || bindingNamespace;
      return namespace === undefined ? undefined : { kind: "ServiceAccount", name, namespace };
    }
    default:
      return undefined;
  }
}

function userNamed(name: string): Subject {
  const [, namespace, account] = accountUser.exec(name) ?? [];
  return namespace === undefined || account === undefined
    ? { kind: "User", name, namespace: undefined }
    : { kind: "ServiceAccount", name: account, namespace };
}

/** The identity of one subject. For a group: the identity that all its members share. */
export function identityOf({ kind, name, namespace }: Subject): RequestIdentity {
  if (kind === "ServiceAccount") {
    const groups = [broadGroups.accounts, accountsOf(namespace ?? ""), broadGroups.authenticated];
    return { user: `system:serviceaccount:${namespace ?? ""}:${name}`, groups };
  }
  if (name === broadGroups.anonymous || name === broadGroups.unauthenticated)
    return { user: broadGroups.anonymous, groups: [broadGroups.unauthenticated] };
  if (kind === "User") return { user: name, groups: [broadGroups.authenticated] };
  const wider = name.startsWith(`${broadGroups.accounts}:`) ? [broadGroups.accounts] : [];
  return { user: "", groups: [...new Set([name, ...wider, broadGroups.authenticated])] };
}

export function isAmong(subject: Subject, { user, groups }: RequestIdentity): boolean {
  switch (subject.kind) {
    case "Group":
      return groups.includes(subject.name);
    case "User":
      return subject.name === user;
    case "ServiceAccount":
      return `system:serviceaccount:${subject.namespace ?? ""}:${subject.name}` === user;
  }
}

/** The name for output: `namespace/name` for a service account, the name for all others. */
export function subjectName({ name, namespace }: Subject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function compareSubjects(left: Subject, right: Subject): number {
  return compareStrings(left.kind, right.kind) || compareStrings(subjectName(left), subjectName(right));
}
