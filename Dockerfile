# Builds the page, with what is installed only for that.
FROM node:26-slim AS page
WORKDIR /srv/asof
COPY package.json package-lock.json .npmrc ./
# Only the bundler is wanted, not the Node that the repository brings for older machines.
RUN npm ci --ignore-scripts
COPY tsconfig.json vite.config.ts ./
COPY scripts ./scripts
COPY src ./src
RUN node scripts/page.ts

# The server with its embedded store. Node runs the sources as they are.
FROM node:26-slim
WORKDIR /srv/asof
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY src ./src
COPY streams ./streams
COPY templates ./templates
COPY --from=page /srv/asof/dist/web ./dist/web
RUN mkdir /data && chown node:node /data
USER node
ENV ASOF_STORE=sqlite:/data/asof.db
VOLUME /data
EXPOSE 4100
CMD ["node", "src/main.ts", "serve"]
