import { z } from "zod";
import { field } from "./terms.ts";

const Program = z.strictObject({
  url: field(
    z
      .string()
      .max(500)
      .regex(
        /^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9_%~-][A-Za-z0-9_%~+.-]*)+$/,
        "it must be an https:// address without credentials and without a query",
      ),
    "Address of the program, or of a .tar.gz archive that contains it: the project's release, or a mirror. If omitted, Tenantry compares the digest with the program on the PATH.",
    "https://mirror.acme.test/tools/kustomize_v5.8.2_linux_amd64.tar.gz",
  ).optional(),
  sha256: field(
    z.string().regex(/^[0-9a-f]{64}$/, "it must be a SHA-256 of 64 hexadecimal digits in lower case"),
    "SHA-256 of the downloaded file, or of the program on the PATH if there is no `url`.",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  ),
});

const example = {
  "linux-amd64": {
    url: "https://mirror.acme.test/tools/kustomize_v5.8.2_linux_amd64.tar.gz",
    sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  },
};

const System = Program.optional();
const Systems = z.strictObject({
  "linux-amd64": field(System, "The program for Linux on x86-64.", example["linux-amd64"]),
  "linux-arm64": field(System, "The program for Linux on ARM.", example["linux-amd64"]),
  "darwin-amd64": field(System, "The program for macOS on x86-64.", example["linux-amd64"]),
  "darwin-arm64": field(System, "The program for macOS on ARM.", example["linux-amd64"]),
});

/** The sources of the programs that Tenantry runs, by system. */
export const Tools = z.strictObject({
  kustomize: field(Systems, "Sources of kustomize, by system.", example).default({}),
  kubeconform: field(Systems, "Sources of kubeconform, by system.", example).default({}),
});

/** The system of a machine as the releases of the tools name it, from the names that Node.js uses. Undefined for others. */
export function systemOf(platform: string, arch: string): keyof z.infer<typeof Systems> | undefined {
  if (platform !== "linux" && platform !== "darwin") return undefined;
  if (arch === "x64") return `${platform}-amd64`;
  return arch === "arm64" ? `${platform}-arm64` : undefined;
}
