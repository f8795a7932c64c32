/** Another program that Tenantry runs: its name in `allowances`, and its path. */
export interface Program {
  readonly name: ProgramName;
  readonly path: string;
}

/** Reads and writes this clone, without interactive prompts. */
export const gitProgram: Program = { name: "git", path: "git" };
/** Connects to a remote, with the caller's own credentials. */
export const gitRemote: Program = { name: "git remote", path: "git" };
export const goProgram: Program = { name: "go", path: "go" };
/** Writes package-lock.json. It runs no scripts of packages. */
export const npmProgram: Program = { name: "npm", path: "npm" };

export type ProgramName = "git" | "git remote" | "go" | "npm" | "kustomize" | "kubeconform" | "helm";

/** The environment and limits of a program: only what it needs, and no unlimited resource. */
export interface Allowance {
  /** Variables that are copied from the caller if they are set. */
  readonly variables: readonly string[];
  /** Variables with a fixed value, independent of the caller. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Time limit. After it, the program and all its children are terminated. */
  readonly seconds: number;
  /** Limit of its output in bytes. */
  readonly mostBytes: number;
  /** Limit of the address space in bytes, for programs that read untrusted text. These programs also run without a network. */
  readonly mostMemory: number | undefined;
}

const mebibyte = 1024 ** 2;

/** Variables that any program needs to start, on any system. */
const everywhere = ["TMPDIR", "TEMP", "TMP", "SystemRoot", "PATHEXT", "LANG", "LC_ALL"];
const home = ["PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"];
const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
const certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"];
const gitIdentity = ["AUTHOR", "COMMITTER"].flatMap((who) => [`GIT_${who}_NAME`, `GIT_${who}_EMAIL`]);
const gitSettings = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"];

/**
 * A folder in a clone can contain files that look like a bare repository, also in a proposal. git must not use such a folder
 * instead of the clone. https://git-scm.com/docs/git-config#Documentation/git-config.txt-safebareRepository
 */
const onlyClones = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.bareRepository",
  GIT_CONFIG_VALUE_0: "explicit",
};

/** Without a PATH, a remote base or a plug-in cannot run git or helm. */
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
    // kubeconform ends before garbage collection is useful. Without this setting, collection takes half of its time.
    fixed: { ...nowhere, GOGC: "400" },
    seconds: 600,
    mostBytes: 256 * mebibyte,
    mostMemory: 8192 * mebibyte,
  },
  helm: {
    variables: everywhere,
    fixed: nowhere,
    seconds: 120,
    mostBytes: 64 * mebibyte,
    mostMemory: 4096 * mebibyte,
  },
  git: {
    // A partial clone fetches the contents of files when they are read.
    variables: [...everywhere, ...home, ...gitSettings, ...gitIdentity, ...proxies, ...certificates, "SSH_AUTH_SOCK"],
    fixed: { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", ...onlyClones },
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
      // Variables for the credential helpers of gh and of the desktop.
      "GH_TOKEN",
      "GH_HOST",
      "GH_ENTERPRISE_TOKEN",
      "GH_CONFIG_DIR",
      "DBUS_SESSION_BUS_ADDRESS",
      "XDG_RUNTIME_DIR",
      "DISPLAY",
      "WAYLAND_DISPLAY",
    ],
    fixed: { GIT_TERMINAL_PROMPT: "0", ...onlyClones },
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
  npm: {
    variables: [
      ...everywhere,
      ...home,
      ...proxies,
      ...certificates,
      ...["registry", "userconfig", "cache", "cafile"].flatMap((name) => [
        `npm_config_${name}`,
        `NPM_CONFIG_${name.toUpperCase()}`,
      ]),
      "NODE_EXTRA_CA_CERTS",
      // Tokens that a user's .npmrc names by convention.
      "NPM_TOKEN",
      "NODE_AUTH_TOKEN",
    ],
    fixed: { npm_config_ignore_scripts: "true", npm_config_audit: "false", npm_config_fund: "false" },
    seconds: 600,
    mostBytes: 64 * mebibyte,
    mostMemory: undefined,
  },
};

/** The environment of a program, derived from the caller's. */
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
