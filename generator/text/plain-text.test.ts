import { describe, expect, test } from "vitest";
import { heading } from "./document.ts";
import { plainText, wrapped } from "./plain-text.ts";

describe("no line is longer than the width", () => {
  test("a text, an item and a heading are wrapped", () => {
    const text = "one two three four five six";
    expect(plainText([{ text }], 10)).toBe("one two\nthree four\nfive six\n");
    expect(plainText([{ items: [text] }], 14)).toBe("  - one two\n    three four\n    five six\n");
    expect(plainText([{ items: [text], numbered: true }], 14)).toBe("1.  one two\n    three four\n    five six\n");
    expect(plainText([heading(1, text)], 14)).toBe("one two three\nfour five six\n=============\n");
  });

  test("except for a longer word and for code", () => {
    const address = "https://models.example.test/a/b";
    expect(wrapped(`see ${address} there`, 10)).toEqual(["see", address, "there"]);
    expect(plainText([{ code: ["kubectl get pods --all-namespaces"] }], 10)).toBe(
      "    kubectl get pods --all-namespaces\n",
    );
  });

  const header = ["Name", "Why"];
  test("a table that fits has columns", () => {
    expect(plainText([{ header, rows: [["a", "since"]] }], 40)).toBe("  Name  Why\n  a     since\n");
  });

  test("a table with long cells: the widest columns are wrapped", () => {
    const rows = [["policy", "what it is for, in more words than fit"]];
    expect(plainText([{ header, rows }], 30)).toBe(
      "  Name    Why\n  policy  what it is for, in\n          more words than fit\n",
    );
  });

  test("a table with long words: each row is a record", () => {
    const rows = [
      ["networkpolicy/from-prometheus", "because-it-scrapes-all-of-it"],
      ["b", ""],
    ];
    expect(plainText([{ header, rows }], 40)).toBe(
      "  networkpolicy/from-prometheus\n      Why: because-it-scrapes-all-of-it\n  b\n",
    );
  });
});
