-- Azure Synapse Links. Rows of synapse_link change with every poll, so its pages leave room.

-- CreateTable
CREATE TABLE "synapse_link" (
    "no" SERIAL NOT NULL,
    "source_id" TEXT NOT NULL,
    "workspace_name" TEXT NOT NULL,
    "link_connection_name" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSON NOT NULL,
    "verdict" VARCHAR(10),
    "assessment" JSON,

    CONSTRAINT "synapse_link_pkey" PRIMARY KEY ("no")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "synapse_transition" (
    "id" BIGSERIAL NOT NULL,
    "synapse_link_no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from" VARCHAR(10),
    "to" VARCHAR(10) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "synapse_transition_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "synapse_link_source_id_link_connection_name_key" ON "synapse_link"("source_id", "link_connection_name");

-- CreateIndex
CREATE INDEX "synapse_transition_synapse_link_no_at_idx" ON "synapse_transition"("synapse_link_no", "at");

-- AddForeignKey
ALTER TABLE "synapse_transition" ADD CONSTRAINT "synapse_transition_synapse_link_no_fkey" FOREIGN KEY ("synapse_link_no") REFERENCES "synapse_link"("no") ON DELETE CASCADE ON UPDATE CASCADE;
