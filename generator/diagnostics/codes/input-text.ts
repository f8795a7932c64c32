import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Files as text, before their content is interpreted. */
export const inputTextCodes = {
  "input/missing-file": {
    severity: "error",
    summary: "A required file is missing.",
    why: "Without platform.yaml, a cluster.yaml or a component's kustomization.yaml, the generator has no complete input. A build would then treat existing generated files as left over.",
    fix: "Add the file. The README lists the files of a repository. If you run the command in another folder, pass the folder of the repository with -C.",
    messages: {
      missingFile: (file: string) => `missing file ${file}`,
      missingKustomization: (folder: string) => `missing kustomization.yaml in ${folder}`,
    },
  },
  "input/unexpected-file": {
    severity: "error",
    summary: "A folder for tenant, cluster or component files contains another file.",
    why: "Tenantry would not read a file with another name or extension, so the file would have no effect. For example, a tenant in churn.yml would be reviewed and merged, but Argo CD would never create its objects.",
    fix: "Give a tenant's file the extension .yaml. Move every other file out of the folder.",
    messages: {
      notSchemaFile: (file: string) => `unexpected file ${file}: not a schema`,
      notAddonFile: (file: string) => `unexpected file ${file}: not an add-on`,
      notChartFile: (file: string) => `unexpected file ${file}: not a chart`,
      notFolder: (path: string) => `invalid file ${path}: this path must be a folder`,
      notTenantFile: (file: string) => `unexpected file ${file}: not a tenant file`,
      notRegularFile: (file: string) => `unexpected file ${file}: not a regular file`,
    },
  },
  "input/ignored-file": {
    severity: "error",
    summary: "Git ignores an input file, so the file exists only on this machine.",
    why: "CI and Argo CD read only committed files. A build that reads an ignored file cannot be repeated on another machine.",
    fix: "Change the line of .gitignore that matches the file, or add the file with git add --force and commit it.",
    messages: {
      ignoredFile: (file: string) => `git ignores ${file}`,
    },
  },
  "input/symlink": {
    severity: "error",
    summary: "An input file or folder is a symbolic link, which could lead out of the repository.",
    why: "A contributor could point a link at any file of the build machine, and the build would copy that file into the tree. A reviewer sees the link, not its target.",
    fix: "Replace the link with the file or the folder itself.",
    messages: {
      symbolicLink: (path: string) => `invalid path ${path}: it is a symbolic link`,
    },
  },
  "input/too-large": {
    severity: "error",
    summary: "A file is too large, has too many nested levels, or has too many entries in one map or list.",
    why: "YAML parsers can need quadratic time for maps with many entries, and can overflow their stack on deeply nested maps. One oversized file in a pull request could stop every check. The limits are far above the size of real files.",
    fix: "Check whether this is the intended file. If the intended file is too large, reduce it or split it. Real files have a few hundred lines, a dozen nested levels, and a few dozen entries in one map or list.",
    messages: {
      tooManyBytes: (file: string, bytes: number, limit: number) =>
        `too many bytes in ${file}: ${bytes}, and the limit is ${limit}`,
      tooDeep: () => "too many nested levels",
      tooManyEntries: (count: number, limit: number) =>
        `too many entries: ${count} in one map or list, and the limit is ${limit}`,
    },
  },
  "input/not-text": {
    severity: "error",
    summary: "A file is not UTF-8, or contains control characters that YAML readers interpret differently.",
    why: "One YAML reader treats a control character as the end of a line, and another YAML reader treats it as part of a name. Some characters change the direction of the text, so the text that a reviewer sees differs from the text that the generator reads.",
    fix: "Save the file as UTF-8 without a byte order mark, and type the reported line again.",
    messages: {
      invalidFileName: (name: string, folder: string) => `invalid file name ${name} in ${folder}: not UTF-8`,
      notUtf8: (file: string) => `invalid file ${file}: not UTF-8`,
      controlCharacter: (codePoint: string) => `invalid control character U+${codePoint}`,
      halfCharacter: () => "invalid character: half of a character (a lone surrogate)",
    },
  },
  "input/syntax": {
    severity: "error",
    summary: "A file is not valid YAML.",
    why: "Tenantry cannot read a file with a syntax error. The check reports only the first error of a file, because this error usually causes the following errors.",
    fix: "Indent with spaces. Quote text that contains a colon, a # or a bracket, or that begins with one of * & ! % @.",
    messages: {
      tabInIndentation: () => "invalid YAML: a tab in the indentation",
      secondColon: () => "invalid YAML: a second colon in one value",
      missingQuote: (quote: string) => `invalid YAML: missing closing ${quote}`,
      missingBracket: (close: string, open: string) => `invalid YAML: missing ${close} for this ${open}`,
      missingSpace: () => "invalid YAML: missing space after the colon",
      missingColon: () => "invalid YAML: missing colon after a field",
      indentation: (spaces: number, around: string) =>
        `invalid YAML: indentation of ${spaces}, but the lines around it have ${around}`,
      refused: (problem: string) => `invalid YAML: ${problem}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  network:
    external:
      bureau: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: Scores: from the bureau }
`,
      valid: replaced("why: Scores: from the bureau", `why: "Scores: from the bureau"`),
    },
  },
  "input/several-documents": {
    severity: "error",
    summary: "A file does not contain exactly one YAML document.",
    why: "Each file defines one tenant, one cluster or the platform. The path of the file determines which of these it defines. Content after a line of three dashes would belong to none of them.",
    fix: "Keep one document in each file. Move each additional document to a separate file.",
    messages: {
      emptyFile: () => "missing document: the file is empty",
      secondDocument: () => "unexpected second document",
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
---
spec:
  servers: { triton: { template: triton } }
`,
      valid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver }, triton: { template: triton } }
`,
    },
  },
  "input/anchor": {
    severity: "error",
    summary: "A file contains an anchor, an alias, a merge key or a tag.",
    why: "A reviewer would have to expand anchors and aliases mentally. YAML readers do not agree on merge keys: YAML 1.2 treats a merge key as a field with the name <<. A few hundred bytes of nested aliases can expand into gigabytes.",
    fix: "Write the value in full. If a value differs on one cluster, set the value under spec.clusters.<name>. All clusters share the other values of spec.",
    messages: {
      alias: () => "invalid alias: aliases are not allowed",
      anchor: () => "invalid anchor: anchors are not allowed",
      mergeKey: () => "invalid merge key: merge keys are not allowed",
      tag: (tag: string) => `invalid tag ${tag}: tags are not allowed`,
      unknownTag: () => "unknown tag",
      endlessAliases: () => "invalid aliases: they expand to too many values, or an anchor is missing",
    },
    hints: {
      fullValue: "Write the value in full: anchors and aliases hide a value from reviewers.",
      plainValue: "Write the value without a tag.",
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers:
    first: &server { template: mlserver }
    second: *server
`,
      valid: `
# tenants/churn.yaml
spec:
  servers:
    first: { template: mlserver }
    second: { template: mlserver }
`,
    },
  },
  "input/duplicate-key": {
    severity: "error",
    summary: "A map contains a key twice.",
    why: "Most YAML readers keep the last value of a duplicate key without a message. The first value, which may be the reviewed value, has no effect.",
    fix: "Remove one of the two entries.",
    messages: {
      duplicateKey: (key: string) => `duplicate key ${key}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers:
    mlserver: { template: mlserver }
    mlserver: { template: mlserver, replicas: 2 }
`,
      valid: replaced(
        `servers:
    mlserver: { template: mlserver }`,
        "servers:",
      ),
    },
  },
  "input/no-object": {
    severity: "error",
    summary: "A Kubernetes object has no apiVersion or no kind.",
    why: "Tools such as kubectl, kustomize and Argo CD reject the file, or skip the document without reporting that the object is missing.",
    fix: "Set apiVersion and kind with the spelling that Kubernetes uses. The command kubectl api-resources shows the apiVersion and the kind of each resource.",
    messages: {
      missingField: (field: string) => `missing ${field} of a Kubernetes object`,
      notString: (field: string) => `invalid ${field}: it is not a string`,
    },
  },
  "input/forbidden-key": {
    severity: "error",
    summary: "A key has a special meaning in JavaScript.",
    why: "Some JavaScript programs silently drop a key with the name __proto__, constructor or prototype. In other JavaScript programs, such a key can change every other object.",
    fix: "Choose another name for the key.",
    messages: {
      forbiddenKey: (key: string) => `invalid key ${key}`,
    },
  },
  "input/secret-value": {
    severity: "error",
    summary: "A file contains text that looks like the value of a secret, instead of a reference to the secret.",
    why: "Every person who can read the repository, or who has cloned it, can read the secret. After the line is removed, the git history still contains the value. Tenantry never shows the value of a secret.",
    fix: "Rotate the secret, because its value was in a file. Then declare the secret by its name, its keys and the origin of its values.",
    messages: {
      secretValue: () => "invalid text: it looks like the value of a secret",
      possibleSecretValue: () => "invalid text: it may be the value of a secret",
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  models:
    churn: { storageUri: "s3://key:word@churn/model/7", requirements: [sklearn] }
`,
      valid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  secrets: { artifacts: { keys: [s3], from: { store: vault, path: artifacts/s3 } } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], secret: artifacts }
`,
    },
  },
  "input/placeholder": {
    severity: "error",
    summary: "A placeholder has not been replaced with a value.",
    why: "Users copy examples that contain placeholders for names or addresses. A placeholder is valid YAML, so it would fail only at run time: the bucket or the host would not exist.",
    fix: "Replace the placeholder with the intended value.",
    messages: {
      placeholder: (placeholder: string) => `invalid value: ${placeholder} is a placeholder`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://your-bucket/model/7", requirements: [sklearn] }
`,
      valid: replaced(`storageUri: "s3://your-bucket/model/7"`, `storageUri: "s3://churn/model/7"`),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
