/** A word that this project does not use, or a form of sentence. */
export interface RetiredWord {
  /** How a report calls it. */
  readonly name: string;
  /** Matches it, in prose or as one word of an identifier. Case does not matter. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly instead: string;
  /** Why it is retired. */
  readonly reason: string;
}

const dialect = "Kubernetes, Argo CD, git or CI already have a word for it.";
const noActor = "The reader has to guess who acts. Name the user, the team, the command, Argo CD or the API server.";
const indirect = "A direct verb is shorter, and readers of English as a second language understand it.";

/** In Markdown, in templates, and in strings and comments of TypeScript. */
export const retiredInProse: readonly RetiredWord[] = [
  { name: "mend", pattern: /\bmend(s|ed|ing)?\b/i, instead: "fix", reason: dialect },
  { name: "scene", pattern: /\bscenes?\b/i, instead: "manifests, set of manifests", reason: dialect },
  { name: "survey", pattern: /\bsurvey(s|ed)?\b/i, instead: "run", reason: dialect },
  { name: "wish", pattern: /\bwish(es|ed)?\b/i, instead: "target, request", reason: dialect },
  { name: "road", pattern: /\broads?\b/i, instead: "escalation path", reason: dialect },
  { name: "witness", pattern: /\bwitness(es|ed)?\b/i, instead: "oracle, independent implementation", reason: dialect },
  { name: "room", pattern: /\brooms?\b/i, instead: "folder, capacity", reason: dialect },
  { name: "stand-in", pattern: /\bstand-?ins?\b/i, instead: "alias, placeholder", reason: dialect },
  { name: "wholes", pattern: /\bwholes\b/i, instead: "group of manifests", reason: dialect },
  {
    name: "laid out",
    pattern: /\b(laid|lays|lay) (out|over|down)\b/i,
    instead: "written, installed, merged onto",
    reason: dialect,
  },
  { name: "way back", pattern: /\bways? back\b/i, instead: "rollback", reason: dialect },
  {
    name: "two sides",
    pattern: /\b(two|both|each) sides?\b/i,
    instead: "base and head, source and destination",
    reason: dialect,
  },
  { name: "stranger", pattern: /\bstrangers?\b/i, instead: "unrelated pod, another tenant", reason: dialect },
  { name: "border", pattern: /\bborders?\b/i, instead: "namespace boundary", reason: dialect },
  { name: "ledger", pattern: /\bledgers?\b/i, instead: "usage, capacity table", reason: dialect },
  { name: "spoil", pattern: /\bspoil(s|ed|t)?\b/i, instead: "break, make invalid", reason: dialect },
  { name: "insist", pattern: /\binsists?\b/i, instead: "require", reason: dialect },
  {
    name: "word for",
    pattern: /\b(without a word|in silence|with a word)\b/i,
    instead: "silently, without an error, with a message",
    reason: dialect,
  },
  {
    name: "nobody",
    pattern: /\b(nobody|somebody|anybody|everybody|no one|someone|anyone|everyone)\b/i,
    instead: "the user, team or component that is meant",
    reason: noActor,
  },
  {
    name: "whoever",
    pattern: /\b(whoever|whomever|whom)\b/i,
    instead: "the user, team or component that is meant",
    reason: noActor,
  },
  {
    name: "say",
    pattern: /\b(says?|said|saying|tells?|told)\b/i,
    instead: "state, set, declare, report, show",
    reason: "Files and programs do not speak. Use the verb for what they do.",
  },
  {
    name: "is no …",
    pattern: /\b(is|are|was|were) (no|none)\b(?! (longer|more|different|less|way|need))/i,
    instead: "unknown, invalid, missing, not a",
    reason: indirect,
  },
  { name: "there is that", pattern: /\bthat there (is|are|was|were)\b/i, instead: "that exists", reason: indirect },
  {
    name: "lies, stands",
    pattern: /\b(lies?|lying|lay|stands?|stood|standing)\b(?! for\b)/i,
    instead: "is, is in, remains",
    reason: "Files and fields have no posture: they are in a folder.",
  },
  { name: "beside", pattern: /\bbesides?\b/i, instead: "next to, in addition to, with", reason: indirect },
  {
    name: "of its own",
    pattern: /\bof (its|their|his|our|your|one's) own\b/i,
    instead: "its own …, separate",
    reason: indirect,
  },
  { name: "for ever", pattern: /\b(for ever|forever)\b/i, instead: "indefinitely, permanently", reason: indirect },
  { name: "anew", pattern: /\b(anew|once more|afresh)\b/i, instead: "again", reason: indirect },
  {
    name: "take away",
    pattern: /\b(take|takes|taken|took|taking) (\w+ ){0,2}(away|back|out)\b/i,
    instead: "remove, revert",
    reason: indirect,
  },
  {
    name: "hold against",
    pattern: /\b(hold|holds|held)\b(\s+\w+){1,6} (to|against)\b/i,
    instead: "validate against, require",
    reason: indirect,
  },
  {
    name: "all the same",
    pattern:
      /\b(all the same|nonetheless|by and by|at home|hence|thereof|thereby|therein|upon|lest|albeit|whence|hitherto)\b/i,
    instead: "a plain word, or nothing",
    reason: indirect,
  },
  {
    name: "but for",
    pattern: /\b(but for|save for|for want of|for good)\b/i,
    instead: "except, because … is missing, permanently",
    reason: indirect,
  },
  {
    name: "What …",
    pattern: /(^|[.:] )What (?![^.?]*\?)/,
    instead: "a noun, or the actor and a verb",
    reason: 'A sentence without its subject. Write "The objects that a rule reads", not "What a rule reads".',
  },
  { name: "semicolon", pattern: /;/, instead: "two sentences", reason: "One thought a sentence." },
];

/** One word of a name in TypeScript. */
export const retiredInNames: readonly RetiredWord[] = [
  { name: "mend", pattern: /^mend(s|ed|ing)?$/i, instead: "fix", reason: dialect },
  { name: "scene", pattern: /^scenes?$/i, instead: "manifests", reason: dialect },
  { name: "surroundings", pattern: /^surroundings?$/i, instead: "context", reason: dialect },
  { name: "survey", pattern: /^surveys?$/i, instead: "run", reason: dialect },
  { name: "wish", pattern: /^wish(es|ed)?$/i, instead: "target, request", reason: dialect },
  { name: "road", pattern: /^roads?$/i, instead: "escalationPath", reason: dialect },
  { name: "witness", pattern: /^witness(es)?$/i, instead: "oracle", reason: dialect },
  { name: "judge", pattern: /^judge(s|d|ment)?$|^judgement$/i, instead: "validate, apply", reason: dialect },
  { name: "ledger", pattern: /^ledgers?$/i, instead: "usage", reason: dialect },
  { name: "laid", pattern: /^laid$/i, instead: "layout, merged", reason: dialect },
  { name: "wholes", pattern: /^wholes$/i, instead: "groups", reason: dialect },
  { name: "stranger", pattern: /^strangers?$/i, instead: "unrelated", reason: dialect },
  { name: "spoil", pattern: /^spoil(s|ed)?$/i, instead: "break, invalid", reason: dialect },
  { name: "insist", pattern: /^insist(s|ed)?$/i, instead: "require", reason: dialect },
  { name: "population", pattern: /^population$/i, instead: "endpoints", reason: dialect },
  { name: "said", pattern: /^(said|says|say|told|tells)$/i, instead: "message, output, text", reason: dialect },
];

/** A whole name in TypeScript. */
export const retiredNames: readonly RetiredWord[] = [
  { name: "one", pattern: /^one$/, instead: "the noun: policy, rule, pod", reason: "It does not name what it is." },
];

/** More words in one sentence are two thoughts. */
export const longestSentence = 40;
