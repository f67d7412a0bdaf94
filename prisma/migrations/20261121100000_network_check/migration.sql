-- CreateTable
CREATE TABLE "network_check" (
    "source_id" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,
    "target" TEXT,
    "port" INTEGER,
    "remote_address" TEXT,
    "is_open" BOOLEAN,
    "output" VARCHAR(2000),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "network_check_pkey" PRIMARY KEY ("source_id","job","step","ran_at")
);
