-- Made by `npm run prisma -- migrate diff`, then edited by hand: the series are partitioned by time (the product creates and
-- drops the partitions), and tables whose rows change with every poll leave room on their pages.

-- CreateTable
CREATE TABLE "source" (
    "id" TEXT NOT NULL,
    "no" SMALLSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "is_tls_unchecked" BOOLEAN NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" TEXT,
    "polling_by" TEXT,
    "polling_until" TIMESTAMPTZ(3),
    "last_asked_at" TIMESTAMPTZ(3),
    "last_answered_at" TIMESTAMPTZ(3),
    "last_failure" JSON,
    "failing_since" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "clock_skew_ms" INTEGER,
    "backoff_until" TIMESTAMPTZ(3),
    "poll_count" BIGINT NOT NULL DEFAULT 0,
    "failure_count" BIGINT NOT NULL DEFAULT 0,
    "last_duration_ms" INTEGER,
    "last_hour" JSON,
    "blind" JSON NOT NULL DEFAULT '[]',

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll" (
    "source_no" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" VARCHAR(12) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "lateness_ms" INTEGER NOT NULL,
    "server_ms" INTEGER,
    "round_trips" SMALLINT,

    CONSTRAINT "poll_pkey" PRIMARY KEY ("source_no","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "link" (
    "no" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "distributed_availability_group_id" TEXT,
    "name" TEXT NOT NULL,
    "partner_name" TEXT,
    "instance_name" TEXT,
    "partner_source_id" TEXT,
    "instance_source_id" TEXT,
    "arm_source_id" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "latest_sample" (
    "link_no" INTEGER NOT NULL,
    "vantage" VARCHAR(8) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSON NOT NULL,

    CONSTRAINT "latest_sample_pkey" PRIMARY KEY ("link_no","vantage")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "latest_instance" (
    "source_id" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSON NOT NULL,

    CONSTRAINT "latest_instance_pkey" PRIMARY KEY ("source_id")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "assessment" (
    "link_no" INTEGER NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" VARCHAR(10) NOT NULL,
    "phase" VARCHAR(20) NOT NULL,
    "face" JSON NOT NULL,
    "depth" JSON NOT NULL,
    "memory" JSON NOT NULL,

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("link_no")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "transition" (
    "id" BIGSERIAL NOT NULL,
    "link_no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    "verdict" VARCHAR(10) NOT NULL,
    "reason" TEXT NOT NULL,
    "vantage" VARCHAR(10) NOT NULL,
    "is_first" BOOLEAN NOT NULL DEFAULT false,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "transition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "transferred_bytes" BIGINT,
    "disk_wait_ms" BIGINT,
    "network_wait_ms" BIGINT,
    "link_no" INTEGER NOT NULL,
    "log_send_queue_kb" REAL,
    "log_send_rate_kb_per_second" REAL,
    "redo_queue_kb" REAL,
    "redo_rate_kb_per_second" REAL,
    "send_lag_seconds" REAL,
    "redo_lag_seconds" REAL,
    "vantage" SMALLINT NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("link_no","vantage","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "sample_5min" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "transferred_bytes" BIGINT,
    "link_no" INTEGER NOT NULL,
    "seeding_rate_mean" REAL,
    "seeding_rate_max" REAL,
    "disk_wait_share_mean" REAL,
    "disk_wait_share_max" REAL,
    "network_wait_share_mean" REAL,
    "network_wait_share_max" REAL,
    "log_send_queue_kb_mean" REAL,
    "log_send_queue_kb_max" REAL,
    "log_send_rate_kb_per_second_mean" REAL,
    "log_send_rate_kb_per_second_max" REAL,
    "redo_queue_kb_mean" REAL,
    "redo_queue_kb_max" REAL,
    "redo_rate_kb_per_second_mean" REAL,
    "redo_rate_kb_per_second_max" REAL,
    "send_lag_seconds_mean" REAL,
    "send_lag_seconds_max" REAL,
    "redo_lag_seconds_mean" REAL,
    "redo_lag_seconds_max" REAL,
    "vantage" SMALLINT NOT NULL,

    CONSTRAINT "sample_5min_pkey" PRIMARY KEY ("link_no","vantage","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "sample_hour" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "transferred_bytes" BIGINT,
    "link_no" INTEGER NOT NULL,
    "seeding_rate_mean" REAL,
    "seeding_rate_max" REAL,
    "disk_wait_share_mean" REAL,
    "disk_wait_share_max" REAL,
    "network_wait_share_mean" REAL,
    "network_wait_share_max" REAL,
    "log_send_queue_kb_mean" REAL,
    "log_send_queue_kb_max" REAL,
    "log_send_rate_kb_per_second_mean" REAL,
    "log_send_rate_kb_per_second_max" REAL,
    "redo_queue_kb_mean" REAL,
    "redo_queue_kb_max" REAL,
    "redo_rate_kb_per_second_mean" REAL,
    "redo_rate_kb_per_second_max" REAL,
    "send_lag_seconds_mean" REAL,
    "send_lag_seconds_max" REAL,
    "redo_lag_seconds_mean" REAL,
    "redo_lag_seconds_max" REAL,
    "vantage" SMALLINT NOT NULL,

    CONSTRAINT "sample_hour_pkey" PRIMARY KEY ("link_no","vantage","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "spark" (
    "link_no" INTEGER NOT NULL,
    "what" VARCHAR(12) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "points" JSON NOT NULL,

    CONSTRAINT "spark_pkey" PRIMARY KEY ("link_no")
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "rollup" (
    "tier" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollup_pkey" PRIMARY KEY ("tier")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_no_key" ON "source"("no");

-- CreateIndex
CREATE UNIQUE INDEX "link_id_key" ON "link"("id");

-- CreateIndex
CREATE UNIQUE INDEX "link_distributed_availability_group_id_key" ON "link"("distributed_availability_group_id");

-- CreateIndex
CREATE INDEX "link_partner_source_id_idx" ON "link"("partner_source_id");

-- CreateIndex
CREATE INDEX "link_instance_source_id_idx" ON "link"("instance_source_id");

-- CreateIndex
CREATE INDEX "link_arm_source_id_idx" ON "link"("arm_source_id");

-- CreateIndex
CREATE INDEX "transition_link_no_at_idx" ON "transition"("link_no", "at");

-- AddForeignKey
ALTER TABLE "latest_sample" ADD CONSTRAINT "latest_sample_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transition" ADD CONSTRAINT "transition_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spark" ADD CONSTRAINT "spark_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;



-- What still has to be told.
CREATE INDEX "transition_undelivered" ON "transition"("id") WHERE "delivered_at" IS NULL;
