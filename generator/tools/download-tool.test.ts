import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tarGz } from "../testing/archive.ts";
import { emptyFolder } from "../testing/sandbox.ts";
import type { ToolSource } from "./download-tool.ts";
import { provideTool, type Tool } from "./provide-tool.ts";

const program = "#!/bin/sh\necho v5.8.2\n";
const answers: Readonly<Record<string, Buffer>> = {
  "/kustomize": Buffer.from(program),
  "/kustomize.tar.gz": tarGz({ name: "LICENSE", text: "Apache" }, { name: "kustomize", text: program }),
  "/older": Buffer.from("#!/bin/sh\necho v5.8.1\n"),
  "/page": Buffer.from("<!doctype html><title>Sign in</title>"),
  "/outside.tar.gz": tarGz({ name: "../x", text: "x" }, { name: "kustomize", text: program }),
  "/link.tar.gz": tarGz({ name: "kustomize", type: "2" }),
  "/half.tar.gz": tarGz({ name: "kustomize", text: program }).subarray(0, 70),
};
const at = "platform/platform.yaml:80:12";

let server: Server;
let address = "";
const requests: string[] = [];
beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    requests.push(url);
    if (url === "/moved") response.writeHead(302, { location: "/kustomize" }).end();
    else response.writeHead(Object.hasOwn(answers, url) ? 200 : 404).end(answers[url]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
});
afterAll(() => server.close());

const sha256 = (bytes: Buffer | undefined): string =>
  createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");

/** Provides kustomize without a PATH, so that neither another program nor Go can replace the download. */
function provide(path: string, cache: string, digest = sha256(answers[path])): Promise<Tool> {
  const source: ToolSource = { url: `${address}${path}`, sha256: digest, at };
  return provideTool("kustomize", { env: { TENANTRY_CACHE: cache }, log: () => undefined }, source);
}

test.each(["/kustomize", "/kustomize.tar.gz"])("%s is downloaded once, and used from the cache", async (path) => {
  const cache = emptyFolder();
  requests.length = 0;
  const tool = await provide(path, cache);
  expect(await provide(path, cache)).toEqual(tool);
  expect([requests, tool.path.startsWith(cache), tool.version]).toEqual([[path], true, "v5.8.2"]);
  expect(readdirSync(join(tool.path, "..")).sort()).toEqual([".digests", "kustomize"]);
});

test("a redirect is followed", async () => {
  expect(await provide("/moved", emptyFolder(), sha256(answers["/kustomize"]))).toMatchObject({ version: "v5.8.2" });
});

test.each([
  {
    path: "/missing",
    message: "cannot download kustomize v5.8.2 from ADDRESS/missing: the server answered with status 404",
  },
  { path: "/page", message: "invalid program ADDRESS/page: it prints no version instead of kustomize v5.8.2" },
  { path: "/older", message: "invalid program ADDRESS/older: its version is 5.8.1 instead of kustomize v5.8.2" },
  {
    path: "/outside.tar.gz",
    message: "invalid archive ADDRESS/outside.tar.gz: the archive contains the unsafe name ../x",
  },
  {
    path: "/link.tar.gz",
    message: "invalid archive ADDRESS/link.tar.gz: the archive contains kustomize, which is not a plain file or folder",
  },
  {
    path: "/half.tar.gz",
    message: "invalid archive ADDRESS/half.tar.gz: the archive is damaged, cut off or too large",
  },
])("$path is rejected, and the cache keeps nothing: $message", async ({ path, message }) => {
  const cache = emptyFolder();
  await expect(provide(path, cache)).rejects.toMatchObject({
    name: "ToolFailure",
    message: message.replace("ADDRESS", address),
    remedy: `Correct the url and the sha256 of kustomize (${at}).`,
  });
  expect(existsSync(join(cache, "tools")) ? readdirSync(join(cache, "tools")) : []).toEqual([]);
});

test("a file with another digest is rejected, with both digests and the position", async () => {
  const cache = emptyFolder();
  await expect(provide("/kustomize", cache, "0".repeat(64))).rejects.toMatchObject({
    name: "ToolFailure",
    message: `invalid sha256 of ${address}/kustomize: ${sha256(answers["/kustomize"])} instead of ${"0".repeat(64)} (${at})`,
  });
  expect(readdirSync(join(cache, "tools"))).toEqual([]);
});
