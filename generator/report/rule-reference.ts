import { catalogue } from "../rules/table.ts";
import { heading, markdown } from "../text/document.ts";
import { byTopic, explanation, waiverScope } from "./explanation.ts";

/** The page on rules: every code that a run can report. */
export function ruleReference(): string {
  const topics = [...byTopic(catalogue)];
  return markdown([
    heading(1, "Rules"),
    {
      text: "All codes that Tenantry reports: for hand-written files, and by rules for the rendered objects and for any other manifests. This page is generated from the code. The command npx --no-install tenantry explain lists the codes, and with a code it shows the code's page.",
    },
    {
      text: "A finding has a place in a file, a severity and a code. It shows the line with the fault underlined, how to fix it, and related places. An error stops the build, a warning does not. If the fix is certain, the finding includes the corrected text, in SARIF as a fix.",
    },
    {
      text: `A finding of a rule can be waived if the page of its code allows it. A waiver has the code, a reason, an owner and its last valid day. ${waiverScope} An expired waiver is an error. A waiver that expires within two weeks, or that covers no finding, is a warning. Every report counts the waived findings and names their owners. Example:`,
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
      text: "An example with a file name in its first line shows lines of that file. The examples of rules show rendered objects, lines of a tenant's spec, or that spec before and after a change, separated by three dashes.",
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
