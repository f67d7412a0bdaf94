// What a plot is given: rows in time, the lines through them, and everything that is drawn around them.
import type { Gap, Span } from "./gaps.ts";
import type { Mark } from "./marks.ts";

export interface PlotRow {
  /** ms since 1970. */
  at: number;
  [key: string]: number | null;
}

export interface PlotLine {
  key: string;
  /** CSS colour; measured lines are ink, the two sides have their series colours. */
  colour: string;
  /** Stands at the end of the line; null: none. */
  endLabel: string | null;
}

/** A vertical line with its word on top. `now` solid, `limit` red, `plan` dashed ink. */
export interface Moment {
  at: number;
  word: string;
  kind: "now" | "limit" | "plan";
}

/** A horizontal limit, grey and dashed, with its words above it. */
export interface Level {
  value: number;
  words: string;
}

/** Forecast: from a measured point to the level where it is done, early, even chance and late. */
export interface Fan {
  from: { at: number; value: number };
  p10At: number;
  p25At: number;
  p50At: number;
  p75At: number;
  p90At: number;
  value: number;
  /** Stands right of the band; the clock times in words. */
  words: string[];
}

/** Shares of one whole, stacked from below (first part lowest), each 0 to 1; null = not known. */
export interface StackBar extends Span {
  parts: (number | null)[];
}

export interface Readout {
  title: string;
  rows: { term: string; value: string }[];
  note: string | null;
}

export interface PlotProps {
  width: number;
  height: number;
  /** One sentence: what is plotted and where it stands. */
  label: string;
  from: number;
  to: number;
  zone: string;
  rows: PlotRow[];
  lines: PlotLine[];
  /** Room at the right as if this stood at a line's end, so that plots under each other share one time axis. */
  endRoomLike?: string | null;
  /** Raw values of the horizontal lines, and how each is written. */
  ticks: { value: number; label: string }[];
  hasTimeLabels?: boolean;
  gaps?: Gap[];
  marks?: Mark[];
  /** "top" in a row above the plot, "line" on the first line. */
  markPlace?: "top" | "line";
  moments?: Moment[];
  levels?: Level[];
  fan?: Fan;
  /** The newest measured point, with its words. */
  lastPoint?: { at: number; value: number; words: string };
  bars?: StackBar[];
  barColours?: string[];
  /** Charts of one id follow one pointer. */
  syncId?: string;
  /** Null where the partner chart of the same syncId already tells. */
  readout: ((index: number) => Readout) | null;
}
