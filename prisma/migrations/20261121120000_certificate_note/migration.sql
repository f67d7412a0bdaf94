-- CreateTable
CREATE TABLE "certificate_note" (
    "key" TEXT NOT NULL,
    "text" VARCHAR(200) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT,

    CONSTRAINT "certificate_note_pkey" PRIMARY KEY ("key")
);
