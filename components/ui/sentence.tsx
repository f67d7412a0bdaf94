import { Fragment } from "react";
import { keepUnits } from "../../lib/format/words.ts";

/** A sentence in which numbers keep their units and names do not break at their hyphens. */
export function Sentence({ text }: { text: string }) {
  return keepUnits(text)
    .split(hyphened)
    .map((part, index) =>
      index % 2 === 1 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and they never move
        <span key={index} className="name">
          {part}
        </span>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and they never move
        <Fragment key={index}>{part}</Fragment>
      ),
    );
}

/** Long ones may break all the same: a phone has no room for them. */
const hyphened = /((?<!\S)(?=\S{1,28}(?!\S))\w+-\S+)/u;
