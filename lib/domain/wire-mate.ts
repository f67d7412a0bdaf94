// A seeding beside another one, that may share its wire.

/** Another seeding from the same SQL Server, or to the same managed instance. */
export interface WireMate {
  linkId: string;
  name: string;
  /** By name; null: not known. */
  server: string | null;
  instance: string | null;
  /** What it has in common with the seeding it is heard beside. */
  via: "server" | "instance" | "both";
  /** When its run began; null: it waits for its turn. */
  startedAt: Date | null;
  /** Null: its size is not known. */
  remainingBytes: number | null;
  rateBytesPerSecond: number | null;
  /** Of these numbers. */
  toldAt: Date;
}

/** One that ended while another ran: the wire was shared with it until then. */
export type WireLeaver = Pick<WireMate, "name" | "server" | "instance" | "via" | "startedAt"> & {
  leftAt: Date;
  end: "finished" | "failed";
  /** Bytes that went over per byte of the database, if it was compressed; else null. */
  wireBytesPerByte: number | null;
};
