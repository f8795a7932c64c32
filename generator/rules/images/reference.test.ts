import { expect, test } from "vitest";
import { parseImage } from "./reference.ts";

const hex = "0123456789abcdef".repeat(4);

test.each([
  { image: "nginx", name: "docker.io/library/nginx" },
  { image: "seldonio/mlserver:1.7.1", name: "docker.io/seldonio/mlserver", tag: "1.7.1" },
  { image: "index.docker.io/nginx", name: "docker.io/library/nginx" },
  { image: "localhost/x", name: "localhost/x" },
  { image: "localhost:5000/x:5000", name: "localhost:5000/x", tag: "5000" },
  { image: `r.test/x:1@sha256:${hex}`, name: "r.test/x", tag: "1", digest: `sha256:${hex}` },
])("$image is $name", ({ image, name, tag, digest }) => {
  expect(parseImage(image)).toEqual({ name, tag, digest });
});

test.each([
  ["nothing", ""],
  ["half a digest", "nginx@sha256"],
  ["a tag that is empty", `nginx:@sha256:${hex}`],
  ["a digest that is too short", "nginx@sha256:1234"],
  ["a digest of another kind", `nginx@md5:${hex.slice(32)}`],
  ["two digests", `nginx@sha256:${hex}@sha256:${hex}`],
  ["an image's id", hex],
  ["a URL", "https://r.test/x"],
  ["capitals", "r.test/X"],
  ["a slash at the end", "r.test/x/"],
  ["a space", " nginx"],
  ["a name without end", `r.test/${"a/".repeat(100_000)}a`],
])("%s is no image", (_, image) => {
  expect(parseImage(image)).toBeUndefined();
});
