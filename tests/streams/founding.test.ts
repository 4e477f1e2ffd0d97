import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { toCloudEvent } from '../../src/domain/cloud-event.ts';
import { factCorrectedSchema } from '../../src/domain/events/corrections.ts';
import { parseInstant } from '../../src/domain/instant.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';
import { restate } from '../../src/domain/prepare.ts';
import { catalogue, readFoundingLog } from './founding-log.ts';
import type { FoundingLine } from './founding-log.ts';

const log = readFoundingLog();
const facts = log.filter((line) => line.prepared.effect.kind === 'states');
const history = facts.toSorted(
  (a, b) => a.prepared.when.from - b.prepared.when.from || a.event.position - b.event.position,
);

const lineAt = (stream: string, revision: number): FoundingLine => {
  const found = log.find(({ event }) => event.stream === stream && event.revision === revision);
  if (found === undefined) throw new Error(`${stream} has no revision ${revision}`);
  return found;
};
const publishersOf = (line: FoundingLine) => line.common.sources.map(({ publisher }) => publisher);

const delay = lineAt('supply-us-ukraine', 0);
const putinCall = lineAt('diplomacy-us-russia', 0);
const barrage = lineAt('strikes-kyiv', 0);
const zelenskyCall = lineAt('diplomacy-us-ukraine', 0);
const sybiha = lineAt('statements-ukraine', 1);
const correction = lineAt('diplomacy-us-russia', 4);

describe('the form of the founding streams', () => {
  it('every file holds the one stream it is named after', () => {
    for (const { file, event } of log) {
      expect(`${event.stream.replace('-', '/')}.jsonl`).toBe(file);
    }
  });

  it('every file ends with a line feed and has Unix line ends', () => {
    for (const file of new Set(log.map((line) => line.file))) {
      const text = readFileSync(new URL(`../../streams/${file}`, import.meta.url), 'utf8');
      expect(text.endsWith('}\n')).toBe(true);
      expect(text).not.toContain('\r');
    }
  });

  it('every line is what an export writes, to the byte', () => {
    for (const { event, text } of log) expect(JSON.stringify(toCloudEvent(event))).toBe(text);
  });

  it('positions run from 1 over all files, without a gap', () => {
    expect(log.map(({ event }) => event.position)).toEqual(log.map((_, index) => index + 1));
  });

  it('revisions run from 0 in every stream, in the order of the lines', () => {
    for (const lines of Map.groupBy(log, ({ event }) => event.stream).values())
      expect(lines.map(({ event }) => event.revision)).toEqual(lines.map((_, index) => index));
  });

  it('recorded time never decreases with position, and ids grow with it and carry it', () => {
    for (const [index, { event }] of log.entries()) {
      const before = log[index - 1]?.event;
      expect(event.recordedAt).toBeGreaterThanOrEqual(before?.recordedAt ?? 0);
      expect(event.id > (before?.id ?? '')).toBe(true);
      expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(event.id.replace('-', '').slice(0, 12), 16)).toBe(event.recordedAt);
    }
  });

  it('nothing is recorded before its source was published', () => {
    for (const { event, common } of log)
      for (const { publishedAt } of common.sources)
        if (publishedAt !== undefined)
          expect(event.recordedAt).toBeGreaterThanOrEqual(resolveOccurred(publishedAt).from);
  });

  it('no fact that happened is recorded before it may have begun', () => {
    for (const { event, prepared } of log)
      expect(event.recordedAt).toBeGreaterThanOrEqual(prepared.when.from);
  });
});

describe('what the founding streams leave open', () => {
  it('every date of the article is marked as inferred, and no date of another source is', () => {
    for (const line of facts) {
      const isArticle = publishersOf(line).includes('Founding article');
      expect(line.common.inferred?.includes('occurred') ?? false, line.common.title).toBe(isArticle);
    }
  });

  it('a zone is marked as inferred wherever the article has one', () => {
    for (const { event, common } of facts)
      expect(common.inferred?.includes('occurred.zone') ?? false).toBe(event.occurred.endsWith(']'));
  });

  it('what kind of missile each of the Air Force is, is marked as inferred', () => {
    for (const { text, event, common } of facts.filter((line) => line.event.stream === 'airforce-ukraine'))
      expect(common.inferred?.includes('munitions.kind') ?? false, event.id).toBe(text.includes('"kind"'));
  });

  it('every event names exactly one publisher', () => {
    for (const line of log) expect(publishersOf(line)).toHaveLength(1);
  });

  it('no event asserts a cause, and no source has a grade', () => {
    for (const { read, common } of log) {
      expect(read.causationId).toBeUndefined();
      for (const source of common.sources) expect(source.grade).toBeUndefined();
    }
  });
});

describe('the founding streams on the occurred axis', () => {
  it('the five events come in the order that the article gives', () => {
    const five = [delay, putinCall, barrage, zelenskyCall, sybiha];
    expect(history.filter((line) => five.includes(line))).toEqual(five);
  });

  it('on 2 July at noon only the delay is in the past, and what belongs to it', () => {
    expect(pastAt('2025-07-02T12:00:00Z').map(({ event }) => event.stream)).toEqual([
      'supply-us-ukraine',
      'supply-us-ukraine',
    ]);
  });

  it('late on 3 July the barrage is under way, and nothing of 4 July has happened', () => {
    const at = parseInstant('2025-07-03T23:30:00Z');
    const past = pastAt('2025-07-03T23:30:00Z');
    const { when } = barrage.prepared;
    expect(when.from <= at && at <= (when.toLatest ?? -Infinity)).toBe(true);
    expect(past).toContain(putinCall);
    expect(past).toContain(barrage);
    expect(past.filter(({ event }) => event.occurred === '2025-07-04')).toEqual([]);
    expect(past.filter(({ prepared }) => at < prepared.when.fromLatest)).toEqual([]);
  });

  it('on 5 July everything is in the past for certain', () => {
    expect(pastAt('2025-07-05T00:00:00Z')).toHaveLength(facts.length);
    for (const { prepared } of facts)
      expect(prepared.when.fromLatest).toBeLessThan(parseInstant('2025-07-05T00:00:00Z'));
  });

  it('what belongs to the barrage comes after it', () => {
    const night = history.filter(({ event }) => event.stream === 'strikes-kyiv');
    expect(night[0]).toBe(barrage);
    expect(new Set(night.map(({ event }) => event.occurred)).size).toBe(1);
  });
});

describe('the correction of the role', () => {
  it('it restates the call whole, and nothing but the role of Trump differs', () => {
    const { target, data, reason } = factCorrectedSchema.parse(correction.event.data);
    expect(target).toBe(putinCall.event.id);
    expect(reason).toContain('Trump administration');
    expect(JSON.stringify(data)).not.toBe(JSON.stringify(putinCall.event.data));
    expect(JSON.stringify(data).replace('"role":"president"', '"role":"former president"')).toBe(
      JSON.stringify(putinCall.event.data),
    );
  });

  it('it is recorded after all of the article, and is already in the form that a store keeps', () => {
    const article = facts.filter((line) => publishersOf(line).includes('Founding article'));
    for (const { event } of article)
      expect(event.recordedAt).toBeLessThan(parseInstant('2025-07-05T08:30:00Z'));
    expect(correction.event.recordedAt).toBe(parseInstant('2025-07-05T08:30:00Z'));
    const kept = restate(catalogue, correction.prepared, putinCall.event.type, false);
    expect(JSON.stringify(kept.data)).toBe(JSON.stringify(correction.event.data));
  });

  it('the misprint stands in no other fact', () => {
    const misprinted = facts.filter(({ text }) => /former/i.test(text));
    expect(misprinted).toEqual([putinCall]);
  });
});

function pastAt(asOf: string): readonly FoundingLine[] {
  return history.filter(({ prepared }) => prepared.when.from <= parseInstant(asOf));
}
