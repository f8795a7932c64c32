import { catalogue } from "../rules/table.ts";
import { heading, markdown } from "../text/document.ts";
import { byTopic, explanation, waiverScope } from "./explanation.ts";

/** The page on rules: every code that a run can report. */
export function ruleReference(): string {
  const topics = [...byTopic(catalogue)];
  return markdown([
    heading(1, "Rules"),
    {
      text: "This page lists all codes that Tenantry reports for hand-written files, rendered objects and any other manifests. This page is generated from the code. The command npx --no-install tenantry explain lists all codes. The command npx --no-install tenantry explain CODE prints the page of one code.",
    },
    {
      text: "A finding has a location in a file, a severity and a code. A finding shows the line with the fault underlined, a hint for the fix, and related locations. An error stops the build. A warning does not stop the build. If the fix is certain, the finding includes the corrected text, and SARIF output contains this text as a fix.",
    },
    {
      text: `An owner can waive a finding of a rule if the page of the code allows waivers. A waiver contains the code, a reason, an owner and the last day on which the waiver is valid. ${waiverScope} Tenantry reports an error for an expired waiver. Tenantry reports a warning for a waiver that expires within two weeks, or that covers no finding. Every report counts the waived findings and names the owners of the waivers. Example:`,
    },
    {
      code: [
        "spec:",
        "  waivers:",
        "    network/internet-without-exceptions:",
        "      reason: The bureau is reached through its own proxy",
        "      owner: Fraud Detection",
        '      expires: "2027-03-31"',
      ],
      language: "yaml",
    },
    {
      text: "If the first line of an example contains a file name, the example shows lines of this file. The example of a rule shows rendered objects, or lines of a tenant's spec. If a rule compares two versions of a spec, three dashes separate the spec before the change from the spec after the change.",
    },
    {
      header: ["Topic", "Codes"],
      rows: topics.map(([topic, entries]) => [topic, entries.map(([code]) => code.slice(topic.length + 1)).join(", ")]),
    },
    ...topics.flatMap(([topic, entries]) => [
      heading(2, topic),
      ...entries.flatMap(([code, entry]) => explanation(code, entry, 3)),
    ]),
  ]);
}
