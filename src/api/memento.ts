import type { FastifyReply, FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { Timeline } from '../engine/timeline.ts';
import { addressOf, withQuery, writeAddress } from './address.ts';
import type { Address } from './address.ts';
import { varyBy } from './answered.ts';
import { formatHttpDate, parseHttpDate } from './http-date.ts';
import type { Link } from './links.ts';
import { writeLinks } from './links.ts';
import type { Memento, Neighbours } from './mementos.ts';
import {
  commitBy,
  commitsAround,
  mementoAddress,
  mementoAt,
  mementoLinks,
  mementoParameters,
} from './mementos.ts';
import type { Sending } from './send-answer.ts';
import { isFixedAtHead, isFixedMoment, isPosition } from './send-answer.ts';

/** The headers that choose among mementos and forms of a resource. */
const mementoVary = ['Accept', 'Accept-Datetime'] as const;

/** Media type of a timemap in links. */
export const linkFormatType = 'application/link-format';

/** When what was known before the first commit, which is nothing, began to be so: as far back as the dates of most programs go. */
const beginningMs = 0;

/**
 * Longest header `Link` with more than its first link. Each repeats the query that was asked; programs take 16 KiB for all headers of an
 * answer, and some proxies 4.
 */
const linksCharactersMax = 2048;

/** The parameters of a resource that its timemap takes as well. */
const timemapParameters: readonly string[] = ['asOf', 'certainty', 'key'];

/** A question for a resource that has mementos. */
interface AskedQuery extends Moment {
  readonly page?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * Returns the question with the memento that `Accept-Datetime` chooses (RFC 7089), whose time is the recorded axis.
 *
 * A date of HTTP has whole seconds: it is read as the end of its second, so that a `Memento-Datetime` chooses the same memento again.
 * Before the first commit it is position 0. Where the address says itself what was known, by `knownAt` or a `page`, the header does
 * not count. Throws `invalid-request` for what is not a date as RFC 1123 has it.
 */
export function chooseMemento<Query extends AskedQuery>(
  request: FastifyRequest,
  reply: FastifyReply,
  timeline: Timeline,
  query: Query,
): Query {
  varyBy(reply, mementoVary);
  const wanted = request.headers['accept-datetime'];
  if (wanted === undefined || query.knownAt !== undefined || query.page !== undefined) return query;
  const second = typeof wanted === 'string' ? parseHttpDate(wanted) : undefined;
  if (second === undefined)
    throw new TimelineError(
      'invalid-request',
      'Accept-Datetime is not a date such as Thu, 03 Jul 2025 17:00:00 GMT',
      { header: 'Accept-Datetime' },
    );
  return { ...query, knownAt: commitBy(timeline, second + 999)?.position ?? 0 };
}

/** What is known of a resource that has mementos, beside its address. */
export interface MementoResource {
  /** Whether it has a timemap at its own address, followed by `/timemap`. */
  readonly hasTimemap: boolean;
  /** Its mementos around a moment, where they are not those at the commits around it. */
  readonly neighbours?: Neighbours;
}

/** Returns how the answer to a question is sent as a memento: whether it is fixed, its own address, its time, and links to others. */
export function asMemento(
  request: FastifyRequest,
  timeline: Timeline,
  query: AskedQuery,
  moment: ResolvedMoment,
  resource: MementoResource,
): Sending {
  const asked = addressOf(request);
  const isFixed =
    query.page === undefined ? isFixedMoment(query) : moment.position <= timeline.head().position;
  const asOf = formatInstant(moment.asOf);
  const here = mementoAt(timeline, moment, isKnownByPosition(query));
  const page = query.page === undefined ? '' : `&page=${encodeURIComponent(query.page)}`;
  const neighbours = resource.neighbours ?? commitsUnlessKeyed(timeline, query, moment, here, isFixed);
  const links = [...resourceLinks(asked, resource), ...mementoLinks(asked, asOf, neighbours)];
  return {
    isFixed,
    isFixedAtHead: query.page === undefined && isFixedAtHead(query),
    vary: mementoVary,
    contentLocation: `${mementoAddress(asked, asOf, moment.position)}${page}`,
    about: {
      'memento-datetime': formatHttpDate(here?.recordedAt ?? beginningMs),
      link: writeLinks(links, linksCharactersMax),
    },
  };
}

/** Of a key, something may not have been known at the commits around: that is not cheap to find out. */
function commitsUnlessKeyed(
  timeline: Timeline,
  { key }: AskedQuery,
  { position }: ResolvedMoment,
  here: Memento | undefined,
  isFixed: boolean,
): Neighbours {
  return key === undefined ? commitsAround(timeline, position, here, isFixed) : {};
}

/** Whether what is known was not asked for as an instant, so that `knownAt` in the answer is when its position was recorded. */
function isKnownByPosition({ knownAt, page }: AskedQuery): boolean {
  return page === undefined && (knownAt === undefined || knownAt === 'now' || isPosition(knownAt));
}

function resourceLinks(asked: Address, { hasTimemap }: MementoResource): readonly Link[] {
  const original = withQuery(asked, { without: mementoParameters.filter((name) => name !== 'asOf') });
  const links: readonly Link[] = [{ uri: writeAddress(original), rel: 'original timegate' }];
  const isMapped = original.query.every(([name]) => timemapParameters.includes(name));
  if (!hasTimemap || !isMapped) return links;
  const timemap = writeAddress({ ...original, path: `${original.path}/timemap` });
  return [...links, { uri: timemap, rel: 'timemap', attributes: { type: linkFormatType } }];
}

/** Sends the headers of a memento with an answer that is sent otherwise. */
export function tellMemento(reply: FastifyReply, { contentLocation, about }: Sending): void {
  if (contentLocation !== undefined) reply.header('content-location', contentLocation);
  if (about !== undefined) reply.headers(about);
}
