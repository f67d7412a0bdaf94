// A secret by reference: it is read where it is needed, and prints as the reference wherever else it turns up.
import { inspect } from "node:util";

export class Secret {
  /** "env:NAME" or "file:/path". */
  readonly reference: string;
  readonly #read: () => string;

  constructor(reference: string, read: () => string) {
    this.reference = reference;
    this.#read = read;
  }

  /** The value, anew each time, so that a rotated file counts without a restart. Throws if it is gone. */
  read(): string {
    return this.#read();
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
