import { expect, test } from "vitest";
import { networksOf } from "../../validate/address-ranges.ts";
import { addressRange, everyAddress, subtractCidrs } from "./address-set.ts";

test.each([
  ["10.0.0.0/8", ["10.0.0.0/8"]],
  ["0.0.0.0/0", ["0.0.0.0/0"]],
  ["::/0", ["::/0"]],
  ["203.0.113.7/32", ["203.0.113.7/32"]],
  ["fd00::1/128", ["fd00::1/128"]],
])("%s is unchanged after conversion to a range and back", (cidr, cidrs) => {
  const range = addressRange(cidr);
  expect(range === undefined ? [] : networksOf(range)).toEqual(cidrs);
});

test.each([
  ["nothing", "10.0.0.0/8", [], ["10.0.0.0/8"]],
  ["itself", "10.0.0.0/8", ["10.0.0.0/8"], []],
  ["a network that contains it", "10.0.0.0/8", ["0.0.0.0/0"], []],
  ["separate networks", "10.0.0.0/8", ["11.0.0.0/8", "::/0"], ["10.0.0.0/8"]],
  ["its first half", "10.0.0.0/8", ["10.0.0.0/9"], ["10.128.0.0/9"]],
  ["its last address", "10.0.0.0/30", ["10.0.0.3/32"], ["10.0.0.0/31", "10.0.0.2/32"]],
  ["two overlapping networks", "10.0.0.0/29", ["10.0.0.0/31", "10.0.0.0/30"], ["10.0.0.4/30"]],
  ["a part of IPv6", "fd00::/126", ["fd00::2/128"], ["fd00::/127", "fd00::3/128"]],
  ["holes, which the API server rejects", "10.0.0.0/33", [], []],
])("a network without %s", (_, cidr, holes, remaining) => {
  expect(subtractCidrs(cidr, holes)).toEqual(remaining);
});

test("everyAddress covers both families", () => {
  expect(everyAddress.flatMap(networksOf)).toEqual(["0.0.0.0/0", "::/0"]);
});
