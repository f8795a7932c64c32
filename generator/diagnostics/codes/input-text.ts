import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Files as text, before anybody asks what they mean. */
export const inputTextCodes = {
  "input/missing-file": {
    severity: "error",
    summary: "A file that every repository needs is not there.",
    why: "Without a platform, a cluster or a component's kustomization there is nothing to generate for, and all that was generated before would count as left over.",
    fix: "Add the file; the README says what a repository is made of. If you are in the wrong folder, name the right one with -C.",
  },
  "input/unexpected-file": {
    severity: "error",
    summary: "A file stands where only tenant, cluster or component files belong.",
    why: "What is not read has no effect, and nobody would notice: a tenant in churn.yml would be reviewed, merged, and never made.",
    fix: "Give a tenant's file the ending .yaml; move everything else out of the folder.",
  },
  "input/ignored-file": {
    severity: "error",
    summary: "Git ignores a file of the input, so that it is on this machine alone.",
    why: "What is built with it is built nowhere else: CI, and Argo CD, which reads what is committed, do not have the file.",
    fix: "Change the line of .gitignore that matches it, or commit the file with git add --force.",
  },
  "input/symlink": {
    severity: "error",
    summary: "Input is read from regular files only; a link could lead out of the repository.",
    why: "Whoever may propose a file could point a link at any file of the machine that builds, and have it copied into the tree. A reviewer sees the link, not what it leads to.",
    fix: "Put the file or the folder itself in the link's place.",
  },
  "input/too-large": {
    severity: "error",
    summary: "A file is larger, deeper or wider than any real one.",
    why: "YAML readers take quadratic time over wide maps and overflow their stack on deep ones, so one proposed file could stop every check. The bounds are far above what real files have.",
    fix: "Split it, or look whether it is the right file: real ones have a few hundred lines, a dozen levels and a few dozen entries in one place.",
  },
  "input/not-text": {
    severity: "error",
    summary: "A file is not UTF-8, or has control characters that YAML readers disagree about.",
    why: "One reader takes such a character for the end of a line, another for part of a name, and some turn the direction of writing, so that a reviewer reads something else than what is built.",
    fix: "Save it as UTF-8 without a byte order mark, and type the line anew.",
  },
  "input/syntax": {
    severity: "error",
    summary: "A file is not YAML.",
    why: "Nothing of it can be read. Only the first mistake of a file is said: what follows it is mostly its echo.",
    fix: "Indent with spaces, and quote text with a colon, a # or a bracket in it, or that begins with one of * & ! % @.",
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
    summary: "A file holds more or fewer than one YAML document.",
    why: "A file is one tenant, one cluster or the platform: its name says which. What came after a line of three dashes would belong to nobody.",
    fix: "Keep one document a file, and give each further one a file of its own.",
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
    summary: "Anchors, aliases, merge keys and tags are refused: what is written is what is meant.",
    why: "A reviewer would have to unfold them in their head, and readers unfold them differently: YAML 1.2 takes a merge key for a field by the name <<. A few hundred bytes of them may unfold into gigabytes.",
    fix: "Write the value out. What differs on one cluster stands under that cluster's name, and everything else is shared already.",
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
    summary: "A key is given twice in one map.",
    why: "Most readers keep the last one and say nothing, so that the first, which may be the one that was reviewed, has no effect.",
    fix: "Keep one of the two.",
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
    summary: "A document that was meant as an object of Kubernetes has no apiVersion or no kind.",
    why: "Kubectl, kustomize and Argo CD refuse the file, or leave the document out: nobody says that the object is missing.",
    fix: "Write apiVersion and kind, spelt as Kubernetes spells them. kubectl api-resources shows both for each kind.",
  },
  "input/forbidden-key": {
    severity: "error",
    summary: "A key that JavaScript gives a meaning of its own.",
    why: "A key __proto__, constructor or prototype is dropped in silence by some readers and changes every other object in others.",
    fix: "Choose another name.",
  },
  "input/secret-value": {
    severity: "error",
    summary: "Something looks like the value of a secret; only references to secrets belong in git.",
    why: "Whoever may read the repository has the secret, and so has everybody who ever cloned it: taking the line away does not take it out of the history. The value is never shown here.",
    fix: "Have it rotated, because it has been in a file. Then name a secret by its keys, and say where its values come from.",
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
    summary: "Something that somebody was to fill in was left in.",
    why: "Examples are copied with what stands for a name or an address in them. It is valid YAML, and would only fail at run time: as a bucket or a host that is not there.",
    fix: "Write what is meant.",
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
