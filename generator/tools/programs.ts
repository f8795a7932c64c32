/** Another program that is run here: what it is to us, and where it lies. */
export interface Program {
  readonly name: ProgramName;
  readonly path: string;
}

/** Reads and writes this clone, and asks nobody. */
export const gitProgram: Program = { name: "git", path: "git" };
/** Talks to a remote, with the caller's own right to do so. */
export const gitRemote: Program = { name: "git remote", path: "git" };
export const goProgram: Program = { name: "go", path: "go" };

export type ProgramName = "git" | "git remote" | "go" | "kustomize" | "kubeconform";

/** What a program is given: nothing that it does not need, and never without end. */
export interface Allowance {
  /** Variables that it gets of the caller's, where they are set. */
  readonly variables: readonly string[];
  /** Variables that it gets whatever the caller has. */
  readonly fixed: Readonly<Record<string, string>>;
  /** After so many it is ended, with all that it started. */
  readonly seconds: number;
  /** Bytes that it may print. */
  readonly mostBytes: number;
  /** Bytes of address space, for what reads text that anybody may have written; such a program needs no network either. */
  readonly mostMemory: number | undefined;
}

const mebibyte = 1024 ** 2;

/** What any program needs to start, on any system. */
const everywhere = ["TMPDIR", "TEMP", "TMP", "SystemRoot", "PATHEXT", "LANG", "LC_ALL"];
const home = ["PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"];
const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
const certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"];
const gitSettings = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"];

/** No PATH: a remote base or a plug-in finds no git and no helm. */
const nowhere = { HOME: "/nonexistent", PATH: "/nonexistent" };

export const allowances: Readonly<Record<ProgramName, Allowance>> = {
  kustomize: {
    variables: everywhere,
    fixed: nowhere,
    seconds: 120,
    mostBytes: 64 * mebibyte,
    mostMemory: 4096 * mebibyte,
  },
  kubeconform: {
    variables: everywhere,
    // It ends before its memory is worth collecting: without this half of its time goes there.
    fixed: { ...nowhere, GOGC: "400" },
    seconds: 600,
    mostBytes: 256 * mebibyte,
    mostMemory: 8192 * mebibyte,
  },
  git: {
    // A clone that left out the contents of files fetches those that are asked for.
    variables: [...everywhere, ...home, ...gitSettings, ...proxies, ...certificates, "SSH_AUTH_SOCK"],
    fixed: { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
    seconds: 600,
    mostBytes: 1024 * mebibyte,
    mostMemory: undefined,
  },
  "git remote": {
    variables: [
      ...everywhere,
      ...home,
      ...gitSettings,
      ...proxies,
      ...certificates,
      "GIT_SSH",
      "GIT_SSH_COMMAND",
      "GIT_ASKPASS",
      "SSH_ASKPASS",
      "SSH_AUTH_SOCK",
      "GIT_SSL_CAINFO",
      // What gh's and the desktop's credential helpers read.
      "GH_TOKEN",
      "GH_HOST",
      "GH_ENTERPRISE_TOKEN",
      "GH_CONFIG_DIR",
      "DBUS_SESSION_BUS_ADDRESS",
      "XDG_RUNTIME_DIR",
      "DISPLAY",
      "WAYLAND_DISPLAY",
    ],
    fixed: { GIT_TERMINAL_PROMPT: "0" },
    seconds: 600,
    mostBytes: 64 * mebibyte,
    mostMemory: undefined,
  },
  go: {
    variables: [
      ...everywhere,
      ...home,
      ...proxies,
      ...certificates,
      "GOROOT",
      "GOPATH",
      "GOMODCACHE",
      "GOCACHE",
      "GOENV",
      "GOFLAGS",
      "GOTOOLCHAIN",
      "GOPROXY",
      "GOSUMDB",
      "GOAUTH",
      "GOPRIVATE",
      "GONOPROXY",
      "GONOSUMDB",
      "GOINSECURE",
      "GOTMPDIR",
      "CGO_ENABLED",
      "CC",
      "NETRC",
    ],
    fixed: { GOWORK: "off" },
    seconds: 1800,
    mostBytes: 64 * mebibyte,
    mostMemory: undefined,
  },
};

/** A program's environment out of the caller's. */
export function environmentOf(
  name: ProgramName,
  caller: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const { variables, fixed } = allowances[name];
  const given = variables.flatMap((variable) => {
    const value = caller[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return { ...Object.fromEntries(given), ...fixed };
}
