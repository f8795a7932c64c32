import type { Context } from "./context.ts";
import type { Define } from "./define.ts";
import { type ExplainForm, explain } from "./explain.ts";
import { type NewFlags, newTenantFile } from "./new.ts";
import { promote } from "./promote.ts";
import { removeSample } from "./remove-sample.ts";
import { set } from "./set.ts";
import type { EditForm } from "./tenant-edit.ts";

/** What people and training pipelines do to a tenant's file, and ask of it. */
export function everydayCommands(command: Define, context: Context): void {
  command<{ readonly output: ExplainForm }>(
    "explain",
    "say what a code means, where a tenant's objects and values come from, or what a field is for",
    ["text", "json", "markdown"],
    (root, { output }, [what, ...about]) => explain(root, what, aboutOf(about), output, context),
  )
    .argument(
      "[what]",
      "a code (it has a slash: network/namespace-by-name), else a tenant (churn), else a field (models.memory); the list of all codes where left out",
    )
    .argument("[about...]", "of a tenant, an object or a field: Server/mlserver, server mlserver, models.churn.memory");
  command<NewFlags>(
    "new",
    "write a tenant's first file, with what flags say and what it asks for",
    ["text"],
    (root, flags, [name]) => newTenantFile(root, name, flagsOf(flags), context),
  )
    .argument("[name]", "its name, and its namespace's")
    .option("--team <name>", "the team, for people")
    .option("--contact <mail>", "where it is reached")
    .option("--github <team>", "its GitHub team: acme/retention")
    .option("--cluster <name...>", "where it runs; everywhere where left out")
    .option("--template <name>", "the server template")
    .option("--model <name>", "the first model")
    .option("--storage-uri <address>", "where its artifact is")
    .option("--requirement <name>", "what it requires of its server")
    .option("--memory <quantity>", "what it takes when loaded");
  command<{ readonly cluster?: string; readonly unset?: readonly string[]; readonly output: EditForm }>(
    "set",
    "change fields of a tenant's file, and leave everything else of it as it is written",
    ["text", "json"],
    (root, { cluster, unset, output }, [tenant = "", ...assignments]) =>
      set(root, { tenant, assignments, unset: unset ?? [], cluster, output }, context),
  )
    .argument("<tenant>", "a tenant")
    .argument(
      "[assignments...]",
      `models.churn.storageUri=s3://churn/8; a name with dots in quotes, and those in the shell's: 'labels."acme.test/x"=y'`,
    )
    .option("--unset <path...>", "take these away")
    .option("--cluster <name>", "what differs on this cluster");
  command<{ readonly from: string; readonly to: string; readonly output: EditForm }>(
    "promote",
    "write into a tenant's file that one cluster gets what ran on another: artifacts of models, and pipelines; or the fields that are named",
    ["text", "json"],
    (root, { from, to, output }, [tenant = "", ...paths]) =>
      promote(root, { tenant, from, to, paths, output }, context),
  )
    .argument("<tenant>", "a tenant")
    .argument("[paths...]", "fields: experiments.fraud-ab-test-experiment")
    .requiredOption("--from <cluster>", "where it is proven")
    .requiredOption("--to <cluster>", "where it comes to");
  command<object>(
    "remove-sample",
    "remove the tenants and the second cluster that this repository comes with, once, before anything runs",
    ["text"],
    (root) => removeSample(root, context),
  );
}

/** `server mlserver` is how kubectl writes Server/mlserver. */
function aboutOf(words: readonly string[]): string | undefined {
  const about = words.join(" ").trim().split(/\s+/).join("/");
  return about === "" ? undefined : about;
}

function flagsOf({ output: _, ...flags }: NewFlags & { readonly output?: string }): NewFlags {
  return flags;
}
