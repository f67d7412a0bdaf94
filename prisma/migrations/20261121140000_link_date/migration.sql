-- Dates that people set on a link: when it is to be cut over.
CREATE TABLE "link_date" (
    "link_no" INTEGER NOT NULL,
    "cutover_at" TIMESTAMPTZ(3) NOT NULL,
    "note" VARCHAR(200) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT,

    CONSTRAINT "link_date_pkey" PRIMARY KEY ("link_no")
);

ALTER TABLE "link_date" ADD CONSTRAINT "link_date_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;
