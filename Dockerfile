# The API in a container: bundles and Node.js, and no packages. README.md tells how to run it.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Nothing that the build needs is made by a package's own script.
RUN npm ci --ignore-scripts
COPY functions/ functions/
COPY lib/ lib/
COPY sandbox/ sandbox/
COPY socket.yml ./
RUN node lib/cli/build.ts

FROM node:24-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=3000
WORKDIR /app
COPY --from=build /app/dist/ dist/
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.mjs"]
