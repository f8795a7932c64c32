import { expect, test } from "vitest";
import { exceptionsCoverBlock, networkOf } from "./cidr.ts";

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["10.1.2.3/8", "10.0.0.0/8"],
  ["010.001.0.0/08", "10.0.0.0/8"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["fd00:0::1/64", "fd00::/64"],
  ["::ffff:1.2.3.4/128", "::ffff:102:304/128"],
  ["10.0.0.0", undefined],
  ["10.0.0.0/33", undefined],
  ["10.0.0/8", undefined],
  ["0x0a.0.0.0/8", undefined],
  ["256.0.0.0/8", undefined],
  ["10.0.0.0/8/8", undefined],
  ["10.0.0.0/-1", undefined],
  ["fe80::1%eth0/64", undefined],
  ["", undefined],
  [7, undefined],
])("%s: network %s", (text, network) => {
  expect(networkOf(text)).toBe(network);
});

test.each([
  ["a network that contains it", ["10.0.0.0/8"], true],
  ["itself", ["10.42.0.0/16"], true],
  ["both halves", ["10.42.0.0/17", "10.42.128.0/17"], true],
  ["both halves, and a part of one", ["10.42.0.0/17", "10.42.1.0/24", "10.42.128.0/17"], true],
  ["one half twice", ["10.42.0.0/17", "10.42.0.0/17"], false],
  ["other networks", ["10.43.0.0/16", "fd00::/8"], false],
  ["nothing", [], false],
])("10.42.0.0/16 is covered by %s: %s", (_, holes, covered) => {
  expect(exceptionsCoverBlock("10.42.0.0/16", holes)).toBe(covered);
});
