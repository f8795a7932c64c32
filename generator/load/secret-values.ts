/**
 * Patterns that only secret values match. Each is the documented form of one issuer. Never print the matched text.
 * Repetitions that can start again inside a match have a maximum length: without it a long hostile text takes minutes.
 */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  /\bhooks\.slack\.com\/services\/T[A-Z0-9]+\//,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\beyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{5}/,
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]+:[^\s/@]+@/,
];

/** Whether a text contains what looks like the value of a secret: a private key, a token, a password in a URL. */
function looksSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text));
}

const piece = 1_000;
const overlap = 200;
const longest = 300_000;

/** The same for a text of any length, piece by piece, so that the time grows only linearly with the length. */
export function holdsSecret(text: string): boolean {
  for (let start = 0; start < Math.min(text.length, longest); start += piece - overlap)
    if (looksSecret(text.slice(start, start + piece))) return true;
  return false;
}

/** For each line, whether it must be hidden: it contains the value of a secret, or a value under a secret's name. */
export function secretLines(lines: readonly string[]): readonly boolean[] {
  return lines.map((line, index) => {
    if (line.length > longest || holdsSecret(line)) return true;
    const short = line.slice(0, 2_000);
    if ([...short.matchAll(assignment)].some(([, name = "", value = ""]) => isNamedSecret(name, value))) return true;
    const named = /\bname["']?:\s*["']?([\w.-]{1,100})/;
    const value = /\bvalue["']?:\s*(\S+)/.exec(short)?.[1];
    // Environment variables: the name is on the same line or on the one before.
    const name = named.exec(short)?.[1] ?? named.exec(lines[index - 1]?.slice(0, 2_000) ?? "")?.[1];
    return value !== undefined && name !== undefined && isNamedSecret(name, value);
  });
}

const assignment = /([\w.-]{1,100})["']?\s{0,9}[:=]\s{0,9}["']?([^\s"',{}[\]]{1,200})/g;
const secretName =
  /(password|passwd|passphrase|token|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|secret[-_.]?key)$/i;
const references: ReadonlySet<string> = new Set(["secret", "secretKey", "automountServiceAccountToken"]);

/** Whether a name is typical for secrets, and the text under it is a value and not a reference. */
export function isNamedSecret(name: string, value: string): boolean {
  return secretName.test(name) && !references.has(name) && !/^(true|false|null|~|\||>-?)$|^[$/.&*]/.test(value);
}
