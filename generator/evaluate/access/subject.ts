import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { textAt } from "../manifests/reading.ts";

/** Somebody who is bound to a role. A User that is called as an account is that account. */
export interface Subject {
  readonly kind: "User" | "Group" | "ServiceAccount";
  readonly name: string;
  /** Of accounts only. */
  readonly namespace: string | undefined;
}

/** Who a request comes from, as the API server sees it. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

export const everyone = {
  authenticated: "system:authenticated",
  unauthenticated: "system:unauthenticated",
  anonymous: "system:anonymous",
  accounts: "system:serviceaccounts",
} as const;

/** The group of all accounts of a namespace. */
function accountsOf(namespace: string): string {
  return `${everyone.accounts}:${namespace}`;
}

const accountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Nothing where no request can ever come from it: an unknown kind, or no name. */
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

/** The identity of one subject: of a group, what all its members share. */
export function identityOf({ kind, name, namespace }: Subject): Identity {
  if (kind === "ServiceAccount") {
    const groups = [everyone.accounts, accountsOf(namespace ?? ""), everyone.authenticated];
    return { user: `system:serviceaccount:${namespace ?? ""}:${name}`, groups };
  }
  if (name === everyone.anonymous || name === everyone.unauthenticated)
    return { user: everyone.anonymous, groups: [everyone.unauthenticated] };
  if (kind === "User") return { user: name, groups: [everyone.authenticated] };
  const wider = name.startsWith(`${everyone.accounts}:`) ? [everyone.accounts] : [];
  return { user: "", groups: [...new Set([name, ...wider, everyone.authenticated])] };
}

export function isOneOf(subject: Subject, { user, groups }: Identity): boolean {
  switch (subject.kind) {
    case "Group":
      return groups.includes(subject.name);
    case "User":
      return subject.name === user;
    case "ServiceAccount":
      return `system:serviceaccount:${subject.namespace ?? ""}:${subject.name}` === user;
  }
}

/** What people call it: an account by its namespace, all others by name. */
export function nameOf({ name, namespace }: Subject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function compareSubjects(left: Subject, right: Subject): number {
  return compareStrings(left.kind, right.kind) || compareStrings(nameOf(left), nameOf(right));
}
