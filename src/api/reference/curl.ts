import type { ParameterObject, PlacedOperation } from './document.ts';

const origin = 'http://127.0.0.1:4100';

/** Returns a command line that asks an operation for what its examples say. */
export function curlOf({ method, path, parameters = [], requestBody, responses }: PlacedOperation): string {
  const examples = parameters.filter(({ example }) => example !== undefined);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(exampleOf(parameters.find((one) => one.name === name))),
  );
  const query = examples
    .filter((one) => one.in === 'query')
    .slice(0, 1)
    .map((one) => `${one.name}=${encodeURIComponent(exampleOf(one))}`);
  const url = `${origin}${[filled, ...query].join('?')}`.replaceAll('%3A', ':').replaceAll('%2F', '/');
  const isStream = Object.values(responses).some(
    (answer) => 'content' in answer && answer.content?.['text/event-stream'] !== undefined,
  );
  return [
    'curl',
    ...(isStream ? ['-N'] : []),
    ...(method === 'GET' || requestBody !== undefined ? [] : ['-X', method]),
    ...bodyOf(requestBody?.content ?? {}),
    quotedForShell(url),
  ].join(' ');
}

function bodyOf(content: NonNullable<PlacedOperation['requestBody']>['content']): readonly string[] {
  const shown = Object.entries(content).find(([, { example }]) => example !== undefined);
  if (shown === undefined) return [];
  const [mediaType, { example }] = shown;
  return [
    '-H',
    quotedForShell(`Content-Type: ${mediaType}`),
    '-d',
    quotedForShell(JSON.stringify(example, null, 2)),
  ];
}

function exampleOf(parameter: ParameterObject | undefined): string {
  const example = parameter?.example;
  return String((typeof example === 'object' ? example[0] : example) ?? parameter?.name ?? '');
}

function quotedForShell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
