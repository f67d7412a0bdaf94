// A note that somebody typed or pasted, as one line.
import { z } from "zod";

/** Control characters and marks that turn the direction of what follows, are gone; at most 200 characters. */
export const oneLine = z
  .string()
  .transform((text) =>
    text
      .replaceAll(/\p{Bidi_Control}/gu, "")
      .replaceAll(/[\p{Cc}\s]+/gu, " ")
      .trim(),
  )
  .pipe(z.string().max(200));
