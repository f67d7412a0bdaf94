// What error numbers of links mean, and how numbers are found in what a voice says.
import type { ErrorEntry } from "./error-catalogue-entry.ts";
import { linkErrors } from "./error-catalogue-link.ts";
import { transportErrors } from "./error-catalogue-transport.ts";

/** In the order of their groups: the link's own errors, then those of the connection below it. */
export const errorCatalogue: readonly ErrorEntry[] = [...linkErrors, ...transportErrors];

const byCode = new Map(errorCatalogue.map((entry) => [entry.code, entry]));

/** Null: not in the catalogue. */
export function explain(code: string): ErrorEntry | null {
  return byCode.get(code) ?? null;
}

/** A number that is called one: "Error 1408", "Msg 47106", "error: '10060(…". */
const calledBefore = /\b(?:error|msg|message|errno|code)(?:\s+(?:number|code))?\s*[:=#]?\s*['"(]?$/i;
const portBefore = /(?:\bport\s*[:=]?\s*|[\w\])]:)$/i;
const unitAfter = /^\s*(?:ms|s|sec|seconds?|min|minutes?|hours?|h|d|days?|%|[KMGT]?B|bytes|rows?)\b/i;

/**
 * The error numbers in a text, each once, in order. The whole text may be a number; within a sentence a number counts when it is
 * called an error, or when the catalogue knows it. Ports, years, amounts, addresses, dates and ids do not count.
 */
export function codesIn(text: string): string[] {
  if (/^\s*\d{3,5}\s*$/.test(text)) return [text.trim()];
  const codes = [...text.matchAll(/(?<![\w.\-/])\d{3,5}(?![\w\-/]|\.\d)/g)].filter((match) => {
    const before = text.slice(0, match.index);
    const isCalled = calledBefore.test(before);
    if (!isCalled && portBefore.test(before)) return false;
    return isCalled || (byCode.has(match[0]) && !unitAfter.test(text.slice(match.index + match[0].length)));
  });
  return [...new Set(codes.map((match) => match[0]))];
}

/** Entries that hold every word of `text`, in number, meaning, cause or remedy; all of them for an empty text. */
export function searchErrors(text: string): ErrorEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return errorCatalogue.filter((entry) => {
    const causes = entry.causes.flatMap(({ cause, remedy }) => [cause, remedy]);
    const whole = [entry.code, entry.means, entry.meaning, entry.step, ...causes].join(" ").toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
