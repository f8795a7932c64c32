import { UsageError } from "../diagnostics/usage-error.ts";
import { Authority } from "../evaluate/access/authority.ts";
import {
  type ArgoCDRole,
  argoCDRolesOf,
  type EffectiveAccess,
  effectiveAccess,
} from "../evaluate/access/effective-access.ts";
import { accessCreatedBySeldon } from "../evaluate/access/made-by-seldon.ts";
import { type Subject, subjectName } from "../evaluate/access/subject.ts";
import { addonAccess } from "../generate/addon-access.ts";
import { accessData, accessDocument } from "../report/access-document.ts";
import { didYouMean, nearest, suggestion } from "../text/nearest.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { seldonOf } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { selectClusters } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { type RenderedUnit, renderedUnits } from "./rendered-objects.ts";

export const accessCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: DocumentForm }>({
  name: "access",
  group: "reviewer",
  summary: "list permissions and their consequences",
  description:
    "list the permissions of users, groups and service accounts, with the namespaces in which they apply and the permissions that they imply",
  examples: ["access churn", "access fraud-analysts --cluster production"],
  forms: documentForms,
  options: (command) =>
    command
      .argument(
        "[subject]",
        "a tenant, a group, or a service account: churn, fraud-analysts, fraud-detection/fraud-training",
      )
      .option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, args: [about], context }) =>
    access(root, { about, clusters: cluster ?? [], output }, context),
});

interface AccessOptions {
  /** A tenant (who may do what there) or a subject (what it may do). Default: all subjects. */
  readonly about: string | undefined;
  readonly clusters: readonly string[];
  readonly output: DocumentForm;
}

/** Prints the permissions that the generated Roles and bindings grant, and the permissions that these imply. */
async function access(
  root: string,
  { about, clusters, output }: AccessOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const inventory = validated.value;
  const powers: (Powers & { readonly cluster: ClusterEntry })[] = [];
  for (const cluster of selectClusters(inventory, clusters)) {
    const rendered = await renderedUnits(root, inventory, cluster, kinds, context);
    if (!rendered.ok) return printRefusal(rendered.diagnostics, output, context);
    powers.push({ cluster, ...accessOfUnits(cluster, rendered.value) });
  }
  const answers = powers
    .map((item) => ({ cluster: item.cluster.name, ...answerOn(item.cluster, item, about) }))
    .filter(({ known }) => known);
  if (about !== undefined && answers.length === 0) throw unknownSubject(powers, about);
  const data = answers.map(({ cluster, namespace, held }) => ({
    version: 1,
    cluster,
    ...(namespace === undefined ? {} : { tenant: namespace }),
    subjects: held.map(accessData),
  }));
  const blocks = answers.flatMap((answer) => accessDocument(answer.cluster, answer.namespace, answer.held));
  printDocument({ blocks, data }, output, context);
  return 0;
}

interface Answer {
  /** Whether the tenant or subject exists on this cluster. */
  readonly known: boolean;
  readonly namespace: string | undefined;
  readonly held: readonly EffectiveAccess[];
}

function answerOn(cluster: ClusterEntry, { authority, subjects, argoCD }: Powers, about: string | undefined): Answer {
  const namespace = cluster.tenants.some(({ name }) => name === about) ? about : undefined;
  const selected =
    about === undefined || namespace !== undefined ? subjects : subjects.filter((subject) => hasName(subject, about));
  const held = selected
    .map((subject) => effectiveAccess(subject, authority, argoCD, namespace))
    .filter(({ subject, grants }) => about === undefined || grants.length > 0 || hasName(subject, about));
  return { known: about === undefined || namespace !== undefined || selected.length > 0, namespace, held };
}

/** Accepts a service account with or without its namespace, and the user name that the API server gives it. */
function hasName(subject: Subject, about: string): boolean {
  const { name, namespace } = subject;
  return [name, subjectName(subject), `system:serviceaccount:${namespace}:${name}`].includes(about);
}

interface Powers {
  readonly authority: Authority;
  readonly subjects: readonly Subject[];
  readonly argoCD: readonly ArgoCDRole[];
}

/** Kinds that grant permissions, and kinds for which Seldon Core creates Roles and RoleBindings at run time. */
const kinds: ReadonlySet<string> = new Set([
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
  "SeldonRuntime",
  "Application",
  "AppProject",
]);

function accessOfUnits(cluster: ClusterEntry, units: readonly RenderedUnit[]): Powers {
  const objects = units.flatMap((unit) => unit.objects);
  const argoCD = units.flatMap((unit) => argoCDRolesOf(unit.objects, unit.tenant));
  const made = [...accessCreatedBySeldon(seldonOf(cluster), objects), ...cluster.addons.flatMap(addonAccess)];
  const authority = new Authority([...objects, ...made]);
  return { authority, subjects: authority.subjects(), argoCD };
}

function unknownSubject(powers: readonly (Powers & { readonly cluster: ClusterEntry })[], about: string): UsageError {
  const tenants = powers.flatMap(({ cluster }) => cluster.tenants.map(({ name }) => String(name)));
  const subjects = powers.flatMap((item) => item.subjects.map(subjectName));
  const addon = powers.flatMap(({ cluster }) => cluster.addons).find((entry) => isNamed(entry, about));
  if (addon !== undefined) return unknownAccount(addon, about);
  const meant = nearest(about, [...tenants, ...subjects]);
  return new UsageError(
    `unknown tenant, user, group or service account ${about}`,
    meant === undefined ? suggestion(about, [...new Set(tenants)]) : didYouMean(meant),
  );
}

function isNamed({ name, spec }: AddonEntry, about: string): boolean {
  return name === about || Object.hasOwn(spec.namespaces, about);
}

/** The name of an add-on or of its namespace stands for no account. */
function unknownAccount({ name, spec: { clusterAccess } }: AddonEntry, about: string): UsageError {
  const accounts = Object.keys(clusterAccess.accounts).sort();
  return new UsageError(
    `unknown tenant, user, group or service account ${about}`,
    accounts.length === 0
      ? `Add-on ${name} declares no permissions on the whole cluster in clusterAccess.`
      : `The service accounts of add-on ${name} with permissions on the whole cluster are ${accounts.join(", ")}.`,
  );
}
