import type { Mistake } from "./mistake.ts";

/** Files that are not the YAML that somebody meant. */
export const textMistakes: readonly Mistake[] = [
  { name: "an empty file", edits: [["", ""]], found: [] },
  { name: "a file of comments", edits: [["", "# to be written\n"]], found: [] },
  {
    name: "JSON that is cut off",
    edits: [["", '{ "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant"\n']],
    found: [],
  },
  { name: "a list instead of a map", edits: [["", "- apiVersion: tenantry.dev/v1alpha1\n"]], found: [] },
  { name: "text instead of a map", edits: [["", "credit-risk\n"]], found: [] },
  { name: "a section one column off", edits: [["  pipelines:\n", "   pipelines:\n"]], found: [] },
  { name: "a section one column short, after a blank line", edits: [["\n  storage:\n", "\n storage:\n"]], found: [] },
  { name: "a field one column off", edits: [["      replicas: 2\n", "       replicas: 2\n"]], found: [] },
  { name: "a field one column short", edits: [["      replicas: 2\n", "     replicas: 2\n"]], found: [] },
  {
    name: "a model one column off",
    edits: [["    score-v1:\n      storageUri", "     score-v1:\n      storageUri"]],
    found: [],
  },
  { name: "a tab", edits: [["      replicas: 2\n", "\treplicas: 2\n"]], found: [] },
  {
    name: "a field twice",
    edits: [["      replicas: 2\n", "      replicas: 2\n      «config»: mlserver-config\n"]],
    found: [],
  },
  { name: "a section twice", edits: [["  components:", "  models: {}\n  components:"]], found: [] },
  { name: "a colon in a sentence", edits: [["why: Scores", "why: Scores: those"]], found: [] },
  {
    name: "a bracket that is not closed",
    edits: [["[features, text-embed.outputs.vector]", "[features, text-embed.outputs.vector"]],
    found: [],
  },
  { name: "no space after a colon", edits: [["memory: 256Mi\n    score-v1", "memory:256Mi\n    score-v1"]], found: [] },
  { name: "a quote that is not closed", edits: [['"4712"', '"4712']], found: [] },
  {
    name: "two tenants in one file",
    edits: [["  components: [disruption-budget]\n", "  components: [disruption-budget]\n---\nkind: Tenant\n"]],
    found: [],
  },
];
