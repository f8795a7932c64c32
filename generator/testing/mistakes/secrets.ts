import type { MistakeCase } from "./mistake.ts";

/** Values of secrets, in every form that users write. No output may show values such as hunter2hunter2. */
export const secretMistakes: readonly MistakeCase[] = [
  {
    name: "a value instead of a secret",
    edits: [
      [
        "    bureau-login:\n      keys: [username, password]\n      from: { store: vault, path: bureau/login }\n",
        "    bureau-login: «hunter2hunter2»\n",
      ],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a value as its origin",
    edits: [["from: { store: vault, path: bureau/login }", "from: { value: «hunter2hunter2» }"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a value as its origin, as text",
    edits: [["from: { store: vault, path: bureau/login }", "from: «hunter2hunter2»"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "values of the keys",
    edits: [["keys: [username, password]", "keys: { username: «me», password: hunter2hunter2 }"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "keys with values",
    edits: [["keys: [username, password]", "keys: [«username=me», password=hunter2hunter2]"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a Secret's data, in base64",
    edits: [
      ["keys: [username, password]", "keys: [username, password]\n      data: { password: «aHVudGVyMmh1bnRlcjI=» }"],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a Secret's stringData, over several lines",
    edits: [
      [
        "keys: [username, password]",
        "keys: [username, password]\n      stringData:\n        password: «|»\n          hunter2hunter2",
      ],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a value as a key",
    edits: [["keys: [username, password]", "keys: [username, password]\n      «hunter2hunter2»:"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a path that is a value",
    edits: [["path: bureau/login", 'path: «"hunter2hunter2!"»']],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a password in the environment",
    edits: [['MLSERVER_DEBUG: "false"', "DB_PASSWORD: «hunter2hunter2»"]],
    found: [
      {
        code: "secrets/value-in-config",
        message: "invalid DB_PASSWORD of container mlserver: it looks like the value of a secret",
        hint: "Rotate the value, because every user of the repository can read it. Then store the new value in a Secret, and refer to the key of the Secret.",
      },
    ],
  },
  {
    name: "a password in a list of variables",
    edits: [
      [
        'environment: { MLSERVER_DEBUG: "false" }',
        "«environment»:\n        - name: DB_PASSWORD\n          value: hunter2hunter2",
      ],
    ],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of serverConfigs.mlserver-config.environment: expected a map, got a list",
        hint: 'Environment variables of the inference server, in addition to those of the template. For example: environment: { MLSERVER_DEBUG: "false" }',
      },
    ],
  },
  {
    name: "a password before its name",
    edits: [
      [
        'environment: { MLSERVER_DEBUG: "false" }',
        "«environment»:\n        - value: hunter2hunter2\n          name: DB_PASSWORD",
      ],
    ],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of serverConfigs.mlserver-config.environment: expected a map, got a list",
        hint: 'Environment variables of the inference server, in addition to those of the template. For example: environment: { MLSERVER_DEBUG: "false" }',
      },
    ],
  },
  {
    name: "a password in a URL",
    edits: [["storageUri: s3://credit-risk/score/1", "storageUri: «s3://me:hunter2hunter2@credit-risk/score/1»"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it looks like the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Then declare a secret under spec.secrets, with its keys and the origin of its values.",
      },
    ],
  },
  {
    name: "a password in a parameter",
    edits: [
      [
        "      memory: 256Mi\n    score-v1",
        "      memory: 256Mi\n      parameters: { api-key: «hunter2hunter2» }\n    score-v1",
      ],
    ],
    found: [
      {
        code: "secrets/value-in-config",
        message: "invalid api-key of Model text-embed: it looks like the value of a secret",
        hint: "Rotate the value, because every user of the repository can read it. Then store the new value in a Secret, and refer to the key of the Secret.",
      },
    ],
  },
  {
    name: "a token in an override",
    edits: [
      ["score-v1: { memory: 128Mi }", "score-v1: { parameters: { t: «ghp_0123456789abcdefghijklmnopqrstuvwxyz» } }"],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it looks like the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Then declare a secret under spec.secrets, with its keys and the origin of its values.",
      },
    ],
  },
  {
    name: "a value in an override",
    edits: [
      ["      quota: { size: small }\n", "      secrets: { bureau-login: { from: { value: «hunter2hunter2» } } }\n"],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a token as a key",
    edits: [["acme.test/cost-centre:", "«AKIAIOSFODNN7EXAMPLE»:"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it looks like the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Then declare a secret under spec.secrets, with its keys and the origin of its values.",
      },
    ],
  },
  {
    name: "a private key",
    edits: [
      [
        "why: Scores from the credit bureau",
        "why: «|»\n          -----BEGIN RSA PRIVATE KEY-----\n          hunter2hunter2",
      ],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it looks like the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Then declare a secret under spec.secrets, with its keys and the origin of its values.",
      },
    ],
  },
  {
    name: "a password in a file that is not YAML",
    edits: [["from: { store: vault, path: bureau/login }", "from: «{» value: hunter2hunter2"]],
    found: [
      { code: "input/syntax", message: "invalid YAML: missing } for this {", hint: "Add } at the end of the map." },
    ],
  },
  {
    name: "a pull secret's value",
    edits: [
      [
        "      registry: harbor.acme.test\n      from: { store: vault, path: registries/harbor }",
        "      registry: harbor.acme.test\n      from: { store: vault, path: registries/harbor }\n      password: «hunter2hunter2»",
      ],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
  {
    name: "a value as the credentials of a store",
    file: "platform/platform.yaml",
    edits: [["from: { store: vault, path: artifacts/minio }", "from: { value: «hunter2hunter2» }"]],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it may be the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Write only names and origins here: keys: [url], from: { store: vault, path: alerting/slack }, or from: manual.",
      },
    ],
  },
];
