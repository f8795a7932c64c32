import { catalogue } from "../rules/table.ts";
import { heading, markdown } from "../text/document.ts";
import { byTopic, explanation } from "./explanation.ts";

/** Every code that a run can give, with its page. */
export function ruleReference(): string {
  const topics = [...byTopic(catalogue)];
  return markdown([
    heading(1, "Rules"),
    {
      text: "Everything that Tenantry can find: in what people wrote, and by rules in what is rendered from it and in anybody's manifests. Made from the code; npx --no-install tenantry explain shows one page of it, or the list.",
    },
    {
      text: "A finding names a place in a file, a severity and a code; then the line with what is meant underlined, how to fix it, and other places that have a part in it. An error stops the build. A warning stops nothing. Where the fix is certain, the text that would be right is given too, in SARIF as a fix.",
    },
    {
      text: "What a rule finds may be waived, where its page says so: by its code, with a reason, an owner and the last day that it holds. In a tenant's file a waiver covers what stands in that file; in a cluster's what is on that cluster; in the platform's everything. It is an error once its day is past, a warning in the two weeks before, and a warning where it covers nothing. What is waived is counted in every report, with who answers for it:",
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
      text: "Examples with a file's name in their first line show lines of that file. Examples of rules show objects as they are rendered, lines of a tenant's spec, or that spec before and after a change, with three dashes between.",
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
