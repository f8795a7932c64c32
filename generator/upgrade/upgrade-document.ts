import { type DifferenceData, printedData } from "../diff/data.ts";
import { differenceDocument } from "../report/difference-document.ts";
import { type Block, heading } from "../text/document.ts";
import { packageFolder } from "../text/program-folder.ts";
import type { Upgrade } from "./upgrade-files.ts";

/** An upgrade that is committed. */
export interface Upgraded {
  readonly upgrade: Upgrade;
  readonly commit: string;
  /** The effects on the clusters. */
  readonly difference: DifferenceData;
}

export function upgradeDocument({ upgrade, commit, difference }: Upgraded): readonly Block[] {
  const { from, to, migrations, otherWorkflows } = upgrade;
  return [
    heading(1, `Tenantry ${from} to ${to}: commit ${commit.slice(0, 10)}`),
    ...(migrations.length === 0 ? [] : [{ items: migrations }]),
    ...differenceDocument(difference),
    ...warnings(difference),
    heading(2, "Next steps"),
    {
      numbered: true,
      items: [
        "npm ci, which installs the pinned version",
        "Review the commit with git show --stat, push it on a branch, and open a pull request",
        "To undo the upgrade, revert the commit",
        ...(otherWorkflows.length === 0
          ? []
          : [
              `Compare with this version's workflows in ${packageFolder}.github/workflows: ${otherWorkflows.join(", ")}`,
            ]),
      ],
    },
  ];
}

/** Warnings do not stop an upgrade. A new version can have new rules. */
function warnings({ diagnostics }: DifferenceData): readonly Block[] {
  const found = diagnostics.filter(({ severity }) => severity === "warning");
  return found.length === 0
    ? []
    : [
        heading(2, "Warnings of this version"),
        {
          items: found.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`),
        },
      ];
}

export function upgradeData({
  upgrade: { from, to, migrations, otherWorkflows },
  commit,
  difference,
}: Upgraded): object {
  return { version: 1, from, to, migrations, otherWorkflows, commit, difference: printedData(difference) };
}

/** The message of the commit. */
export function upgradeMessage({ upgrade: { from, to, migrations }, difference }: Omit<Upgraded, "commit">): string {
  const list = migrations.map((migration) => `- ${migration}\n`).join("");
  return `Upgrade Tenantry from ${from} to ${to}\n\n${list}${list === "" ? "" : "\n"}Effects on the clusters: ${difference.message}\n`;
}
