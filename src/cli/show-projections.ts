import type { ProjectionInfo } from '../engine/answers.ts';
import type { CliContext } from './context.ts';
import { plain } from './plain.ts';
import { percent } from './progress.ts';
import { showTable } from './show.ts';

/** Shows how projections are, and below them in full what went wrong with those that are faulted. */
export async function showInfos(context: CliContext, infos: readonly ProjectionInfo[]): Promise<void> {
  await showTable(
    context,
    ['PROJECTION', 'VERSION', 'KEYED', 'POSITION', 'LAG', 'CHECKPOINTS', 'BUILDING', 'HEALTH', 'DESCRIPTION'],
    infos.map((info) => [
      info.name,
      info.version,
      info.keyed ? 'yes' : 'no',
      info.position,
      info.lag,
      checkpointsText(info.checkpoints),
      buildingText(info),
      info.health,
      info.description,
    ]),
  );
  const faults = infos.flatMap(({ name, fault }) => (fault === undefined ? [] : [`  ${name}  ${fault}`]));
  if (faults.length > 0)
    await context.stdout.write(`\nFaulted:\n${faults.map((line) => `${plain(line)}\n`).join('')}`);
}

/** Returns how many checkpoints there are and what they take: `12 (3.4 KiB)`. */
export function checkpointsText({ count, bytes }: ProjectionInfo['checkpoints']): string {
  return count === 0 ? '0' : `${count} (${bytesText(bytes)})`;
}

function buildingText({ version, building }: ProjectionInfo): string {
  if (building === undefined) return '';
  const share = percent(building.share);
  return building.version === version ? share : `version ${building.version}: ${share}`;
}

function bytesText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}
