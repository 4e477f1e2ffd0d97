import { writeSync } from 'node:fs';

import { foundingFacts, openNews } from '../support/fault-timeline.ts';

// Tells the founding timeline again and again in the file it is given, with corrections and retractions, while states are saved, until
// it is killed or has told as many facts as it is told to. Ids are written out only after they were acknowledged.
const [path = '', name = '', facts = 'Infinity', ending] = process.argv.slice(2);
const timeline = await openNews(path);
const told = foundingFacts();

function acknowledge(id: string): void {
  writeSync(1, `${id}\n`);
}

async function tell(number: number): Promise<void> {
  const [id, before] = [`${name}-${number}`, `${name}-${number - 3}`];
  const fact = told[number % told.length];
  if (fact === undefined) throw new Error('there is nothing to tell');
  await timeline.append('news-again', [{ ...fact, id }]);
  acknowledge(id);
  if (number % 5 === 4) {
    await timeline.correct(before, {
      id: `${id}-corrects`,
      reason: 'r',
      occurred: `2025-07-${10 + (number % 20)}`,
    });
    acknowledge(`${id}-corrects`);
  }
  if (number % 11 === 10) {
    await timeline.retract(before, { id: `${id}-retracts`, reason: 'r' });
    acknowledge(`${id}-retracts`);
  }
}

for (let number = 1; number <= Number(facts); number += 1) {
  await tell(number);
  if (number % 3 === 0) await timeline.caughtUp();
  // A rebuild that is cut off when the program ends goes on when the timeline is opened again.
  if (number % 16 === 8) timeline.rebuild('situation').catch(() => undefined);
}
if (ending === 'leave') process.kill(process.pid, 'SIGKILL');
await timeline.close();
