// Reads rows of one question: every row is checked, what cannot be read is said by question and column, local times become instants.
import type { z } from "zod";
import { LookFailure } from "../source.ts";

/** A server-local datetime as an instant. */
export type Instant = (local: Date | null) => Date | null;

export function instantOf(utcOffsetMinutes: number): Instant {
  return (local) => (local === null ? null : new Date(local.getTime() - utcOffsetMinutes * 60_000));
}

/** Throws LookFailure (malformed). */
export function readRows<T>(question: string, shape: z.ZodType<T>, rows: readonly unknown[] | undefined): T[] {
  return (rows ?? []).map((row) => {
    const parsed = shape.safeParse(row);
    if (parsed.success) return parsed.data;
    const column = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new LookFailure("malformed", `${question}: column ${column} holds something that cannot be read`);
  });
}
