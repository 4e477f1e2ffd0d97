import { writeSync } from 'node:fs';

import { backUpStore, news, openTimeline } from '../../src/index.ts';

// Appends notes to the store that it is given, one after the other, until it is killed, and writes out each id after it was
// acknowledged. With `backup` and a file it is killed in the middle of a backup instead.
const [store = '', doing = '', file = ''] = process.argv.slice(2);
if (doing === 'backup')
  await backUpStore({
    store,
    events: news.events,
    file,
    onProgress: () => process.kill(process.pid, 'SIGKILL'),
  });
const timeline = await openTimeline({ store, ...news });
for (let number = 1; ; number += 1) {
  const about = [number % 2 === 0 ? 'place:kyiv' : 'place:odesa'];
  const note = {
    type: 'NoteAdded',
    occurred: '2025-07-04T12:00:00Z',
    data: { title: `Note ${number}`, about },
  };
  const { events } = await timeline.append('notes-kept', [note]);
  for (const { id } of events) writeSync(1, `${id}\n`);
}
