import { TimelineError } from '../domain/errors.ts';
import { isStreamName, streamNameCharactersMax } from '../domain/stream.ts';

/** What the log's name of a stream begins with when its name on the wire is no `category-id`. */
const escapedPrefix = '_wire-';

/**
 * Returns the name that a stream of the wire has in the log: its own when that reads `category-id`, else one made of it that
 * does, with every byte that may not stand there as a colon and two hexadecimal digits.
 *
 * Throws `invalid-stream` for no name, and for one that gets too long.
 */
export function logNameOf(wireName: string): string {
  if (isKeptAsItIs(wireName)) return wireName;
  // No name gets shorter: of one that is longer than any may be, the rest is not looked at.
  const name = escapedPrefix + escaped(wireName.slice(0, streamNameCharactersMax));
  if (wireName !== '' && name.length <= streamNameCharactersMax) return name;
  throw new TimelineError(
    'invalid-stream',
    wireName === ''
      ? 'A stream has a name'
      : `Stream ${JSON.stringify(wireName.slice(0, 80))} has a name that is too long: it takes more than ${streamNameCharactersMax} characters in the log`,
    { stream: wireName.slice(0, streamNameCharactersMax) },
  );
}

/** Returns the name that a stream of the log has on the wire: the inverse of `logNameOf`. */
export function wireNameOf(logName: string): string {
  if (!logName.startsWith(escapedPrefix)) return logName;
  const name = unescaped(logName.slice(escapedPrefix.length));
  // A name that only looks like one of ours is shown as it is.
  return name !== undefined && !isKeptAsItIs(name) && escapedPrefix + escaped(name) === logName
    ? name
    : logName;
}

/** Returns whether a stream of the wire can be in the log: whether `logNameOf` names it. */
export function isWireName(name: string): boolean {
  try {
    return logNameOf(name) !== '';
  } catch {
    return false;
  }
}

/** Returns the name of the stream that holds a stream's metadata. */
export function metastreamOf(wireName: string): string {
  return `$$${wireName}`;
}

/** Returns the stream that a stream of metadata is about; undefined for any other. */
export function subjectOf(wireName: string): string | undefined {
  return wireName.startsWith('$$') ? wireName.slice(2) : undefined;
}

function isKeptAsItIs(wireName: string): boolean {
  return isStreamName(wireName) && !wireName.startsWith(escapedPrefix);
}

const kept = /^[\p{L}\p{N}_.-]$/u;
const keptAtEnd = /^[\p{L}\p{N}]$/u;

function escaped(name: string): string {
  const characters = Array.from(name);
  const last = characters.length - 1;
  return characters
    .map((one, index) => ((index === last ? keptAtEnd : kept).test(one) ? one : bytesOf(one)))
    .join('');
}

function bytesOf(character: string): string {
  return Buffer.from(character, 'utf8').toString('hex').replaceAll(/../g, ':$&');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function unescaped(name: string): string | undefined {
  try {
    return name.replaceAll(/(?::[0-9a-f]{2})+/g, (run) =>
      utf8.decode(Buffer.from(run.replaceAll(':', ''), 'hex')),
    );
  } catch {
    return undefined;
  }
}
