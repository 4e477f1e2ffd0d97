import { quantile } from './measure.ts';

const [width, height] = [720, 400];
const [left, right, top, bottom] = [64, 700, 44, 340];
const colours = ['#0b6e99', '#c2410c', '#4d7c0f', '#7e22ce', '#a16207'];
const decades = { ms: [-2, 3], events: [4, 7] } as const;

/** Draws how long answers take (99 of 100, in milliseconds) against the size of the log, both in powers of ten, as SVG. */
export function plotLatencies(
  sizes: readonly number[],
  times: ReadonlyMap<string, readonly number[]>,
  questions: readonly string[],
): string {
  const x = (events: number) => scaled(Math.log10(events), decades.events, [left, right]);
  const y = (ms: number) => scaled(Math.log10(Math.max(0.01, ms)), decades.ms, [bottom, top]);
  const lines = questions.map((question, index) => {
    const points = sizes.map(
      (events) => [x(events), y(quantile(times.get(`${question} ${events}`) ?? [], 0.99))] as const,
    );
    return series(question, points, index);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">
<title>As-of answers, 99 of 100, against the size of the log</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="22" font-size="14">As-of answers: 99 of 100 take at most so many milliseconds</text>
${axis(decades.ms, (power) => grid(y(10 ** power), `${10 ** power} ms`, 'across'))}
${axis(decades.events, (power) => grid(x(10 ** power), `${(10 ** power).toLocaleString('en')} events`, 'down'))}
${lines.join('\n')}
</svg>
`;
}

function scaled(
  value: number,
  [from, to]: readonly [number, number],
  [start, end]: [number, number],
): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

function axis([from, to]: readonly [number, number], tick: (power: number) => string): string {
  return Array.from({ length: to - from + 1 }, (_, index) => tick(from + index)).join('\n');
}

function grid(at: number, label: string, way: 'across' | 'down'): string {
  const place = at.toFixed(1);
  return way === 'across'
    ? `<line x1="${left}" x2="${right}" y1="${place}" y2="${place}" stroke="#ddd"/><text x="${left - 6}" y="${place}" text-anchor="end" dominant-baseline="middle">${label}</text>`
    : `<line y1="${top}" y2="${bottom}" x1="${place}" x2="${place}" stroke="#eee"/><text x="${place}" y="${bottom + 16}" text-anchor="middle">${label}</text>`;
}

function series(name: string, points: readonly (readonly [number, number])[], index: number): string {
  const colour = colours[index % colours.length] ?? '#000';
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = points.map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`,
  );
  const [column, row] = [index % 3, Math.floor(index / 3)];
  const [keyX, keyY] = [left + column * 215, bottom + 36 + row * 18];
  return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}
<line x1="${keyX}" x2="${keyX + 16}" y1="${keyY}" y2="${keyY}" stroke="${colour}" stroke-width="2"/><text x="${keyX + 20}" y="${keyY}" dominant-baseline="middle" font-size="11">${name}</text>`;
}
