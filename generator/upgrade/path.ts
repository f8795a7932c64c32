import { UsageError } from "../diagnostics/usage-error.ts";
import { compareVersions, parseVersion, type Version } from "../text/version.ts";
import type { Migration, Release } from "./releases.ts";

/**
 * The migrations from one version to another, oldest first.
 * @throws UsageError if the repository uses a newer version, or if there are two breaking releases between both versions.
 */
export function migrationsBetween(from: string, to: string, releases: readonly Release[]): readonly Migration[] {
  const [before, after] = [versionOf(from), versionOf(to)];
  if (compareVersions(before, after) > 0)
    throw new UsageError(
      `the repository uses Tenantry ${from}, which is newer than ${to}`,
      `Run upgrade with Tenantry ${from} or later. To return to an earlier version, revert the commit of the upgrade.`,
    );
  const passed = releases.filter(({ version }) => {
    const release = versionOf(version);
    return compareVersions(release, before) > 0 && compareVersions(release, after) <= 0;
  });
  const [first, second] = passed.filter(({ breaking }) => breaking);
  if (first !== undefined && second !== undefined)
    throw new UsageError(
      `${first.version} and ${second.version} are breaking releases between ${from} and ${to}`,
      `Upgrade to ${first.version} first, and merge this upgrade. Then upgrade to ${to}.`,
    );
  return passed.flatMap(({ migrations }) => migrations);
}

function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined)
    throw new UsageError(`invalid version ${JSON.stringify(text)} of Tenantry`, "Pin a version such as 0.2.0.");
  return version;
}
