import { ToolFailure } from "../diagnostics/tool-failure.ts";

/** A chart in one version. The repository is an https:// address, or an OCI registry with a path. */
export interface ChartVersionId {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** The address of a chart's archive, and the digest that the repository itself declares. */
export interface ChartAddress {
  readonly url: URL;
  readonly digest: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Helm finds v1.2.3 and 1.2.3 as one version. */
export function withoutV(version: string): string {
  return version.replace(/^v/, "");
}

export function chartFailure({ repository, name, version }: ChartVersionId, reason: string): ToolFailure {
  return new ToolFailure(
    `cannot download chart ${name} ${version} from ${repository}: ${reason}`,
    "Check the repository, the name and the version in the add-on's file. Tenantry reads charts without credentials. Behind an HTTP proxy, set HTTPS_PROXY, and use Node.js 24.5 or 22.21 or later. Without a network, write the chart's file in platform/charts/ by hand.",
  );
}
