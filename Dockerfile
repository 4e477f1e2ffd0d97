# The server with its embedded store. The image has no build step: Node runs the sources as they are.
FROM node:26-slim
WORKDIR /srv/asof
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY src ./src
COPY streams ./streams
COPY templates ./templates
RUN mkdir /data && chown node:node /data
USER node
ENV ASOF_STORE=sqlite:/data/asof.db
VOLUME /data
EXPOSE 4100
CMD ["node", "src/main.ts", "serve"]
