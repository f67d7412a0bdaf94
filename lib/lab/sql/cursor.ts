// A place in the token stream: looking, taking, and saying 102 or 156 where the text goes wrong.
import type { Query } from "./ast.ts";
import { SqlFailure } from "./errors.ts";
import { isReserved, lex, type Token } from "./lex.ts";

export class Cursor {
  readonly #tokens: Token[];
  #at = 0;
  /** Parses a SELECT where an expression holds one; it is given so that expressions need not know queries. */
  readonly query: (at: Cursor) => Query;

  constructor(sql: string, query: (at: Cursor) => Query) {
    this.query = query;
    this.#tokens = lex(sql);
    this.#refuseGo();
  }

  get token(): Token {
    return this.#tokens[this.#at] as Token;
  }
  ahead(count: number): Token {
    return this.#tokens[Math.min(this.#at + count, this.#tokens.length - 1)] as Token;
  }
  get line(): number {
    return this.token.line;
  }

  take(): Token {
    const token = this.token;
    if (token.kind !== "end") this.#at++;
    return token;
  }
  is(...words: string[]): boolean {
    return words.includes(this.token.upper) && this.token.upper !== "";
  }
  /** Takes the word or operator if it stands here. */
  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.#at++;
    return true;
  }
  expect(word: string): Token {
    if (!this.is(word)) throw this.wrong();
    return this.take();
  }
  /** A name: quoted, or a word that is not reserved. */
  atName(): boolean {
    const { kind } = this.token;
    return kind === "quoted" || (kind === "word" && !isReserved(this.token));
  }
  name(): string {
    if (!this.atName()) throw this.wrong();
    return this.take().text;
  }
  /** a, a.b, a.b.c or a..c (the empty part stands for the default schema). */
  dottedName(): string[] {
    const parts = [this.name()];
    while (this.is(".") && this.ahead(1).text !== "*") {
      this.take();
      parts.push(this.is(".") ? "" : this.name());
    }
    return parts;
  }

  wrong(token: Token = this.token): SqlFailure {
    if (token.kind === "end") {
      const last = this.#tokens.at(-2) ?? token;
      return new SqlFailure(isReserved(last) ? 156 : 102, [last.text], last.line);
    }
    return new SqlFailure(isReserved(token) ? 156 : 102, [token.text], token.line);
  }

  /** GO on a line of its own is a client's batch separator, and wrong on the wire. */
  #refuseGo(): void {
    for (const [index, token] of this.#tokens.entries()) {
      if (token.upper !== "GO") continue;
      const before = this.#tokens[index - 1];
      const after = this.#tokens[index + 1] as Token;
      const alone = before?.line !== token.line && (after.kind === "end" || after.line !== token.line);
      if (alone) throw new SqlFailure(102, [token.text], token.line);
    }
  }
}
