/** Keywords of the shell that can precede a command and are not commands. */
const keywords: ReadonlySet<string> = new Set(["do", "done", "else", "fi", "if", "then", "until", "while"]);

/**
 * The commands of one line of shell, each as its words, without quoted text, redirections and comments. That is enough to
 * find the programs and their arguments. Undefined for a line that can hide a command: in double quotes that contain more than
 * texts and variables, or over two lines.
 */
export function commandsIn(line: string): readonly (readonly string[])[] | undefined {
  const unquoted = line
    .replace(/'[^']*'/g, quoted)
    .replace(/"(?:[^"$`\\]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*(?::\?)?\})*"/g, quoted);
  if (/["'`\\]/.test(unquoted)) return undefined;
  return unquoted
    .replace(/(^|\s)#.*$/, "")
    .replace(/[<>]\s*[^\s;|&)]+/g, " ")
    .split(/\$\(|[;|&()]/)
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

/** Replaces quoted text, whose words are not commands. */
const quoted = "quoted";

function wordsOf(command: string): readonly string[] {
  const words = command.split(/\s+/).filter((word) => word !== "");
  const first = words.findIndex((word) => !keywords.has(word));
  return first === -1 ? [] : words.slice(first);
}
