import { packageName } from "../text/program-folder.ts";

/** The files with which npm installs exactly one version of the package. */
export function packageFiles(platform: string, spec: string): ReadonlyMap<string, string> {
  const file = {
    name: platform,
    private: true,
    scripts: { start: "tenantry build", test: "tenantry check --drift" },
    dependencies: { [packageName]: spec },
  };
  return new Map([
    ["package.json", `${JSON.stringify(file, undefined, 2)}\n`],
    [".npmrc", npmSettings],
  ]);
}

const npmSettings = `# No package runs a script when it is installed.
ignore-scripts=true
fund=false
audit=false
`;
