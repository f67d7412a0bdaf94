// A secret by reference: it is read where it is needed, and prints as the reference wherever else it turns up.
import { inspect } from "node:util";
import { LookFailure } from "./source.ts";

export class Secret {
  /** "env:NAME" or "file:/path". */
  readonly reference: string;
  readonly #read: () => string;

  constructor(reference: string, read: () => string) {
    this.reference = reference;
    this.#read = read;
  }

  /** The value, anew each time, so that a rotated file counts without a restart. Throws LookFailure (denied) if it is gone. */
  read(): string {
    try {
      return this.#read();
    } catch (error) {
      throw new LookFailure("denied", error instanceof Error ? error.message : `${this.reference} cannot be read`);
    }
  }

  toString(): string {
    return this.reference;
  }

  toJSON(): string {
    return this.reference;
  }

  [inspect.custom](): string {
    return `Secret(${this.reference})`;
  }
}
