import { UsageError } from "../diagnostics/usage-error.ts";
import { isFullVersion, newestFirst } from "../text/version.ts";
import type { Migration, Release } from "./releases.ts";

/**
 * The migrations from one version to another, oldest first.
 * @throws UsageError if the repository uses a newer version, or if there are two breaking releases between both versions.
 */
export function migrationsBetween(from: string, to: string, releases: readonly Release[]): readonly Migration[] {
  for (const version of [from, to]) requireVersion(version);
  if (newestFirst(from, to) < 0)
    throw new UsageError(
      `the repository uses Tenantry ${from}, which is newer than ${to}`,
      `Run upgrade with Tenantry ${from} or later. To return to an earlier version, revert the commit of the upgrade.`,
    );
  const passed = releases.filter(({ version }) => newestFirst(version, from) < 0 && newestFirst(version, to) >= 0);
  const [first, second] = passed.filter(({ breaking }) => breaking);
  if (first !== undefined && second !== undefined)
    throw new UsageError(
      `${first.version} and ${second.version} are breaking releases between ${from} and ${to}`,
      `Upgrade to ${first.version} first, and merge this upgrade. Then upgrade to ${to}.`,
    );
  return passed.flatMap(({ migrations }) => migrations);
}

function requireVersion(text: string): void {
  if (!isFullVersion(text))
    throw new UsageError(`invalid version ${JSON.stringify(text)} of Tenantry`, "Pin a version such as 0.2.0.");
}
