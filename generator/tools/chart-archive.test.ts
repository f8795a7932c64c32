import { afterEach, describe, expect, test } from "vitest";
import { chartRepository, chartTgz, type PublishedChart, sha256 } from "../testing/chart-repository.ts";
import { type HttpsServer, hasOpenssl, httpsServer } from "../testing/https-server.ts";
import { downloadChart } from "./chart-archive.ts";

const servers: HttpsServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const chart: PublishedChart = { name: "widgets", version: "1.2.3", files: { "values.yaml": "replicas: 1\n" } };
const digest = `sha256:${sha256(chartTgz(chart))}`;
const machine = { env: {}, log: () => undefined };

async function opened(server: Promise<HttpsServer>): Promise<HttpsServer> {
  servers.push(await server);
  return server;
}

describe.skipIf(!hasOpenssl)("downloadChart", () => {
  test("a Helm repository: the archive of the version in its index, and its digest", async () => {
    const { host, requests } = await opened(chartRepository(chart));
    const found = await downloadChart({ ...chart, repository: `https://${host}/charts` }, machine);
    expect([found.digest, found.bytes.equals(chartTgz(chart))]).toEqual([digest, true]);
    expect(requests).toEqual(["/charts/index.yaml", "/charts/files/widgets-1.2.3.tgz"]);
  });

  test("a version that the index writes without v is the same version", async () => {
    const { host } = await opened(chartRepository(chart));
    const found = await downloadChart({ ...chart, version: "v1.2.3", repository: `https://${host}/charts/` }, machine);
    expect(found.digest).toBe(digest);
  });

  test.each([{ token: false }, { token: true }])(
    "an OCI registry with token $token: the layer with the chart",
    async ({ token }) => {
      const { host, requests } = await opened(chartRepository(chart, { token }));
      const found = await downloadChart({ ...chart, repository: `${host}/oci` }, machine);
      expect(found.digest).toBe(digest);
      const manifest = "/v2/oci/widgets/manifests/1.2.3";
      const first = token ? [manifest, "/token?service=charts&scope=pull", manifest] : [manifest];
      expect(requests).toEqual([...first, `/v2/oci/widgets/blobs/${digest}`]);
    },
  );

  test("a token goes to no other server", async () => {
    const seen: (string | undefined)[] = [];
    const other = await opened(
      httpsServer(({ headers }, response) => {
        seen.push(headers.authorization);
        response.end(chartTgz(chart));
      }),
    );
    const first = await opened(chartRepository(chart, { token: true }));
    const front = await opened(
      httpsServer(({ url = "", headers }, response) => {
        const target = url.includes("/blobs/") ? other.host : first.host;
        const realm = `https://${first.host}/token`;
        if (headers.authorization === undefined)
          response
            .writeHead(401, { "www-authenticate": `Bearer realm="${realm}",service="charts",scope="pull"` })
            .end();
        else if (target === other.host) response.writeHead(307, { location: `https://${target}${url}` }).end();
        else response.end(JSON.stringify({ layers: [{ mediaType: chartType, digest }] }));
      }),
    );
    const found = await downloadChart({ ...chart, repository: `${front.host}/oci` }, machine);
    expect([found.digest, seen]).toEqual([digest, [undefined]]);
  });

  test.each([
    {
      name: "another digest in the index",
      place: "charts",
      faults: { digest: "0".repeat(64) },
      error: "invalid digest",
    },
    {
      name: "another digest in the manifest",
      place: "oci",
      faults: { digest: "0".repeat(64) },
      error: "invalid digest",
    },
    { name: "an unknown version", place: "charts", version: "9.9.9", error: "contains no version 9.9.9 of widgets" },
    { name: "an unknown tag", place: "oci", version: "9.9.9", error: "status 404" },
    { name: "an unknown repository", place: "other", error: "index.yaml: the server answered with status 404" },
  ])("$name: an error", async ({ place, faults = {}, version = chart.version, error }) => {
    const { host } = await opened(chartRepository(chart, faults));
    const repository = place === "oci" ? `${host}/oci` : `https://${host}/${place}`;
    await expect(downloadChart({ name: chart.name, version, repository }, machine)).rejects.toMatchObject({
      name: "ToolFailure",
      message: expect.stringContaining(error),
    });
  });

  test.each([
    { name: "text", index: "{", error: "invalid index.yaml" },
    { name: "a list", index: "[]", error: "contains no chart widgets" },
    {
      name: "an insecure address",
      index: '{"entries":{"widgets":[{"version":"1.2.3","urls":["http://acme.test/x.tgz"]}]}}',
      error: "the insecure address http://acme.test",
    },
  ])("$name in the place of an index: an error", async ({ index, error }) => {
    const { host } = await opened(httpsServer((_, response) => response.end(index)));
    await expect(downloadChart({ ...chart, repository: `https://${host}/charts` }, machine)).rejects.toMatchObject({
      message: expect.stringContaining(error),
    });
  });

  test("a registry that needs credentials: an error", async () => {
    const { host } = await opened(
      httpsServer((_, response) => response.writeHead(401, { "www-authenticate": "Basic realm=x" }).end()),
    );
    await expect(downloadChart({ ...chart, repository: `${host}/oci` }, machine)).rejects.toMatchObject({
      message: expect.stringContaining("the registry needs credentials"),
    });
  });
});

const chartType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
