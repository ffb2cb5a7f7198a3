// obscenity with a list of terms and its own English transformers: `node obscenity_lines.mjs MODULE TERMS FILE`.
// Prints the numbers of the lines in which it finds one.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, terms, file] = process.argv.slice(2);
const { RegExpMatcher, englishRecommendedTransformers, parseRawPattern } = await import(pathToFileURL(module));
const escaped = (term) => term.replace(/[[\]?|\\]/g, "\\$&");
const blacklistedTerms = readFileSync(terms, "utf8")
  .split("\n")
  .map((term, id) => ({ id, pattern: parseRawPattern(escaped(term)) }));
const matcher = new RegExpMatcher({ blacklistedTerms, ...englishRecommendedTransformers });
const found = [];
readFileSync(file, "utf8")
  .split("\n")
  .forEach((line, at) => matcher.hasMatch(line) && found.push(at + 1));
console.log(found.join("\n"));
