import type { MistakeCase } from "./mistake.ts";

/** Files that are not the YAML that the user meant. */
export const textMistakes: readonly MistakeCase[] = [
  {
    name: "an empty file",
    edits: [["", ""]],
    found: [
      {
        code: "input/several-documents",
        message: "missing document: the file is empty",
        hint: "Add apiVersion, kind, metadata and spec.",
        at: "1:1",
      },
    ],
  },
  {
    name: "a file of comments",
    edits: [["", "«#» to be written\n"]],
    found: [
      {
        code: "input/several-documents",
        message: "missing document: the file is empty",
        hint: "Add apiVersion, kind, metadata and spec.",
      },
    ],
  },
  {
    name: "JSON that is cut off",
    edits: [["", '«{» "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant"\n']],
    found: [
      { code: "input/syntax", message: "invalid YAML: missing } for this {", hint: "Add } at the end of the map." },
    ],
  },
  {
    name: "a list instead of a map",
    edits: [["", "«- apiVersion: tenantry.dev/v1alpha1»\n"]],
    found: [{ code: "input/wrong-type", message: "invalid type of the file: expected a map, got a list" }],
  },
  {
    name: "text instead of a map",
    edits: [["", "«credit-risk»\n"]],
    found: [{ code: "input/wrong-type", message: "invalid type of the file: expected a map, got a string" }],
  },
  {
    name: "a section one column off",
    edits: [["  pipelines:\n", "   «pipelines»:\n"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: indentation of 3, but the lines around it have 2 or 4",
        hint: "Indent the line by 2 or 4 spaces, like the lines around it.",
      },
    ],
  },
  {
    name: "a section one column short, after a blank line",
    edits: [["\n  storage:\n", "\n «storage»:\n"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: indentation of 1, but the lines around it have 0 or 2",
        hint: "Indent the line by 0 or 2 spaces, like the lines around it.",
      },
    ],
  },
  {
    name: "a field one column off",
    edits: [["      replicas: 2\n", "       «replicas»: 2\n"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: indentation of 7, but the lines around it have 6",
        hint: "Indent the line by 6 spaces, like the lines around it.",
      },
    ],
  },
  {
    name: "a field one column short",
    edits: [["      replicas: 2\n", "     «replicas»: 2\n"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: indentation of 5, but the lines around it have 4 or 6",
        hint: "Indent the line by 4 or 6 spaces, like the lines around it.",
      },
    ],
  },
  {
    name: "a model one column off",
    edits: [["    score-v1:\n      storageUri", "     «score-v1»:\n      storageUri"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: indentation of 5, but the lines around it have 4 or 6",
        hint: "Indent the line by 4 or 6 spaces, like the lines around it.",
      },
    ],
  },
  {
    name: "a tab",
    edits: [["      replicas: 2\n", "«\t»replicas: 2\n"]],
    found: [{ code: "input/syntax", message: "invalid YAML: a tab in the indentation", hint: "Indent with spaces." }],
  },
  {
    name: "a field twice",
    edits: [["      replicas: 2\n", "      replicas: 2\n      «config»: mlserver-config\n"]],
    found: [{ code: "input/duplicate-key", message: "duplicate key config", hint: "Remove one of the two entries." }],
  },
  {
    name: "a section twice",
    edits: [["  components:", "  «models»: {}\n  components:"]],
    found: [{ code: "input/duplicate-key", message: "duplicate key models", hint: "Remove one of the two entries." }],
  },
  {
    name: "a colon in a sentence",
    edits: [["why: Scores", "why: Scores: those"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: a second colon in one value",
        hint: "Quote the value.",
        at: "96:14",
      },
    ],
  },
  {
    name: "a bracket that is not closed",
    edits: [["[features, text-embed.outputs.vector]", "«[»features, text-embed.outputs.vector"]],
    found: [
      { code: "input/syntax", message: "invalid YAML: missing ] for this [", hint: "Add ] at the end of the list." },
    ],
  },
  {
    name: "no space after a colon",
    edits: [["memory: 256Mi\n    score-v1", "«memory:256Mi»\n    score-v1"]],
    found: [
      {
        code: "input/syntax",
        message: "invalid YAML: missing space after the colon",
        hint: "Add a space after the colon.",
      },
    ],
  },
  {
    name: "a quote that is not closed",
    edits: [['"4712"', '«"»4712']],
    found: [
      { code: "input/syntax", message: 'invalid YAML: missing closing "', hint: 'Add " at the end of the text.' },
    ],
  },
  {
    name: "two tenants in one file",
    edits: [["  components: [disruption-budget]\n", "  components: [disruption-budget]\n«---»\nkind: Tenant\n"]],
    found: [
      {
        code: "input/several-documents",
        message: "unexpected second document",
        hint: "Keep one document in each file.",
      },
    ],
  },
];
