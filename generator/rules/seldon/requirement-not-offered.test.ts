import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { seldonRequirementNotOffered } from "./requirement-not-offered.ts";

const object = (kind: string, spec: string, name = "a", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a requirement that a Server offers",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, requirements: [sklearn]"),
    found: [],
  },
  {
    name: "an alias of a capability",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, requirements: [mlserver, scikit-learn]"),
    found: ["10:52 unknown requirement scikit-learn of Model a: no Server of churn offers it"],
  },
  {
    name: "a modelType that no Server offers",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, modelType: onnx"),
    found: ["10:1 unknown requirement onnx of Model a: no Server of churn offers it"],
  },
  {
    name: "an explainer without a Server for it",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, requirements: [sklearn], explainer: { modelRef: b }"),
    found: ["10:27 unknown requirement alibi-explain of Model a: no Server of churn offers it"],
  },
  {
    name: "requirements that only two Servers offer together",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Server", "serverConfig: c, capabilities: [onnx]", "t") +
      object("Model", "storageUri: s3:x, requirements: [sklearn, onnx]"),
    found: ["15:51 missing Server for Model a: no single Server of churn offers all of sklearn, onnx"],
  },
  {
    name: "too few replicas, which another rule reports",
    yaml:
      object("Server", "serverConfig: c, capabilities: [mlserver, sklearn]", "s") +
      object("Model", "storageUri: s3:x, requirements: [sklearn], replicas: 7"),
    found: [],
  },
  {
    name: "no Server in the manifest set",
    yaml: object("Model", "storageUri: s3:x, requirements: [nobody]"),
    found: [],
  },
  {
    name: "a Server of another namespace",
    yaml:
      object("Server", "serverConfig: c, capabilities: [x]", "s", "other") +
      object("Model", "storageUri: s3:x, requirements: [nobody]"),
    found: [],
  },
  {
    name: "a Server with unknown capabilities",
    yaml: object("Server", "serverConfig: c", "s") + object("Model", "storageUri: s3:x, requirements: [nobody]"),
    found: [],
  },
  {
    name: "capabilities from the ServerConfig",
    yaml:
      object(
        "ServerConfig",
        'podSpec: { containers: [{ name: agent, env: [{ name: SELDON_SERVER_CAPABILITIES, value: "x, y" }] }] }',
        "c",
      ) +
      object("Server", "serverConfig: c, extraCapabilities: [z]", "s") +
      object("Model", "storageUri: s3:x, requirements: [x, y, z]") +
      object("Model", "storageUri: s3:x, requirements: [w]", "b"),
    found: ["20:42 unknown requirement w of Model b: no Server of churn offers it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(seldonRequirementNotOffered, yaml)).toEqual(found);
});

test.each([
  ["scikit-learn", "sklearn", "Did you mean sklearn?"],
  ["sklearn", "scikit-learn", "In Server s, replace the capability scikit-learn with sklearn."],
])("for the requirement %s and the capability %s, the hint names the alias", (required, offered, hint) => {
  const yaml =
    object("Server", `serverConfig: c, capabilities: [mlserver, ${offered}]`, "s") +
    object("Model", `storageUri: s3:x, requirements: [${required}]`);
  const [found] = manifestSetFindings(manifestSetOf(yaml), [seldonRequirementNotOffered]);
  expect(found?.diagnostic.hint).toContain(hint);
});
