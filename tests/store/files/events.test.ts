import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { newsEvents } from '../../../src/domain/events/news.ts';
import { openTimeline } from '../../../src/open.ts';
import { readBytes } from '../../../src/store/files/bytes.ts';
import { listStreamFiles, readFolder } from '../../../src/store/files/folder.ts';
import { readJson } from '../../../src/store/files/json.ts';
import { readNdjson } from '../../../src/store/files/ndjson.ts';
import { gather, piecesOf } from '../../support/bytes.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('events in lines', () => {
  test('come with the line they stand on', async () => {
    const events = await gather(readNdjson(piecesOf(`${lineOf('e1')}\r\n\n${lineOf('e2')}`), 'notes.jsonl'));
    expect(events).toMatchObject([
      { id: 'e1', stream: 'notes-a', place: 'notes.jsonl line 1' },
      { id: 'e2', stream: 'notes-a', place: 'notes.jsonl line 3' },
    ]);
  });

  test('that are cut off anywhere are refused with the line, which ends in the middle', async () => {
    const last = lineOf('e2');
    for (let end = 1; end < last.length; end += 1)
      await expect(
        gather(readNdjson(piecesOf(`${lineOf('e1')}\n${last.slice(0, end)}`))),
      ).rejects.toMatchObject({
        code: 'invalid-json',
        message: expect.stringMatching(/^line 2: .*ends in the middle/),
        facts: { line: 2, place: 'line 2' },
      });
  });

  test('that two readers could understand differently are refused with line and pointer', async () => {
    const bad = {
      '{"specversion":"1.0","id":"e1","id":"e2"}': 'invalid-json',
      '{"__proto__":{}}': 'invalid-json',
      '{"data":{"value":9007199254740993}}': 'invalid-json',
      '[]': 'invalid-event',
      null: 'invalid-event',
      '{"specversion":"1.0"}': 'invalid-event',
      [lineOf('e1').replace('"subject":"notes-a",', '')]: 'invalid-event',
      [lineOf('e1').replace('notes-a', 'notes')]: 'invalid-stream',
    };
    for (const [line, code] of Object.entries(bad))
      await expect(gather(readNdjson(piecesOf(`\n${line}\n`)))).rejects.toMatchObject({
        code,
        facts: { line: 2 },
      });
  });

  test('may nest as deep as events may, and come back after an export', async () => {
    const deep = `${'['.repeat(31)}1${']'.repeat(31)}`;
    const line = lineOf('e1').replace('"data":{', `"data":{"deep":${deep},`);
    expect(await gather(readNdjson(piecesOf(line)))).toHaveLength(1);
    expect(await gather(readJson(piecesOf(`[${line}]`)))).toHaveLength(1);
    await expect(gather(readNdjson(piecesOf(line.replace(deep, `[${deep}]`))))).rejects.toMatchObject({
      code: 'nesting-too-deep',
    });
  });
});

describe('events in one JSON text', () => {
  test('are one, or a list, each with its place', async () => {
    expect(await gather(readJson(piecesOf(lineOf('e1'))))).toMatchObject([{ id: 'e1' }]);
    expect(await gather(readJson(piecesOf(`\ufeff[${lineOf('e1')},\n${lineOf('e2')}]`)))).toMatchObject([
      { id: 'e1', place: 'event 1' },
      { id: 'e2', place: 'event 2' },
    ]);
  });

  test('that are wrong are refused with their place', async () => {
    await expect(
      gather(readJson(piecesOf(`[${lineOf('e1')},{}]`), { file: 'a.json' })),
    ).rejects.toMatchObject({
      code: 'invalid-event',
      facts: { place: 'a.json event 2', pointer: '/specversion' },
    });
    await expect(gather(readJson(piecesOf('[')))).rejects.toMatchObject({ code: 'invalid-json' });
    await expect(gather(readJson(piecesOf(new Uint8Array([0x5b, 0xff]))))).rejects.toMatchObject({
      code: 'invalid-file',
    });
  });

  test('that are no JSON, or no UTF-8, are refused with the line that is wrong', async () => {
    const lines = `\ufeff[\r\n${lineOf('e1')},\n${lineOf('e2')},\n\n${lineOf('e3')}\n]`;
    await expect(
      readPieces(lines.replace('"id":"e3"', '"id":"e3","id":"e4"'), 'a.json'),
    ).rejects.toMatchObject({
      code: 'invalid-json',
      message: expect.stringMatching(/^a\.json line 5: The object at \/2 has the name "id" twice/),
      facts: { line: 5, place: 'a.json line 5', file: 'a.json' },
    });
    await expect(readPieces(lines.slice(0, -1))).rejects.toMatchObject({
      message: expect.stringMatching(/^line 6: .*ends in the middle/),
    });
    const bytes = Buffer.from(lines);
    bytes[bytes.indexOf('e2')] = 0xff;
    await expect(readPieces(bytes)).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'line 3 is not UTF-8',
      facts: { line: 3, place: 'line 3' },
    });
  });

  test('are refused when they are too large to hold, before they are held', async () => {
    await expect(gather(readJson(piecesOf(lineOf('e1')), { bytesMax: 100 }))).rejects.toMatchObject({
      code: 'file-too-large',
      facts: { bytesMax: 100 },
    });
  });
});

describe('a folder of streams', () => {
  test('reads as one log: by recorded time, then sequence, then file and line', async () => {
    const root = folderOf({
      'README.md': 'not a stream',
      'notes/b.jsonl': [
        lineOf('b1', { subject: 'notes-b', recordedtime: '2025-07-04T10:00:00Z', sequence: '2' }),
        lineOf('b2', { subject: 'notes-b', recordedtime: '2025-07-04T11:00:00Z' }),
        lineOf('b3', { subject: 'notes-b' }),
      ].join('\n'),
      'notes/a.jsonl': [
        lineOf('a1', { recordedtime: '2025-07-04T09:00:00Z', sequence: '9' }),
        lineOf('a2', { recordedtime: '2025-07-04T10:00:00Z', sequence: '1' }),
        lineOf('a3', { recordedtime: '2025-07-04T11:00:00Z' }),
      ].join('\n'),
    });
    const events = await gather(readFolder(root));
    expect(events.map(({ id }) => id)).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'b3']);
    expect(events[2]?.place).toBe('notes/b.jsonl line 1');
  });

  test('refuses an event in the file of another stream', async () => {
    const root = folderOf({ 'notes/b.jsonl': lineOf('e1') });
    await expect(gather(readFolder(root))).rejects.toMatchObject({
      code: 'invalid-stream',
      message: 'notes/b.jsonl line 1: event e1 is of stream notes-a, but its file is that of notes-b',
    });
  });

  test('refuses a file whose place says no stream, and one that is not there', async () => {
    for (const file of ['a.jsonl', 'notes/deeper/a.jsonl', 'two-words/a.jsonl'])
      await expect(gather(readFolder(folderOf({ [file]: lineOf('e1') })))).rejects.toMatchObject({
        code: 'invalid-file',
        facts: { file },
      });
    await expect(gather(readFolder(join(temp.path, 'nowhere')))).rejects.toMatchObject({
      code: 'unknown-file',
    });
    await expect(gather(readBytes(temp.path))).rejects.toMatchObject({ code: 'file-unreachable' });
  });

  test('that the project ships is whole: it imports with its recorded times, revisions and sequence', async () => {
    const root = join(import.meta.dirname, '../../../streams');
    const events = await gather(readFolder(root));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect((await listStreamFiles(root)).length).toBeGreaterThan(8);
    const timeline = await openTimeline({ store: 'memory:', events: newsEvents, projections: [] });
    const result = await timeline.import(readFolder(root));
    expect(result).toEqual({ recorded: events.length, repeated: 0, position: events.length });
    expect(await timeline.import(readFolder(root))).toMatchObject({ recorded: 0, repeated: events.length });
    await timeline.close();
  });
});

let folders = 0;

async function readPieces(content: string | Uint8Array, file?: string) {
  return gather(readJson(piecesOf(content, 7), { file }));
}

function folderOf(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const root = join(temp.path, `folder-${folders}`);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

function lineOf(id: string, more: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    type: 'NoteAdded',
    subject: 'notes-a',
    occurred: '2025-07-04',
    ...more,
    data: { title: 'A note', about: [], sources: [] },
  });
}
