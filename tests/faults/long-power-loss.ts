import { createChance } from '../support/fault-chance.ts';
import { harmInShort } from '../support/fault-checks.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { harmIndex, indexHarms } from './harmed-index.ts';
import type { PowerLosses } from './power-loss.ts';
import { appending, beginning, importing, losePowerWhile, saving } from './scenarios.ts';
import type { Scenario, ScenarioOptions } from './scenarios.ts';

/** States made of one recorded run; then another is recorded. */
const statesARun = 500;

/** Shares of all states; the rest goes to the controls, which must do harm. */
const shares: readonly (readonly [Scenario, number])[] = [
  [beginning, 0.15],
  [appending, 0.6],
  [importing, 0.2],
  [saving, 0.05],
];

/** Makes crash states by the thousand; returns whether none did harm and both controls did. */
export async function losePowerManyTimes(
  folder: TempFolder,
  states = 10_000,
  seed: number,
): Promise<boolean> {
  const lose = (
    scenario: Scenario,
    count: number,
    options: Pick<ScenarioOptions, 'synchronous' | 'change'> = {},
  ) => inManyRuns(scenario, { folder: folder.path, count, seed, ...options });
  let isHarmless = true;
  for (const [scenario, share] of shares) {
    const losses = await lose(scenario, Math.round(states * share));
    tell(`while ${scenario.name}, synchronous FULL`, losses);
    isHarmless &&= losses.harmed.length === 0;
  }
  for (const scenario of [beginning, appending, importing]) {
    const killed = await losePowerWhile(scenario, {
      folder: folder.path,
      count: 'killed after each step',
      seed,
    });
    tell(`killed after each step while ${scenario.name}`, killed);
    isHarmless &&= killed.harmed.length === 0;
  }
  for (const synchronous of ['synchronous = NORMAL', 'synchronous = OFF']) {
    const losses = await lose(appending, Math.round(states / 50), { synchronous });
    tell(`control, ${synchronous}`, losses);
    isHarmless &&= losses.harmed.length > 0;
  }
  for (const kind of indexHarms) {
    const chance = createChance(seed);
    const change = (path: string) => void harmIndex(path, kind, chance);
    tell(`index ${kind}`, await lose(appending, Math.round(states / 100), { change }));
  }
  return isHarmless;
}

async function inManyRuns(
  scenario: Scenario,
  options: ScenarioOptions & { readonly count: number },
): Promise<PowerLosses> {
  const all: PowerLosses[] = [];
  for (let made = 0; made < options.count; made += statesARun) {
    const count = Math.min(statesARun, options.count - made);
    all.push(await losePowerWhile(scenario, { ...options, count, seed: options.seed + made }));
  }
  return {
    states: all.reduce((sum, { states }) => sum + states, 0),
    harmed: all.flatMap(({ harmed }) => harmed),
  };
}

function tell(name: string, { states, harmed }: PowerLosses): void {
  console.log(`${name}: ${states} states, ${harmed.length} harmed: ${harmInShort(harmed)}`);
  for (const one of harmed.slice(0, 3)) console.log(`  ${JSON.stringify(one).slice(0, 400)}`);
}
