/** The parser's messages that its users do not understand, and how to mend what they are about. */
const MENDS: [RegExp, string][] = [
  [/^Tabs are not allowed/, "a tab stands where spaces belong; indent with spaces, two for each level"],
  [
    /^Nested mappings are not allowed in compact/,
    'there is a second "name:" where one value ends; put a text with ": " in it in quotes, or mend the indentation of this line',
  ],
  [
    /^Implicit keys need to be on a single line/,
    'this line does not go on from the one above; write "name: value", and indent it like those it belongs to',
  ],
  [/^Implicit map keys need to be followed/, 'a colon is missing; write "name: value"'],
  [
    /^All (mapping|sequence|collection) items must start/,
    "this line is indented otherwise than those it belongs to; let all of them begin in the same column",
  ],
  [
    /must be sufficiently indented and end with a|must end with a [\]}]/,
    "a bracket is opened and not closed; close it",
  ],
  [/^Source contains multiple documents/, "a line --- begins a second document; a file has one, so remove that line"],
  [/^Unresolved tag/, "what begins with ! is a tag, and none is read here; a text that begins with ! stands in quotes"],
];

/** What is wrong with a YAML text, in the words of somebody who has to mend it. */
export const yamlInWords = (message: string): string =>
  MENDS.find(([pattern]) => pattern.test(message))?.[1] ??
  message.replace(/^Plain value cannot start with (.*)$/, "a text that starts with $1 stands in quotes");
