/** A hostile repository, a command that is run in it, and its expected result. */
export interface HostileRepository {
  readonly name: string;
  /** Files added to a repository that is built and merged. Bytes for text that is not UTF-8. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly argv: readonly string[];
  readonly code: 1 | 2;
  /** Matches the output. */
  readonly message: RegExp;
}

const churn = (spec: string): string =>
  `apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: churn }\nspec:\n  owner: { team: Team, contact: team@acme.test, github: acme/retention }\n  clusters: { alpha: {} }\n${spec.replace(/^(?=.)/gm, "  ")}`;

/** A component that churn uses, with lines of its kustomization and further files. */
const component = (
  kustomization: string,
  files: Readonly<Record<string, string>> = {},
): HostileRepository["files"] => ({
  "tenants/churn.yaml": churn("components: [hostile]\n"),
  "platform/components/hostile/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${kustomization}`,
  ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`platform/components/hostile/${file}`, text])),
});

/** An external folder, for `lint`. */
const theirs = (kustomization: string, files: Readonly<Record<string, string>> = {}): HostileRepository["files"] => ({
  "theirs/kustomization.yaml": kustomization,
  ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`theirs/${file}`, text])),
});

const bomb = `kind: ConfigMap\napiVersion: v1\nmetadata: { name: x }\ndata:\n  a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
  .split("")
  .map((key, index) => `  ${key}: &${key} [${Array(9).fill(`*${"abcdefg"[index]}`).join(",")}]`)
  .join("\n")}\n`;
const address = "http://127.0.0.1:9/a.txt";
const check = ["check"];
const lint = ["lint", "theirs"];

const fetching: readonly HostileRepository[] = [
  ["a generator's file by URL", `configMapGenerator: [{ name: x, files: ["${address}"] }]\n`],
  ["a generator's named file by URL", `configMapGenerator: [{ name: x, files: ["k=${address}"] }]\n`],
  ["a generator's environment by URL", `configMapGenerator: [{ name: x, envs: ["${address}"] }]\n`],
  ["a secret generator", `secretGenerator: [{ name: x, files: ["${address}"] }]\n`],
  ["a resource by URL", `resources: ["${address}"]\n`],
  ["a repository as resource", 'resources: ["github.com/acme/x//base?ref=main"]\n'],
  ["a patch by URL", `patches: [{ path: "${address}" }]\n`],
  ["an OpenAPI schema by URL", `openapi: { path: "${address}" }\n`],
  ["a transformer by URL", `transformers: ["${address}"]\n`],
  ["a chart", 'helmCharts: [{ name: x, repo: "https://charts.acme.test" }]\n'],
  ["a file above the folder", 'configMapGenerator: [{ name: x, files: ["../../../tenants/churn.yaml"] }]\n'],
  ["a field in another spelling", `Resources: ["${address}"]\n`],
].flatMap(([name = "", lines = ""]) => [
  {
    name: `component: ${name}`,
    files: component(lines),
    argv: check,
    code: 1 as const,
    message: /hostile\/kustomization[.]yaml/,
  },
  {
    name: `folder: ${name}`,
    files: theirs(lines),
    argv: lint,
    code: 1 as const,
    message: /theirs\/kustomization[.]yaml/,
  },
]);

const words = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
const fields = (word: string): readonly string[] => [
  `quota: { size: ${word} }\n`,
  `network: { needs: [${word}] }\n`,
  `network: { callers: [${word}] }\n`,
  `servers: { a: { template: ${word} } }\n`,
  `serverConfigs: { a: { template: ${word} } }\n`,
  `access: { groups: { people: ${word} } }\n`,
  `nodePool: ${word}\n`,
  `components: [${word}]\n`,
  `secrets: { a: { keys: [k], from: { store: ${word}, path: a } } }\n`,
];

const prototypes: readonly HostileRepository[] = words.flatMap((word) =>
  fields(word).map((spec) => ({
    name: `a name of Object.prototype: ${spec.trim()}`,
    files: { "tenants/churn.yaml": churn(spec) },
    argv: check,
    code: 1 as const,
    message: /tenants\/churn[.]yaml:7:\d+ /,
  })),
);

export const hostileRepositories: readonly HostileRepository[] = [
  ...fetching,
  ...prototypes,
  {
    name: "a component's file is an alias bomb",
    files: component("resources: [bomb.yaml]\n", { "bomb.yaml": bomb }),
    argv: check,
    code: 1,
    message: /bomb[.]yaml/,
  },
  {
    name: "a folder's file is an alias bomb",
    files: theirs("resources: [bomb.yaml]\n", { "bomb.yaml": bomb }),
    argv: lint,
    code: 1,
    message: /bomb[.]yaml/,
  },
  {
    name: "a component's object has a path for a name",
    files: component("resources: [evil.yaml]\n", {
      "evil.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "../../../../evil" }\n',
    }),
    argv: check,
    code: 1,
    message: /evil/,
  },
  {
    name: "a text with invalid Unicode",
    files: {
      "tenants/churn.yaml": churn(
        'servers: { a: { template: mlserver } }\nmodels: { m: { storageUri: "s3://churn/m/1", requirements: [sklearn], parameters: { a: "\\ud800" } } }\n',
      ),
    },
    argv: check,
    code: 1,
    message: /tenants\/churn[.]yaml:8:\d+ /,
  },
  {
    name: "bytes that are not UTF-8",
    files: { "tenants/churn.yaml": Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]) },
    argv: check,
    code: 1,
    message: /tenants\/churn[.]yaml/,
  },
  {
    name: "a journal in the tree",
    files: {
      "clusters/.publishing/journal.json": JSON.stringify({
        writes: ["../../victim.txt"],
        prunes: [],
        created: ["../../victim.txt"],
      }),
    },
    argv: ["build"],
    code: 1,
    message: /clusters\/[.]publishing/,
  },
  ...["to-api-server", "api-server", "mlflow", "from-tenant-x", "internet"].map((name) => ({
    name: `an external network with the name ${name}`,
    files: {
      "tenants/churn.yaml": churn(
        `network: { external: { ${name}: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: x } } }\n`,
      ),
    },
    argv: check,
    code: 1 as const,
    message: /input\/reserved-name/,
  })),
];
