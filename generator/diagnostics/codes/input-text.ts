import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Files as text, before their content is interpreted. */
export const inputTextCodes = {
  "input/missing-file": {
    severity: "error",
    summary: "A file that every repository needs is missing.",
    why: "Without a platform, a cluster or a component's kustomization there is nothing to generate, and every file that was generated before would count as left over.",
    fix: "Add the file. The README lists the files of a repository. If you are in the wrong folder, pass the right one with -C.",
    messages: {
      missingFile: (file: string) => `missing file ${file}`,
      missingKustomization: (folder: string) => `missing kustomization.yaml in ${folder}`,
    },
  },
  "input/unexpected-file": {
    severity: "error",
    summary: "A folder for tenant, cluster or component files contains another file.",
    why: "A file that is not read has no effect, and no message would show it: a tenant in churn.yml would be reviewed, merged, and never created.",
    fix: "Give a tenant's file the extension .yaml. Move every other file out of the folder.",
    messages: {
      notTenantFile: (file: string) => `unexpected file ${file}: not a tenant file`,
      notRegularFile: (file: string) => `${file} is not a regular file`,
    },
  },
  "input/ignored-file": {
    severity: "error",
    summary: "Git ignores a file of the input, so the file exists only on this machine.",
    why: "A build with this file cannot be repeated anywhere else: CI, and Argo CD, which reads the committed files, do not have it.",
    fix: "Change the line of .gitignore that matches it, or commit the file with git add --force.",
    messages: {
      ignoredFile: (file: string) => `git ignores ${file}`,
    },
  },
  "input/symlink": {
    severity: "error",
    summary: "An input file or folder is a symbolic link, which could lead out of the repository.",
    why: "A contributor could point a link at any file of the build machine and have it copied into the tree. A reviewer sees the link, not its target.",
    fix: "Replace the link with the file or the folder itself.",
    messages: {
      symbolicLink: (path: string) => `${path} is a symbolic link`,
    },
  },
  "input/too-large": {
    severity: "error",
    summary: "A file is larger, more deeply nested or wider than any real one.",
    why: "YAML readers need quadratic time for wide maps and overflow their stack on deep ones, so one proposed file could stop every check. The limits are far above the size of real files.",
    fix: "Split the file, or check whether it is the right one. Real files have a few hundred lines, a dozen levels and a few dozen entries in one place.",
    messages: {
      tooManyBytes: (file: string, bytes: number, limit: number) =>
        `${file} has ${bytes} bytes, and the limit is ${limit}`,
      tooDeep: () => "nested too deeply",
      tooManyEntries: (count: number) => `${count} entries in one place`,
    },
  },
  "input/not-text": {
    severity: "error",
    summary: "A file is not UTF-8, or contains control characters that YAML readers interpret differently.",
    why: "One reader treats such a character as the end of a line, another as part of a name. Some characters change the direction of writing, so that a reviewer reads something other than what is built.",
    fix: "Save the file as UTF-8 without a byte order mark, and type the line again.",
    messages: {
      invalidFileName: (name: string, folder: string) => `invalid file name ${name} in ${folder}: not UTF-8`,
      notUtf8: (file: string) => `${file} is not UTF-8 text`,
      controlCharacter: (codePoint: string) => `invalid control character U+${codePoint}`,
      halfCharacter: () => "invalid character: half of a character (a lone surrogate)",
    },
  },
  "input/syntax": {
    severity: "error",
    summary: "A file is not valid YAML.",
    why: "Nothing in the file can be read. Only the first mistake of a file is reported, because the following ones are mostly its consequences.",
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
    summary: "A file contains more or fewer than one YAML document.",
    why: "A file defines one tenant, one cluster or the platform, and its name decides which. Content after a line of three dashes would belong to none of them.",
    fix: "Keep one document in each file, and move each further one to its own file.",
    messages: {
      emptyFile: () => "the file is empty",
      secondDocument: () => "a second document begins here",
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
    why: "A reviewer would have to expand them mentally, and readers expand them differently: YAML 1.2 treats a merge key as a field with the name <<. A few hundred bytes of them can expand into gigabytes.",
    fix: "Write the value in full. Put a value that differs on one cluster under that cluster's name. Everything else is already shared.",
    messages: {
      alias: () => "invalid alias: aliases are not allowed",
      anchor: () => "invalid anchor: anchors are not allowed",
      mergeKey: () => "invalid merge key: merge keys are not allowed",
      tag: (tag: string) => `invalid tag ${tag}: tags are not allowed`,
      unknownTag: () => "unknown tag",
      endlessAliases: () => "invalid aliases: they expand without limit",
    },
    hints: {
      fullValue: "Write the value in full: anchors and aliases hide it from a reviewer.",
      plainValue: "Write the plain value.",
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
    why: "Most readers keep the last one without a message. The first one, which may be the one that was reviewed, has no effect.",
    fix: "Keep one of the two.",
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
    summary: "A document that is meant as a Kubernetes object has no apiVersion or no kind.",
    why: "Kubectl, kustomize and Argo CD reject the file, or skip the document without reporting that the object is missing.",
    fix: "Set apiVersion and kind, spelled as Kubernetes spells them. The command kubectl api-resources shows both for each kind.",
    messages: {
      missingField: (field: string) => `missing ${field} of a Kubernetes object`,
      notString: (field: string) => `invalid ${field}: it is not a string`,
    },
  },
  "input/forbidden-key": {
    severity: "error",
    summary: "A key has a special meaning in JavaScript.",
    why: "Some readers silently drop a key __proto__, constructor or prototype. In other readers it changes every other object.",
    fix: "Choose another name.",
    messages: {
      forbiddenKey: (key: string) => `invalid key ${key}`,
    },
  },
  "input/secret-value": {
    severity: "error",
    summary: "A file contains what looks like the value of a secret, instead of a reference to the secret.",
    why: "Every person who can read the repository, or who ever cloned it, has the secret. Removing the line does not remove it from the history. Tenantry never shows the value.",
    fix: "Have the secret rotated, because its value has been in a file. Then name the secret and its keys, and declare where its values come from.",
    messages: {
      secretValue: () => "this looks like the value of a secret",
      possibleSecretValue: () => "this may be the value of a secret",
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
    why: "Users copy examples together with their placeholders for a name or an address. A placeholder is valid YAML, and would fail only at run time, as a bucket or a host that does not exist.",
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
