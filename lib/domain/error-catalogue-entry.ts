// The shape of an entry of the error catalogue.

/** Names the check of Linkspan that can tell whether a cause is it: tests of the network, certificates, points of the setup by key, the log. */
export type CheckName =
  | "network.to-instance"
  | "network.to-partner"
  | "certificate.endpoint"
  | "certificate.partner-copy"
  | "certificate.instance-copy"
  | "log.space"
  | "log.backup-age"
  | "log.backup-while-seeding"
  | `configuration.${string}`;

export interface ErrorCause {
  cause: string;
  remedy: string;
  /** Null: Linkspan cannot see it. */
  check: CheckName | null;
  /** Concluded from what is documented, or seen once; not written down by the vendor. */
  isInferred?: true;
}

export interface ErrorSource {
  /** Of the document, as its own heading has it. */
  title: string;
  /** Null: seen in the field, not documented. */
  href: string | null;
}

export interface ErrorEntry {
  code: string;
  /** `information`: an event of a session that runs as it should. */
  kind: "error" | "information";
  /** Ends a sentence that begins with the number: "the availability group does not respond". */
  means: string;
  /** Whole sentences. */
  meaning: string;
  /** The first step, beginning with a verb. */
  step: string;
  /** In the order of likelihood. */
  causes: readonly ErrorCause[];
  source: ErrorSource;
  /** The meaning itself is not from the vendor's documents of the link. */
  isInferred?: true;
}
