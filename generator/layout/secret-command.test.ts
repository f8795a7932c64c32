import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { type ManualKey, secretCommand } from "./secret-command.ts";

/** Programs that record what they get. */
const programs: Readonly<Record<string, string>> = {
  kubectl: `echo "$*" >> "$RECORD/arguments"
for word in "$@"; do
  case "$word" in --from-file=*) file=\${word#--from-file=}; cat "$file" > "$RECORD/$(basename "$file")" ;; esac
done`,
  openssl: `case "$1" in
  rand) i=0; while [ "$i" -lt 20 ]; do echo abcdefghij+/klmnop==; i=$((i + 1)); done ;;
  *) while [ "$#" -gt 0 ]; do case "$1" in -keyout) echo KEY > "$2" ;; -out) echo CERTIFICATE > "$2" ;; esac; shift; done ;;
esac`,
  htpasswd: 'printf "%s:hash of %s\\n\\n" "$2" "$(cat)"',
};

function run(
  keys: readonly ManualKey[],
  input: string,
): { readonly status: number | null; readonly folder: string; readonly shown: string } {
  const folder = emptyFolder();
  for (const [name, text] of Object.entries(programs)) {
    write(folder, `bin/${name}`, `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  write(folder, "record/arguments", "");
  write(folder, "temporary/README", "");
  const lines = secretCommand("kubectl", { name: "s", namespace: "n", type: "Opaque", keys });
  const { status, stdout, stderr } = spawnSync("sh", ["-c", lines.join("\n")], {
    input,
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      RECORD: join(folder, "record"),
      TMPDIR: join(folder, "temporary"),
    },
  });
  return { status, folder, shown: stdout + stderr };
}

test("each format gives its value to kubectl, in no argument and in no file that remains", () => {
  const { status, folder, shown } = run(
    [
      { key: "line", format: "htpasswd", user: "me", of: "password" },
      { key: "password", format: "password", length: 16 },
      { key: "login", format: "text" },
      { key: "document", format: "json" },
      { key: "tls.crt", format: "certificate" },
      { key: "tls.key", format: "privateKey" },
      { key: "url", format: "text", value: "https://git.acme.test/x y.git" },
    ],
    `a 'value' $(touch created)\n${"/dev/null"}\n`,
  );
  // An empty file is not a document.
  expect([status, existsSync(join(folder, "created"))]).toEqual([1, false]);
  expect(shown).not.toContain("value");
  expect(readFileSync(join(folder, "record/arguments"), "utf8")).toBe("");

  const second = run(
    [
      { key: "line", format: "htpasswd", user: "me", of: "password" },
      { key: "password", format: "password", length: 16 },
      { key: "login", format: "text" },
      { key: "tls.crt", format: "certificate" },
      { key: "tls.key", format: "privateKey" },
      { key: "url", format: "text", value: "https://git.acme.test/x y.git" },
    ],
    "a 'value' $(touch created)\n",
  );
  const recorded = (name: string): string => readFileSync(join(second.folder, "record", name), "utf8");
  expect([second.status, existsSync(join(second.folder, "created"))]).toEqual([0, false]);
  expect(recorded("password")).toBe("abcdefghijklmnop");
  expect(recorded("line")).toBe("me:hash of abcdefghijklmnop");
  expect(recorded("login")).toBe("a 'value' $(touch created)");
  expect([recorded("tls.crt"), recorded("tls.key")]).toEqual(["CERTIFICATE\n", "KEY\n"]);
  expect(recorded("arguments")).toContain("--from-literal=url=https://git.acme.test/x y.git");
  expect(recorded("arguments")).not.toMatch(/value|abcdefghij/);
  expect(second.shown).not.toContain("value");
  expect(readdirSync(join(second.folder, "temporary"))).toEqual(["README"]);
});

test.each(["HUP", "INT", "TERM"])("the signal %s while a block asks leaves no value", (signal) => {
  const folder = emptyFolder();
  write(folder, "README", "");
  const keys: readonly ManualKey[] = [
    { key: "password", format: "password" },
    { key: "login", format: "text" },
  ];
  const block = secretCommand("kubectl", { name: "s", namespace: "n", type: "Opaque", keys })
    .slice(1, -1)
    // In place of the question, the shell gets the signal.
    .map((line) => (line === "ask login" ? `kill -${signal} $$; sleep 1` : line));
  const { status } = spawnSync("sh", ["-c", block.join("\n")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], TMPDIR: folder },
  });
  expect([status, readdirSync(folder)]).toEqual([130, ["README"]]);
});

test("an empty answer stops before kubectl", () => {
  const { status, folder } = run([{ key: "login", format: "text" }], "\n");
  expect([status, readFileSync(join(folder, "record/arguments"), "utf8")]).toEqual([1, ""]);
});

test("a copy reads each key of the other Secret", () => {
  const lines = secretCommand("kubectl", {
    name: "client",
    namespace: "churn",
    type: "Opaque",
    keys: [{ key: "user.key", format: "privateKey" }],
    copyOf: { name: "user-churn", namespace: "kafka" },
  });
  expect(lines).toContain(
    `kubectl get secret user-churn --namespace kafka --output 'go-template={{index .data "user.key" | base64decode}}' > "$folder"/user.key`,
  );
  execFileSync("sh", ["-n", "-c", lines.join("\n")]);
});
