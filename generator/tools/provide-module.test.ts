import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  machineWithProxy,
  type ProxyAnswers,
  type ProxyServer,
  pinOfModule,
  proxyServer,
} from "../testing/module-proxy.ts";
import { smallModules, widgetModule, zipPath } from "../testing/small-modules.ts";
import type { Machine } from "./machine.ts";
import { provideModuleFiles, sumOfModule } from "./provide-module.ts";

let server: ProxyServer | undefined;
afterEach(() => server?.close());

async function machineFor(answers: ProxyAnswers): Promise<Machine> {
  server = await proxyServer(answers);
  return machineWithProxy(server.address);
}

/** The names of the cached modules. */
function cached({ env }: Machine): readonly string[] {
  const folder = join(env["TENANTRY_CACHE"] ?? "", "modules");
  return existsSync(folder) ? readdirSync(folder) : [];
}

const path = "crds/widgets.yaml";
const pin = pinOfModule(widgetModule, [path]);
const zip = zipPath(widgetModule);

test("a pinned module: its files, then again from the cache without a proxy", async () => {
  const machine = await machineFor(smallModules);
  const files = await provideModuleFiles(pin, [path], machine);
  expect(files).toEqual(new Map([[path, widgetModule.files[path]]]));
  const offline = { ...machine, env: { ...machine.env, GOPROXY: "off" } };
  expect(await provideModuleFiles(pin, [path], offline)).toEqual(files);
  expect(server?.requests).toEqual([zip]);
});

test.each([
  {
    case: "another sum",
    answers: smallModules,
    source: { ...pin, sum: `h1:${"A".repeat(43)}=` },
    paths: [path],
    found: { name: "ToolFailure", fault: { field: "sum" }, message: `${pin.sum} instead of the pinned h1:AAA` },
  },
  {
    case: "a path in another folder",
    answers: smallModules,
    source: pin,
    paths: [path, "widgets.yaml"],
    found: { fault: { field: "crds", item: "widgets.yaml" }, remedy: "Did you mean crds/widgets.yaml?" },
  },
  {
    case: "a version that the proxy does not have",
    answers: {},
    source: pin,
    paths: [path],
    found: { fault: { field: "version" }, message: "unknown module example.com/Widgets@v1.2.0" },
  },
  {
    case: "an HTML page",
    answers: { [zip]: "<html>Sign in</html>" },
    source: pin,
    paths: [path],
    found: { fault: { field: "module" }, message: "not a zip archive" },
  },
  {
    case: "a server that fails",
    answers: { [zip]: 500 },
    source: pin,
    paths: [path],
    found: { name: "ToolFailure", message: "cannot download module", remedy: "GOPROXY" },
  },
])("$case: an error, and nothing in the cache", async ({ answers, source, paths, found }) => {
  const machine = await machineFor(answers);
  const { message, remedy, ...rest } = found;
  await expect(provideModuleFiles(source, paths, machine)).rejects.toMatchObject({
    ...rest,
    ...(message === undefined ? {} : { message: expect.stringContaining(message) }),
    ...(remedy === undefined ? {} : { remedy: expect.stringContaining(remedy) }),
  });
  expect(cached(machine)).toEqual([]);
});

test("no network and an empty cache: one line with the reason and the fix", async () => {
  const machine = machineWithProxy("http://127.0.0.1:9");
  await expect(provideModuleFiles(pin, [path], machine)).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringMatching(/^cannot download module .*127\.0\.0\.1:9.*ECONNREFUSED/),
    remedy: expect.stringContaining("HTTPS_PROXY"),
  });
});

test("a changed file in the cache is an error", async () => {
  const machine = await machineFor(smallModules);
  await provideModuleFiles(pin, [path], machine);
  const [key = ""] = cached(machine);
  const file = join(machine.env["TENANTRY_CACHE"] ?? "", "modules", key, encodeURIComponent(path));
  expect(readFileSync(file, "utf8")).toBe(widgetModule.files[path]);
  writeFileSync(file, "changed");
  // A folder is verified once in each process, and a copy of the cache is another folder.
  const copy = `${machine.env["TENANTRY_CACHE"]}-copy`;
  cpSync(machine.env["TENANTRY_CACHE"] ?? "", copy, { recursive: true });
  const other = { ...machine, env: { ...machine.env, TENANTRY_CACHE: copy } };
  await expect(provideModuleFiles(pin, [path], other)).rejects.toMatchObject({
    message: expect.stringContaining("changed file"),
  });
});

test("the sum of a module that is not pinned: its first use as a pin needs no second download", async () => {
  const machine = await machineFor(smallModules);
  const { sum: _, ...unpinned } = pin;
  const sum = await sumOfModule(unpinned, [path], machine);
  expect(sum).toBe(pin.sum);
  await provideModuleFiles({ ...unpinned, sum }, [path], machine);
  expect(server?.requests).toEqual([zip]);
});
