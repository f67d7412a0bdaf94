-- Forecasts as they were made, and how good they turned out to be when the seeding was over.
CREATE TABLE "forecast" (
    "link_no" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "run_started_at" TIMESTAMPTZ(3) NOT NULL,
    "transferred_bytes" BIGINT,
    "database_bytes" BIGINT,
    "p10_seconds" REAL NOT NULL,
    "p50_seconds" REAL NOT NULL,
    "p90_seconds" REAL NOT NULL,

    CONSTRAINT "forecast_pkey" PRIMARY KEY ("link_no", "made_at")
);

CREATE TABLE "forecast_score" (
    "link_no" INTEGER NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "run_started_at" TIMESTAMPTZ(3) NOT NULL,
    "database_bytes" BIGINT,
    "transferred_bytes" BIGINT,
    "is_compressed" BOOLEAN,
    "asked" INTEGER NOT NULL,
    "median_error" REAL NOT NULL,
    "p90_error" REAL NOT NULL,
    "coverage" REAL NOT NULL,
    "width" REAL NOT NULL,
    "interval_score" REAL NOT NULL,

    CONSTRAINT "forecast_score_pkey" PRIMARY KEY ("link_no", "finished_at")
);

ALTER TABLE "forecast" ADD CONSTRAINT "forecast_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "forecast_score" ADD CONSTRAINT "forecast_score_link_no_fkey" FOREIGN KEY ("link_no") REFERENCES "link"("no") ON DELETE CASCADE ON UPDATE CASCADE;
