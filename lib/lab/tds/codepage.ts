// Code page 1252, which char and varchar travel in under the lab's one collation.

// What 0x80 to 0x9F mean in 1252; every other byte is the character of the same number. "\ufffd" marks the five unused ones.
const HIGH =
  "\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178";

/** SQL_Latin1_General_CP1_CI_AS as in COLMETADATA and ENVCHANGE: LCID 1033, sort order 52. */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

/** A character without a place in 1252 becomes "?", as on a server. */
export function encode1252(text: string): Buffer {
  const bytes = Buffer.alloc(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 0xfffd ? -1 : HIGH.indexOf(text[i]!);
    bytes[i] = high >= 0 ? 0x80 + high : code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : 0x3f;
  }
  return bytes;
}

export function decode1252(bytes: Buffer): string {
  return bytes.toString("latin1").replace(/[\x80-\x9f]/g, (byte) => HIGH[byte.charCodeAt(0) - 0x80]!);
}
