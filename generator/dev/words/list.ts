/** A word or a form of sentence that this project does not use. */
export interface RetiredWord {
  /** A text that contains it. */
  readonly example: string;
  /** Matches it, in prose or in one word of an identifier. */
  readonly pattern: RegExp;
  /** The replacement. */
  readonly instead: string;
  readonly reason: string;
}

const ownWord = "Kubernetes, Argo CD, git or CI already have a word for it.";
const noActor = "The reader has to guess who acts.";
const indirect = "A direct word is shorter, and also clear to readers of English as a second language.";
const speaking = "Files and programs do not speak. A field sets, a file contains, a log shows, a command prints.";
const twoThoughts = "One thought a sentence.";

/** Retired in Markdown, in templates, and in the strings and comments of code. */
export const retiredInProse: readonly RetiredWord[] = [
  { example: "mend", pattern: /\bmend(s|ed|ing)?\b/i, instead: "fix", reason: ownWord },
  { example: "scene", pattern: /\bscenes?\b/i, instead: "manifest set", reason: ownWord },
  { example: "survey", pattern: /\bsurvey(s|ed)?\b/i, instead: "run", reason: ownWord },
  { example: "wish", pattern: /\bwish(es|ed)?\b/i, instead: "target, request", reason: ownWord },
  { example: "road", pattern: /\broads?\b/i, instead: "escalation path", reason: ownWord },
  { example: "witness", pattern: /\bwitness(es|ed)?\b/i, instead: "oracle", reason: ownWord },
  { example: "room", pattern: /\brooms?\b/i, instead: "folder, capacity", reason: ownWord },
  { example: "stand-in", pattern: /\bstand-?ins?\b/i, instead: "stub, alias", reason: ownWord },
  { example: "wholes", pattern: /\bwholes\b/i, instead: "group of manifests", reason: ownWord },
  {
    example: "laid out",
    pattern: /\b(laid|lays) (out|over|down)\b/i,
    instead: "written, merged onto",
    reason: ownWord,
  },
  { example: "the way back", pattern: /\bways? back\b/i, instead: "rollback", reason: ownWord },
  {
    example: "both sides",
    pattern: /\b(two|both|each) sides?\b/i,
    instead: "base and head, both ends",
    reason: ownWord,
  },
  { example: "stranger", pattern: /\bstrangers?\b/i, instead: "unrelated pod, other tenant", reason: ownWord },
  { example: "border", pattern: /\bborders?\b/i, instead: "namespace boundary", reason: ownWord },
  { example: "ledger", pattern: /\bledgers?\b/i, instead: "usage", reason: ownWord },
  { example: "spoil", pattern: /\bspoil(s|ed|t)?\b/i, instead: "break, make invalid", reason: ownWord },
  { example: "insist", pattern: /\binsists?\b/i, instead: "require", reason: ownWord },
  {
    example: "without a word",
    pattern: /\b(without a word|in silence|with a word)\b/i,
    instead: "silently, with a message",
    reason: ownWord,
  },
  {
    example: "nobody",
    pattern: /\b(nobody|somebody|anybody|everybody|no one|someone|anyone|everyone)\b/i,
    instead: "the user, team, command or component that acts",
    reason: noActor,
  },
  {
    example: "whoever",
    pattern: /\b(whoever|whomever|whom)\b/i,
    instead: "the user, team, command or component that acts",
    reason: noActor,
  },
  {
    example: "the file says",
    pattern: /\b(says?|said|saying|tells?|told)\b/i,
    instead: "set, contain, state, show, print, report",
    reason: speaking,
  },
  {
    example: "x is no field",
    pattern: /(?<!\bthere )\b(is|are|was|were) (no|none)\b(?! (longer|more|different|less|way|need))/i,
    instead: "unknown, invalid, missing, not a",
    reason: indirect,
  },
  {
    example: "a role that there is",
    pattern: /\bthat there (is|are|was|were)\b/i,
    instead: "that exists",
    reason: indirect,
  },
  {
    example: "a file lies in a folder",
    pattern: /\b(lies?|lying|lay|stands?|stood|standing)\b(?! (for|out)\b)/i,
    instead: "is in, remains",
    reason: "Files and fields have no posture.",
  },
  { example: "beside", pattern: /\bbesides?\b/i, instead: "next to, in addition to, with", reason: indirect },
  {
    example: "of its own",
    pattern: /\bof (its|their|his|our|your) own\b/i,
    instead: "its own, separate",
    reason: indirect,
  },
  { example: "for ever", pattern: /\b(for ever|forever)\b/i, instead: "indefinitely, permanently", reason: indirect },
  { example: "anew", pattern: /\b(anew|once more|afresh)\b/i, instead: "again", reason: indirect },
  {
    example: "take it away",
    pattern: /\b(take|takes|taken|took|taking) (\w+ ){0,2}(away|back|out)\b/i,
    instead: "remove, revert",
    reason: indirect,
  },
  {
    example: "hold a file to a schema",
    pattern: /\b(hold|holds|held)\b(\s+\w+){1,6} (to|against)\b/i,
    instead: "validate against, require",
    reason: indirect,
  },
  {
    example: "all the same",
    pattern: /\b(all the same|nonetheless|by and by|at home|hence|thereof|thereby|therein|upon|lest|whence)\b/i,
    instead: "a plain word, or nothing",
    reason: indirect,
  },
  {
    example: "but for",
    pattern: /\b(but for|save for|for want of|for good)\b/i,
    instead: "except, because … is missing, permanently",
    reason: indirect,
  },
  {
    example: "nothing where it is missing",
    pattern: /\bnothing where\b|\bwhere (it is )?left out\b/i,
    instead: "undefined if, if omitted, default:",
    reason: indirect,
  },
  { example: "by itself", pattern: /\bby (itself|themselves)\b/i, instead: "automatically, alone", reason: indirect },
  {
    example: "What a rule reads.",
    pattern: /(^|[.:] )What (?![^.?]*\?)/,
    instead: "a noun, or the actor and a verb: The objects that a rule reads.",
    reason: "The sentence has no subject.",
  },
  { example: "one; two", pattern: /;/, instead: "two sentences", reason: twoThoughts },
];

/** Retired as one word of a name in TypeScript: `scene` in `sceneOf`. */
export const retiredInNames: readonly RetiredWord[] = [
  { example: "mend", pattern: /^mend(s|ed|ing)?$/i, instead: "fix", reason: ownWord },
  { example: "scene", pattern: /^scenes?$/i, instead: "manifestSet", reason: ownWord },
  { example: "surroundings", pattern: /^surroundings?$/i, instead: "context", reason: ownWord },
  { example: "survey", pattern: /^surveys?$/i, instead: "run", reason: ownWord },
  { example: "wish", pattern: /^wish(es|ed)?$/i, instead: "target, request", reason: ownWord },
  { example: "road", pattern: /^roads?$/i, instead: "escalationPath", reason: ownWord },
  { example: "witness", pattern: /^witness(es)?$/i, instead: "oracle", reason: ownWord },
  { example: "judge", pattern: /^judge(s|d|ment)?$|^judgement$/i, instead: "validate, apply", reason: ownWord },
  { example: "ledger", pattern: /^ledgers?$/i, instead: "usage", reason: ownWord },
  { example: "laid", pattern: /^laid$/i, instead: "layout, merged", reason: ownWord },
  { example: "wholes", pattern: /^wholes$/i, instead: "groups", reason: ownWord },
  { example: "stranger", pattern: /^strangers?$/i, instead: "unrelated", reason: ownWord },
  { example: "spoil", pattern: /^spoil(s|ed|t)?$/i, instead: "corrupt, invalid", reason: ownWord },
  { example: "insist", pattern: /^insist(s|ed)?$/i, instead: "require", reason: ownWord },
  { example: "room", pattern: /^rooms?$/i, instead: "space, width", reason: ownWord },
  { example: "border", pattern: /^borders?$/i, instead: "boundary", reason: ownWord },
  { example: "beside", pattern: /^besides?$/i, instead: "next, other", reason: indirect },
  { example: "nobody", pattern: /^(nobody|somebody|anybody)$/i, instead: "none, undeclared", reason: noActor },
  { example: "population", pattern: /^population$/i, instead: "endpoints", reason: ownWord },
  { example: "said", pattern: /^(said|says|say|told|tells)$/i, instead: "message, output, text", reason: speaking },
];

/** Retired as a whole name in TypeScript. */
export const retiredNames: readonly RetiredWord[] = [
  { example: "one", pattern: /^one$/, instead: "the noun: policy, rule, pod", reason: "It does not name the thing." },
];

/** Texts that stay as they are. */
export const exceptions: ReadonlySet<string> = new Set([
  // The mark of generated files: a new one would make every file of an earlier version unmarked.
  "Generated by tenantry; do not edit.",
]);

/** Words. */
export const longestSentence = 40;
