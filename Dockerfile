# syntax=docker/dockerfile:1
# Linkspan: one image for the web server (default) and the worker (command: npm run worker).
FROM node:24-bookworm-slim AS build
WORKDIR /linkspan
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
COPY lib/launch/prepare.mjs lib/launch/prepare.mjs
RUN node -e 'import("./lib/launch/prepare.mjs").then((step) => step.ensureInstalled())'
COPY . .
RUN node -e 'import("./lib/launch/prepare.mjs").then(async (step) => { await step.ensureGenerated(); await step.ensureBuilt(); })' \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf .next/cache

FROM node:24-bookworm-slim
WORKDIR /linkspan
# The history lives in the Postgres that DATABASE_URL names; nothing is written into the container but its own temporary files.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 LINKSPAN_DATA=/tmp/linkspan
COPY --from=build --chown=node:node /linkspan /linkspan
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lib/launch/start.mjs"]
