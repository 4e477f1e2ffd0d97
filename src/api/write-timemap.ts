import { formatInstant } from '../domain/instant.ts';
import type { Address, QueryPairs } from './address.ts';
import { writeAddress } from './address.ts';
import type { Sent } from './contract/parts.ts';
import type { timemapSchema } from './contract/timemap.ts';
import { formatHttpDate } from './http-date.ts';
import { writeLink } from './links.ts';
import { linkFormatType } from './memento.ts';
import { mementoAddress } from './mementos.ts';
import type { MementoPage } from './timemap-pages.ts';

/** A page of the mementos of a resource, with the addresses that it is told by. */
export interface Timemap extends MementoPage {
  /** The address of the resource, with the parameters that its mementos take on. */
  readonly original: Address;
  /** The `asOf` of every memento, RFC 3339. */
  readonly asOf: string;
  /** The position that the page goes on after. */
  readonly after: number;
}

/** A page of a timemap, as sent in JSON. */
export type TimemapOut = Sent<typeof timemapSchema>;

/** Returns a page of a timemap in the form that is sent in JSON. */
export function timemapOut(timemap: Timemap): TimemapOut {
  const { original, asOf, mementos, next } = timemap;
  const [first] = mementos;
  const last = mementos.at(-1);
  return {
    original: writeAddress(original),
    self: {
      uri: pageAddress(timemap, timemap.after),
      ...(first === undefined ? {} : { from: formatInstant(first.recordedAt) }),
      ...(last === undefined ? {} : { until: formatInstant(last.recordedAt) }),
    },
    mementos: mementos.map(({ position, recordedAt }) => ({
      uri: mementoAddress(original, asOf, position),
      recordedAt: formatInstant(recordedAt),
      position,
    })),
    ...(next === undefined
      ? {}
      : {
          next: {
            uri: pageAddress(timemap, next.after),
            from: formatInstant(next.from),
            until: formatInstant(next.until),
          },
        }),
  };
}

/** Writes a page of a timemap as links (RFC 7089 §5), one a line. */
export function writeTimemap(timemap: Timemap): string {
  const { original, mementos, next } = timemap;
  const type = linkFormatType;
  const links = [
    { uri: writeAddress(original), rel: 'original timegate' },
    {
      uri: pageAddress(timemap, timemap.after),
      rel: 'self',
      attributes: { type, ...spanOf(mementos[0]?.recordedAt, mementos.at(-1)?.recordedAt) },
    },
    ...mementoLinksOf(timemap),
    ...(next === undefined
      ? []
      : [
          {
            uri: pageAddress(timemap, next.after),
            rel: 'timemap',
            attributes: { type, ...spanOf(next.from, next.until) },
          },
        ]),
  ];
  return `${links.map(writeLink).join(',\n')}\n`;
}

function mementoLinksOf({ original, asOf, mementos, isFirst, next }: Timemap) {
  return mementos.map(({ position, recordedAt }, index) => ({
    uri: mementoAddress(original, asOf, position),
    rel: [
      ...(isFirst && index === 0 ? ['first'] : []),
      ...(next === undefined && index === mementos.length - 1 ? ['last'] : []),
      'memento',
    ].join(' '),
    attributes: { datetime: formatHttpDate(recordedAt) },
  }));
}

function spanOf(from: number | undefined, until: number | undefined): Readonly<Record<string, string>> {
  return from === undefined || until === undefined
    ? {}
    : { from: formatHttpDate(from), until: formatHttpDate(until) };
}

function pageAddress({ original }: Timemap, after: number): string {
  const pairs: QueryPairs = after === 0 ? [] : [['after', String(after)]];
  return writeAddress({ path: `${original.path}/timemap`, query: [...original.query, ...pairs] });
}
