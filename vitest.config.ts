import { defineConfig } from "vitest/config";

// A zone with an odd offset, so that a forgotten time zone fails loudly.
process.env.TZ = "Asia/Kathmandu";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,components,lib,prisma,e2e}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "database",
          include: ["{lib,prisma}/**/*.db.test.ts"],
          globalSetup: ["lib/launch/postgres.global-setup.ts"],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
