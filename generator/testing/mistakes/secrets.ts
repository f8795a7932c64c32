import type { Mistake } from "./mistake.ts";

/** Values of secrets, in every shape in which people write them. hunter2hunter2 and its kind must never be shown. */
export const secretMistakes: readonly Mistake[] = [
  {
    name: "a value instead of a secret",
    edits: [
      [
        "    bureau-login:\n      keys: [username, password]\n      from: { store: vault, path: bureau/login }\n",
        "    bureau-login: hunter2hunter2\n",
      ],
    ],
    found: [],
  },
  {
    name: "a value as its origin",
    edits: [["from: { store: vault, path: bureau/login }", "from: { value: hunter2hunter2 }"]],
    found: [],
  },
  {
    name: "a value as its origin, as text",
    edits: [["from: { store: vault, path: bureau/login }", "from: hunter2hunter2"]],
    found: [],
  },
  {
    name: "values of the keys",
    edits: [["keys: [username, password]", "keys: { username: me, password: hunter2hunter2 }"]],
    found: [],
  },
  {
    name: "keys with values",
    edits: [["keys: [username, password]", "keys: [username=me, password=hunter2hunter2]"]],
    found: [],
  },
  {
    name: "a Secret's data, in base64",
    edits: [
      ["keys: [username, password]", "keys: [username, password]\n      data: { password: aHVudGVyMmh1bnRlcjI= }"],
    ],
    found: [],
  },
  {
    name: "a Secret's stringData, over several lines",
    edits: [
      [
        "keys: [username, password]",
        "keys: [username, password]\n      stringData:\n        password: |\n          hunter2hunter2",
      ],
    ],
    found: [],
  },
  {
    name: "a value as a key",
    edits: [["keys: [username, password]", "keys: [username, password]\n      hunter2hunter2:"]],
    found: [],
  },
  { name: "a path that is a value", edits: [["path: bureau/login", 'path: "hunter2hunter2!"']], found: [] },
  {
    name: "a password in the environment",
    edits: [['MLSERVER_DEBUG: "false"', "DB_PASSWORD: hunter2hunter2"]],
    found: [],
  },
  {
    name: "a password in a list of variables",
    edits: [
      [
        'environment: { MLSERVER_DEBUG: "false" }',
        "environment:\n        - name: DB_PASSWORD\n          value: hunter2hunter2",
      ],
    ],
    found: [],
  },
  {
    name: "a password before its name",
    edits: [
      [
        'environment: { MLSERVER_DEBUG: "false" }',
        "environment:\n        - value: hunter2hunter2\n          name: DB_PASSWORD",
      ],
    ],
    found: [],
  },
  {
    name: "a password in a URL",
    edits: [["storageUri: s3://credit-risk/score/1", "storageUri: s3://me:hunter2hunter2@credit-risk/score/1"]],
    found: [],
  },
  {
    name: "a password in a parameter",
    edits: [
      [
        "      memory: 256Mi\n    score-v1",
        "      memory: 256Mi\n      parameters: { api-key: hunter2hunter2 }\n    score-v1",
      ],
    ],
    found: [],
  },
  {
    name: "a token in an override",
    edits: [
      ["score-v1: { memory: 128Mi }", "score-v1: { parameters: { t: ghp_0123456789abcdefghijklmnopqrstuvwxyz } }"],
    ],
    found: [],
  },
  {
    name: "a value in an override",
    edits: [
      ["      quota: { size: small }\n", "      secrets: { bureau-login: { from: { value: hunter2hunter2 } } }\n"],
    ],
    found: [],
  },
  { name: "a token as a key", edits: [["acme.test/cost-centre:", "AKIAIOSFODNN7EXAMPLE:"]], found: [] },
  {
    name: "a private key",
    edits: [
      [
        "why: Scores from the credit bureau",
        "why: |\n          -----BEGIN RSA PRIVATE KEY-----\n          hunter2hunter2",
      ],
    ],
    found: [],
  },
  {
    name: "a password in a file that is not YAML",
    edits: [["from: { store: vault, path: bureau/login }", "from: { value: hunter2hunter2"]],
    found: [],
  },
  {
    name: "a pull secret's value",
    edits: [
      [
        "      registry: harbor.acme.test\n      from: { store: vault, path: registries/harbor }",
        "      registry: harbor.acme.test\n      from: { store: vault, path: registries/harbor }\n      password: hunter2hunter2",
      ],
    ],
    found: [],
  },
];
