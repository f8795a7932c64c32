import { expect, test } from "vitest";
import { parseImage } from "./image-reference.ts";

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
  ["an empty text", ""],
  ["a digest without a value", "nginx@sha256"],
  ["an empty tag", `nginx:@sha256:${hex}`],
  ["a digest that is too short", "nginx@sha256:1234"],
  ["a digest with an unknown algorithm", `nginx@md5:${hex.slice(32)}`],
  ["two digests", `nginx@sha256:${hex}@sha256:${hex}`],
  ["an image ID", hex],
  ["a URL", "https://r.test/x"],
  ["upper-case letters", "r.test/X"],
  ["a trailing slash", "r.test/x/"],
  ["a space", " nginx"],
  ["a very long name", `r.test/${"a/".repeat(100_000)}a`],
])("%s is not parsed", (_, image) => {
  expect(parseImage(image)).toBeUndefined();
});
