import { answersOf, digesting, openBad } from './bad-days.ts';

// Opens the file it is given with a keyed projection up to a version, saves all that can be saved of it, and says what it answers and
// how many facts it folded before; or kills itself when so many facts of that version were folded. All in processes of one kind: a
// test runner changes the text of the code, and what is saved of other code is not used.
const [path = '', version = '', killedAt = 'Infinity'] = process.argv.slice(2);
let folded = 0;
const newest = digesting({
  version: Number(version),
  start: Number(version),
  keyed: true,
  onFact() {
    folded += 1;
    if (folded === Number(killedAt)) process.kill(process.pid, 'SIGKILL');
  },
});
const older = Number(version) > 1 ? [digesting({ version: 1, start: 1, keyed: true })] : [];
const timeline = await openBad(path, [...older, newest]);
await timeline.caughtUp();
const said = { folded, answers: await answersOf(timeline, [newest]) };
await timeline.close();
console.log(JSON.stringify(said));
