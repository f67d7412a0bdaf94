// Faults on the wire, set from outside while the lab runs; every face asks here before it answers.

/** What can go wrong with one face. All fields are independent; an absent field means "as usual". */
export interface Fault {
  /** Refuse the TCP connection (accept and close at once). */
  refuse?: boolean;
  /** Answer nothing at all, from login on. */
  hangAtLogin?: boolean;
  /** Take requests and never answer them (attention is still acknowledged). */
  hang?: boolean;
  /** Added before each answer, in ms. */
  delayMs?: number;
  /** Close the socket instead of answering a request. */
  dropBeforeAnswer?: boolean;
  /** Close the socket after this many rows of a result set. */
  dropAfterRows?: number;
  /** Send random bytes instead of an answer. */
  garbage?: boolean;
  /** SQL faces: a sound packet around a token that TDS does not have, or one that belongs to a login. Logins are hit as well. */
  garbageTokens?: "unknown" | "misplaced";
  /** SQL faces: send the beginning of an answer and never its end. Logins are hit as well. */
  neverEnds?: boolean;
  /** Refuse every login with 18456. */
  refuseLogin?: boolean;
  /** Answer each request with this SQL error (SQL faces). */
  sqlError?: { number: number; message: string };
  /** Answer each request with this HTTP status (ARM faces), with Retry-After in seconds if given. */
  httpStatus?: number;
  retryAfterSeconds?: number;
  /** ARM faces: answer 200 with a body that is not what was asked ("<html>…"). */
  malformed?: boolean;
}

/** The faults of one lab, by face name. Driver housekeeping (`set ansi_nulls …`, `SELECT 1;`) is exempt from all but connection faults. */
export class Faults {
  #byFace = new Map<string, Fault>();
  get(face: string): Fault {
    return this.#byFace.get(face) ?? {};
  }
  set(face: string, fault: Fault): void {
    this.#byFace.set(face, fault);
  }
  clear(face?: string): void {
    if (face === undefined) this.#byFace.clear();
    else this.#byFace.delete(face);
  }
  all(): Record<string, Fault> {
    return Object.fromEntries(this.#byFace);
  }
}
