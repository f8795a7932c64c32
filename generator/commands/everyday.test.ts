import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type CommandOutput, findings, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, withOneArgoCD, write } from "../testing/sandbox.ts";
import { replaceFile } from "./tenant-edit.ts";

let root = "";
const file = "tenants/fraud-detection.yaml";
const read = (): string => readFileSync(join(root, file), "utf8");

beforeEach(() => {
  root = withOneArgoCD(sandbox("all"));
});

/** The lines that only one of the two texts has. */
function changed(before: string, after: string): readonly string[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `-${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe("set", () => {
  const set = (...args: readonly string[]): Promise<CommandOutput> =>
    tenantry(root, ["set", "fraud-detection", ...args]);

  test("writes the new version of a model, and keeps the rest of the file", async () => {
    const before = read();
    const { code, out } = await set(
      "models.fraud-v2-candidate.storageUri=s3://mlflow-artifacts/43/models/m-1/artifacts",
    );
    expect(code).toBe(0);
    expect(out).toBe(
      `${file}\n  models.fraud-v2-candidate.storageUri: s3://mlflow-artifacts/42/models/m-7b3e/artifacts → s3://mlflow-artifacts/43/models/m-1/artifacts\nnext: npx --no-install tenantry build, and commit both\n      npx --no-install tenantry diff shows the effects\n`,
    );
    expect(changed(before, read())).toEqual([
      "-      storageUri: s3://mlflow-artifacts/42/models/m-7b3e/artifacts",
      "+      storageUri: s3://mlflow-artifacts/43/models/m-1/artifacts",
    ]);
    expect(await findings(root)).toEqual([]);
  });

  test("sets and removes several fields of one cluster at once", async () => {
    const before = read();
    const result = await set("--cluster", "staging", "models.fraud-v1-baseline.memory=512Mi", "--unset", "quota");
    expect(result).toMatchObject({ code: 0 });
    expect(changed(before, read())).toContain("+      models: { fraud-v1-baseline: { memory: 512Mi } }");
    expect(read()).toContain("experiments:");
    expect(read()).not.toContain("cpu: 16, memory: 32Gi");
  });

  test("reports clusters whose override keeps another value", async () => {
    await set("--cluster", "staging", "models.fraud-v1-baseline.memory=128Mi");
    const { out } = await set("models.fraud-v1-baseline.memory=512Mi");
    expect(out).toContain("staging keeps models.fraud-v1-baseline.memory 128Mi");
    expect((await set("models.fraud-v2-candidate.memory=512Mi")).out).not.toContain("keeps");
    const { out: data } = await set("models.fraud-v1-baseline.memory=300Mi", "--output", "json");
    expect(JSON.parse(data).notes).toEqual([expect.stringContaining("staging keeps")]);
  });

  test("a list with a new item keeps its brackets", async () => {
    expect((await set("models.fraud-v1-baseline.requirements=[mlflow, sklearn]")).code).toBe(0);
    expect(read()).toContain("requirements: [mlflow, sklearn]\n");
  });

  test("a repeated edit changes nothing", async () => {
    const before = read();
    const { out, code } = await set("--output", "json", "spec.servers.mlserver.replicas=1");
    expect([code, JSON.parse(out)]).toEqual([0, { version: 1, file, changed: false, changes: [] }]);
    expect(read()).toBe(before);
  });

  test.each([
    {
      name: "an unknown field",
      args: ["models.fraud-v1-baseline.memroy=1Gi"],
      code: 1,
      message: "input/unknown-field",
    },
    { name: "a value of the wrong type", args: ["servers.mlserver.replicas=many"], code: 1, message: "servers" },
    {
      name: "the removal of a field that others refer to",
      args: ["--unset", "models.fraud-v1-baseline"],
      code: 1,
      message: "fraud-v1-baseline",
    },
    {
      name: "more than the platform offers",
      args: ["models.fraud-v1-baseline.storageUri=s3://other/1"],
      code: 1,
      message: "s3://other/1",
    },
    { name: "no value", args: ["models.x"], code: 2, message: "missing =" },
    { name: "no assignment", args: [], code: 2, message: "missing assignment" },
    { name: "a broken list", args: ["models.x.requirements=[a"], code: 2, message: "not a list" },
    { name: "a hostile path", args: ["__proto__.x=1"], code: 2, message: "invalid path" },
    { name: "an empty step", args: ["models..x=1"], code: 2, message: "invalid path" },
    {
      name: "a cluster that the tenant does not run on",
      args: ["--cluster", "stagin", "quota.size=small"],
      code: 2,
      message: "Did you mean staging?",
    },
  ])("$name is rejected, and nothing is written", async ({ args, code, message }) => {
    const before = read();
    const result = await set(...args);
    expect([result.code, result.out + result.err]).toEqual([code, expect.stringContaining(message)]);
    expect(read()).toBe(before);
    expect(readdirSync(join(root, "tenants")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("one invalid assignment of several prevents all of them", async () => {
    const before = read();
    expect((await set("models.fraud-v1-baseline.memory=1Gi", "servers.mlserver.replicas=many")).code).toBe(1);
    expect(read()).toBe(before);
  });

  test("a text with a meaning in YAML remains a text", async () => {
    expect((await set("owner.team=no: really # yes")).code).toBe(0);
    expect(read()).toContain('team: "no: really # yes"');
  });

  test("an unknown tenant: the hint names a similar one", async () => {
    const { code, err } = await tenantry(root, ["set", "fraud-detecton", "quota.size=small"]);
    expect([code, err]).toEqual([2, expect.stringContaining("Did you mean fraud-detection?")]);
  });

  test("keeps CRLF line endings, and reports the line numbers of the file", async () => {
    const windows = read().replaceAll("\n", "\r\n");
    write(root, file, windows);
    expect((await set("models.fraud-v1-baseline.memory=512Mi")).code).toBe(0);
    expect(read()).toBe(windows.replace("memory: 256Mi", "memory: 512Mi"));
    const { code, out } = await set("servers.mlserver.replicas=many");
    expect([code, out]).toEqual([1, expect.stringContaining(`${file}:44:17`)]);
  });

  test("an edit that fixes an invalid file is written", async () => {
    write(root, file, read().replace("memory: 256Mi", "memory: 256Mx"));
    expect((await set("models.fraud-v2-candidate.memory=1Gi")).code).toBe(1);
    expect((await set("models.fraud-v1-baseline.memory=256Mi")).code).toBe(0);
    expect(await findings(root)).toEqual([]);
  });

  test("a multi-line text is replaced completely, and an empty value is set before its comment", async () => {
    const waiver = "network/internet-without-exceptions";
    const lines = [
      "  waivers:",
      `    ${waiver}:`,
      "      reason: >-",
      "        The bureau is reached",
      "        through its own proxy",
      "      owner: Fraud Detection",
      '      expires: "2027-03-31"',
    ];
    write(root, file, `${read().replace("production: {}", "production: # live")}${lines.join("\n")}\n`);
    const before = read();
    expect((await set(`waivers.${waiver}.reason=Agreed`)).code).toBe(0);
    expect((await set("--cluster", "production", "quota.size=small")).code).toBe(0);
    expect(changed(before, read())).toEqual([
      "-    production: # live",
      "-      reason: >-",
      "-        The bureau is reached",
      "-        through its own proxy",
      "+    production: { quota: { size: small } } # live",
      "+      reason: Agreed",
    ]);
  });

  test("an edit that only a person can make is incorrect usage, not a crash", async () => {
    write(root, file, read().replace("      config: mlserver-config", "      ? config\n      : mlserver-config"));
    const before = read();
    const { code, err } = await set("servers.mlserver.minReplicas=1");
    expect([code, err]).toEqual([2, expect.stringContaining("unsupported YAML notation of ")]);
    expect(read()).toBe(before);
  });

  test("a draft of an earlier run is ignored", async () => {
    const left = join(root, "tenants/.fraud-detection.yaml.draft");
    writeFileSync(left, "half");
    expect((await set("models.fraud-v1-baseline.memory=512Mi")).code).toBe(0);
    expect(readFileSync(left, "utf8")).toBe("half");
  });

  test("does not write through a symbolic link of a file or of its folder", async () => {
    const before = read();
    renameSync(join(root, "tenants"), join(root, "elsewhere"));
    symlinkSync("elsewhere", join(root, "tenants"));
    expect(await set("models.fraud-v1-baseline.memory=512Mi")).toMatchObject({ code: 2 });
    unlinkSync(join(root, "tenants"));
    renameSync(join(root, "elsewhere"), join(root, "tenants"));
    renameSync(join(root, file), join(root, "theirs.yaml"));
    symlinkSync("../theirs.yaml", join(root, file));
    expect(await set("models.fraud-v1-baseline.memory=512Mi")).toMatchObject({ code: 1 });
    expect(readFileSync(join(root, "theirs.yaml"), "utf8")).toBe(before);
  });

  test("a concurrent change of the file is not overwritten", () => {
    const theirs = read();
    expect(() => replaceFile(join(root, file), "what was read", "ours")).toThrow("another program changed");
    expect(() => replaceFile(join(root, file), undefined, "ours")).toThrow("another program changed");
    expect(read()).toBe(theirs);
    expect(readdirSync(join(root, "tenants")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("keeps a file's mode", async () => {
    chmodSync(join(root, file), 0o640);
    await set("models.fraud-v1-baseline.memory=512Mi");
    expect(statSync(join(root, file)).mode & 0o777).toBe(0o640);
  });
});

describe("promote", () => {
  const promote = (...args: readonly string[]): Promise<CommandOutput> =>
    tenantry(root, ["promote", "fraud-detection", ...args]);
  const forward = ["--from", "staging", "--to", "production"];

  test("copies the artifacts and the pipelines, and nothing else", async () => {
    const before = read();
    await tenantry(root, [
      ...["set", "fraud-detection", "--cluster", "staging"],
      "models.fraud-v2-candidate.storageUri=s3://mlflow-artifacts/43/models/m-1/artifacts",
    ]);
    expect(changed(before, read())).toHaveLength(1);
    const { code, out } = await promote(...forward);
    expect([code, out]).toEqual([0, expect.stringContaining("m-1/artifacts")]);
    expect(changed(before, read())).toEqual([
      "-      storageUri: s3://mlflow-artifacts/42/models/m-7b3e/artifacts",
      "+      storageUri: s3://mlflow-artifacts/43/models/m-1/artifacts",
    ]);
    expect((await promote(...forward)).out).toBe(`${file} already has these values\n`);
  });

  test("a pipeline is copied with all steps, including those that have only a name", async () => {
    const before = read();
    await tenantry(root, [
      ...["set", "fraud-detection", "--cluster", "staging"],
      "pipelines.p={steps: {fraud-v1-baseline: {}, fraud-v2-candidate: {inputs: [fraud-v1-baseline]}}, output: [fraud-v2-candidate]}",
    ]);
    expect(await promote(...forward)).toMatchObject({ code: 0 });
    expect(changed(before, read())).toEqual([
      "+  pipelines:",
      "+    p:",
      "+      steps: { fraud-v1-baseline: {}, fraud-v2-candidate: { inputs: [fraud-v1-baseline] } }",
      "+      output: [fraud-v2-candidate]",
    ]);
    expect(await findings(root)).toEqual([]);
  });

  test("copies artifacts, keeps memory and replicas of each cluster, and reports how they differ", async () => {
    await tenantry(root, [
      ...["set", "fraud-detection", "--cluster", "staging"],
      "models.fraud-v2-candidate={storageUri: 's3://mlflow-artifacts/43/models/m-1/artifacts', memory: 128Mi}",
    ]);
    const { out } = await promote(...forward);
    expect(out).toContain(
      "models.fraud-v2-candidate.memory stays 256Mi on production (on staging: 128Mi, which is less)",
    );
    const [, command = ""] = /to promote these fields too: npx --no-install tenantry (.*)/.exec(out) ?? [];
    expect(read()).toMatch(/m-1\/artifacts\n.*\n {6}memory: 256Mi/);
    expect(await tenantry(root, command.split(" "))).toMatchObject({ code: 0 });
    expect(read()).toMatch(/m-1\/artifacts\n.*\n {6}memory: 128Mi/);
  });

  test("a copied block keeps its comments", async () => {
    const pipeline = [
      "        p: # decides",
      "          steps:",
      "            fraud-v1-baseline: {} # first",
      "          output: [fraud-v1-baseline]",
    ];
    write(
      root,
      file,
      read().replace(
        "    staging: # only what differs\n",
        `    staging: # only what differs\n      pipelines:\n${pipeline.join("\n")}\n`,
      ),
    );
    expect(await promote(...forward)).toMatchObject({ code: 0 });
    expect(read()).toContain(
      "  pipelines:\n    p: # decides\n      steps:\n        fraud-v1-baseline: {} # first\n      output: [fraud-v1-baseline]\n",
    );
  });

  test("copies the named fields", async () => {
    const { code, out } = await promote(...forward, "experiments.fraud-ab-test-experiment");
    expect([code, out]).toEqual([0, expect.stringContaining("80 → 50")]);
  });

  test.each([
    { name: "backwards", args: ["--from", "production", "--to", "staging"], message: "is not after" },
    { name: "to itself", args: ["--from", "staging", "--to", "staging"], message: "is not after" },
    { name: "to nowhere", args: ["--from", "staging", "--to", "prod"], message: "does not run on cluster prod" },
    { name: "an unknown field", args: [...forward, "modles"], message: "Did you mean models?" },
    {
      name: "an unknown model",
      args: [...forward, "models.fraud-v2-candidat"],
      message: "Did you mean fraud-v2-candidate?",
    },
    { name: "access", args: [...forward, "access"], message: "access cannot be promoted" },
    { name: "without a source", args: ["--to", "production"], message: "--from" },
  ])("$name is rejected", async ({ args, message }) => {
    const before = read();
    const { code, err } = await promote(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(read()).toBe(before);
  });
});

describe("new", () => {
  const flags = ["--team", "Search", "--contact", "search@acme.test", "--github", "acme/search"];

  test("creates a valid file from flags alone", async () => {
    const { code, out } = await tenantry(root, ["new", "search", ...flags]);
    expect([code, out]).toEqual([0, expect.stringContaining("tenants/search.yaml is written and valid.")]);
    expect(await findings(root)).toEqual([]);
    expect((await tenantry(root, ["build"])).code).toBe(0);
    const [path = ""] = /clusters\/\S+first-prediction[.]md/.exec(out) ?? [];
    expect(existsSync(join(root, path))).toBe(true);
  });

  test("prompts for missing values, again after an invalid answer, and accepts an empty answer as the default", async () => {
    const answers = [
      "Not A Name",
      "churn",
      "search",
      "Search",
      "nobody",
      "search@acme.test",
      "acme/search",
      "nowhere",
      "staging",
    ];
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return answers.shift() ?? "";
    };
    const { code, err } = await tenantry(root, ["new"], process.env, ask);
    expect(code).toBe(0);
    expect(err.trim().split("\n")).toHaveLength(4);
    expect(err).toContain("tenant churn already exists");
    expect(asked.at(-3)).toBe("Storage URI of the model's artifact [s3://search/search/1]: ");
    expect(readFileSync(join(root, "tenants/search.yaml"), "utf8")).toContain("clusters: { staging: {} }");
    expect(await findings(root)).toEqual([]);
  });

  test.each([
    {
      name: "missing values without a terminal",
      args: ["new"],
      message: "missing <name>, --team, --contact, --github",
    },
    { name: "an existing tenant", args: ["new", "churn", ...flags], message: "tenant churn already exists" },
    { name: "an invalid name", args: ["new", "../x", ...flags], message: "<name> ../x" },
    {
      name: "an unknown cluster",
      args: ["new", "search", ...flags, "--cluster", "x"],
      message: "unknown cluster x",
    },
    {
      name: "an unknown template",
      args: ["new", "search", ...flags, "--template", "x"],
      message: "unknown server template x",
    },
    {
      name: "an artifact that the platform does not offer",
      args: ["new", "search", ...flags, "--storage-uri", "s3://elsewhere/1"],
      message: "--storage-uri s3://elsewhere/1: no artifact store",
    },
    {
      name: "another tenant's artifact",
      args: ["new", "search", ...flags, "--storage-uri", "s3://churn/model/7"],
      message: "no artifact store",
    },
    {
      name: "a requirement that the template does not offer",
      args: ["new", "search", ...flags, "--template", "triton", "--requirement", "sklearn"],
      message: "unknown capability sklearn",
    },
    {
      name: "an invalid quantity",
      args: ["new", "search", ...flags, "--memory", "much"],
      message: "--memory much: a quantity is a number",
    },
    {
      name: "an artifact that contains YAML",
      args: ["new", "search", ...flags, "--storage-uri", "s3://search/1, evil: {"],
      message: "--storage-uri",
    },
  ])("$name: one line, and nothing is written", async ({ args, message }) => {
    const before = readdirSync(join(root, "tenants"));
    const { code, err } = await tenantry(root, args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(readdirSync(join(root, "tenants"))).toEqual(before);
  });

  test.each(["x: y", "a # b", "no", "'", '"', "} , evil: {", "a\tb"])(
    "the team name %j is a text or is rejected, and never becomes YAML",
    async (team) => {
      const { code } = await tenantry(root, ["new", "search", ...flags, "--team", team]);
      if (code !== 0) return expect(existsSync(join(root, "tenants/search.yaml"))).toBe(false);
      expect(await findings(root)).toEqual([]);
      const { out } = await tenantry(root, ["explain", "search", "owner.team", "--output", "json"]);
      expect(JSON.parse(out).clusters[0].value).toBe(team);
    },
  );

  test("an invalid artifact, requirement and quantity: each is prompted for again", async () => {
    const answers = ["", "", "", "../etc", "s3://elsewhere/1", "", "cobol", "", "much", "64Mi"];
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question.split(" ").slice(0, 2).join(" "));
      return answers.shift() ?? "";
    };
    const { code, err } = await tenantry(root, ["new", "search", ...flags], process.env, ask);
    expect(code).toBe(0);
    expect(asked.slice(3)).toEqual([
      ...["Storage URI", "Storage URI", "Storage URI"],
      ...["Server capability", "Server capability"],
      ...["Memory that", "Memory that"],
    ]);
    const messages = err.trim().split("\n");
    expect(messages).toHaveLength(4);
    expect(messages[1]).toContain("no artifact store of search contains s3://elsewhere/1 (known: ");
    expect(messages[2]).toContain("unknown capability cobol (known: mlserver");
    expect(readFileSync(join(root, "tenants/search.yaml"), "utf8")).toContain("memory: 64Mi");
    expect(await findings(root)).toEqual([]);
  });
});

describe("explain of a tenant", () => {
  const explain = async (...args: readonly string[]): Promise<CommandOutput> => tenantry(root, ["explain", ...args]);

  test("reports the origin of every object: written, derived or defaulted", async () => {
    const { out } = await explain("churn", "--output", "json");
    const found = JSON.parse(out).objects.filter(({ cluster }: { cluster: string }) => cluster === "production");
    const of = (kind: string): object => found.find((candidate: { kind: string }) => candidate.kind === kind);
    expect(of("Model")).toMatchObject({ name: "churn", how: "written", where: "tenants/churn.yaml:10:5" });
    expect(of("ServerConfig")).toMatchObject({ how: "derived", where: "tenants/churn.yaml:8:14" });
    expect(of("ResourceQuota")).toMatchObject({ how: "defaulted" });
    await tenantry(root, ["build"]);
    const rendered = ["tenants/churn", "platform/tenant-namespaces/churn"].flatMap((folder) =>
      readdirSync(join(root, "clusters/production/rendered", folder), { recursive: true, encoding: "utf8" }),
    );
    const own = found.filter(({ application }: { application: string }) => !application.includes(".roots."));
    expect(own).toHaveLength(rendered.filter((name) => name.endsWith(".yaml")).length);
  });

  test("an object that a component adds comes from the file of the component", async () => {
    write(root, "tenants/pricing.yaml", tenantText("pricing", "  components: [disruption-budget]\n"));
    const { out } = await explain("pricing", "PodDisruptionBudget/seldon-servers");
    expect(out).toContain("comes from: component, platform/components/disruption-budget/pod-disruption-budget.yaml");
    expect(out).toContain("synced by: production.pricing.workloads");
    expect(out).toContain("namespace: pricing");
  });

  test.each([
    "Model/churn",
    "model/churn",
    "model churn",
    "model-churn.yaml",
    "clusters/production/rendered/tenants/churn/model-churn.yaml",
  ])("%s is an object", async (about) => {
    const { out } = await explain("churn", about);
    expect(out).toContain("comes from: written, tenants/churn.yaml:10:5");
    expect(out).toMatch(/spec[.]storageUri\s+s3:\/\/churn\/model\/7\s+tenants\/churn[.]yaml:10:14/);
    expect(out).toContain("kind: Model");
  });

  test("an overridden value comes from the override, and the others from the spec", async () => {
    await tenantry(root, ["set", "churn", "--cluster", "staging", "models.churn.storageUri=s3://churn/model/8"]);
    const { out } = await explain("churn", "Model/churn", "--output", "json");
    const [staging] = JSON.parse(out).objects;
    expect(staging.how).toBe("written");
    expect(staging.fields.map(({ path, where }: { path: string; where: string }) => `${path} ${where}`)).toEqual([
      "spec.storageUri tenants/churn.yaml:7:45",
      "spec.requirements.0 tenants/churn.yaml:10:63",
      "spec.memory tenants/churn.yaml:10:73",
    ]);
  });

  test("a long value is printed as YAML, not in a table", async () => {
    const { out } = await explain("fraud-detection", "models");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThan(90);
    expect(out).toContain("    fraud-v1-baseline:\n");
  });

  test("two words are an object, and a rendered file is an object on its cluster", async () => {
    expect((await explain("churn", "server", "mlserver")).out).toBe((await explain("churn", "Server/mlserver")).out);
    const { out } = await explain("churn", "clusters/production/rendered/tenants/churn/server-mlserver.yaml");
    expect([out.includes("on production"), out.includes("on staging")]).toEqual([true, false]);
  });

  test("the parts that a written value omits come from the platform", async () => {
    const { out } = await explain("fraud-detection", "quota", "--output", "json");
    expect(JSON.parse(out).clusters).toContainEqual({
      cluster: "production",
      value: expect.objectContaining({ size: "small", gpus: 0, loadBalancers: 2, objects: { models: 20, servers: 4 } }),
      how: "written",
      where: "tenants/fraud-detection.yaml:22:3",
      override: false,
      leftOut: expect.stringMatching(/^platform\/platform.yaml:\d+:\d+$/),
    });
  });

  test.each([
    {
      tenant: "fraud-detection",
      path: "quota.requests.cpu",
      message: [
        /staging\s+8\s+written for staging, tenants\/fraud-detection.yaml:15:21/,
        /production\s+20\s+written, tenants\/fraud-detection.yaml:23:17/,
      ],
    },
    {
      tenant: "churn",
      path: "quota.size",
      message: [/production\s+small\s+defaulted, platform\/platform.yaml:\d+:\d+/],
    },
    {
      tenant: "fraud-detection",
      path: "podSecurity.warn",
      message: [/restricted\s+derived, tenants\/fraud-detection.yaml:21:37/],
    },
    {
      tenant: "churn",
      path: "servers.mlserver.capabilities",
      message: [/Comes from: defaulted, platform\/platform.yaml/, / - sklearn\n/],
    },
    {
      tenant: "fraud-detection",
      path: "servers.mlserver.capabilities",
      message: [/"sklearn"\]\s+written, tenants\/fraud-detection.yaml/],
    },
    {
      tenant: "fraud-detection",
      path: "serverConfigs.mlserver-config.storage.size",
      message: [/production\s+1Gi\s+defaulted, platform\/platform.yaml/],
    },
    {
      tenant: "churn",
      path: "serverConfigs.mlserver-config.storage.class",
      message: [/staging\s+standard\s+defaulted, clusters\/staging\/cluster.yaml/],
    },
    { tenant: "churn", path: "lifecycle", message: [/production\s+active\s+defaulted, from the schema/] },
    { tenant: "churn", path: "quota.objects.pods", message: [/production\s+not set\s+defaulted/] },
    {
      tenant: "churn",
      path: "quota.requests.cpu",
      message: [/production\s+8\s+defaulted, platform\/platform.yaml:\d+/],
    },
    { tenant: "churn", path: "servers.mlserver.replicas", message: [/production\s+not set\s+defaulted/] },
    { tenant: "churn", path: "podSecurity.enforce", message: [/production\s+baseline\s+defaulted, platform/] },
    { tenant: "churn", path: "experiments", message: [/production\s+\{\}\s+defaulted/] },
  ])("$path of $tenant is a field", async ({ tenant, path, message }) => {
    const { out } = await explain(tenant, path);
    for (const report of message) expect(out).toMatch(report);
  });

  test.each([
    { args: ["churm"], message: "Did you mean churn?" },
    { args: ["churn", "quotas"], message: "Did you mean quota?" },
    { args: ["churn", "models.churn.memry"], message: "Did you mean memory?" },
    { args: ["churn", "models.chrn.memory"], message: "Did you mean churn?" },
    { args: ["churn", "quota.objects.pod"], message: "Did you mean pods?" },
    { args: ["churn", 'labels."acme.test/x"'], message: "unknown field or object" },
    { args: ["churn", "server", "mlservr"], message: "Did you mean Server/mlserver?" },
    { args: ["churn", "Model/chrn"], message: "Did you mean Model/churn?" },
    { args: ["pricing", "quota"], message: "unknown tenant pricing" },
  ])("$args is unknown: $message", async ({ args, message }) => {
    const { code, err } = await explain(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("a code is explained outside of a repository, and invalid input files are reported", async () => {
    const { code } = await tenantry(join(root, "platform"), ["explain", "network/namespace-by-name"]);
    expect(code).toBe(0);
    writeFileSync(join(root, "tenants/churn.yaml"), "nonsense: true\n");
    expect((await explain("churn")).code).toBe(1);
    write(root, "tenants/churn.yaml", "");
  });
});
