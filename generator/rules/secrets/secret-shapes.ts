import type { Location } from "../../diagnostics/diagnostic.ts";
import { placeholderIn } from "../../load/placeholders.ts";

/** The place without its line: it holds what must not be shown. */
export function withoutValue(at: Location): Location {
  return { ...at, excerpt: [], withheld: true };
}

/** Whether a key of a Secret is one that only secret values have: others stand beside them, and are no secret. */
export function isSecretKey(key: string): boolean {
  const name = key.replace(/[.](json|ya?ml|txt|pub)$/i, "");
  return (
    /(pass(word|wd|phrase)?|secret|token|credentials?|api[-_.]?key|access[-_.]?key|secret[-_.]?key|private[-_.]?key|(tls|ssh|rsa|sa)[-_.]?key|[.]key|auth|dsn|dockerconfigjson|dockercfg|kubeconfig)$/i.test(
      name,
    ) || /^(pw|pwd)$/i.test(name)
  );
}

/** What stands for a value that a tool or a person fills in: a reference to a vault, a variable, a word in its place. */
export function isFilledIn(text: string): boolean {
  return (
    placeholderIn(text) !== undefined ||
    /^(op|vault|awssm|gcpsm|azkv|doppler|bws|akeyless|ref[+][a-z]+):\/\/|^(vault|ref):\S*$/i.test(text) ||
    /^[$%#]?[{(<[]{1,2}[^{}]*[)}>\]]{1,2}$|^\$\w+$|^%\w+%$|^ENC\[|^AVP|^<path:/i.test(text) ||
    /^_*(update|change|replace|insert|enter|set|add|put|fill|todo|tbd|your|my|placeholder|dummy|example)[-_ ]/i.test(
      text,
    ) ||
    /^__\w+__$/.test(text) ||
    // What Java gives every truststore: it opens public certificates.
    text === "changeit"
  );
}

const passwordName =
  /(^|[^a-z])(password|passwd|secret[-_.]?access[-_.]?key|secret[-_.]?key|api[-_.]?key|access[-_.]?token|auth[-_.]?token|client[-_.]?secret|private[-_.]?key)$/i;

/** Whether a value stands under a name that only passwords have, and is not a reference, a path or a switch. */
export function isPassword(name: string, value: string): boolean {
  return (
    name.length < 200 &&
    passwordName.test(name) &&
    value.length < 1_000 &&
    !/^(demo|example|sample)[-_]/i.test(name) &&
    !isFilledIn(value) &&
    !/^\s*$|^(true|false|yes|no|none|null|\d+)$|^[/.]|^\$|\$\(|\$\{|^<.*>$|^[a-z]+:\/\//i.test(value)
  );
}
