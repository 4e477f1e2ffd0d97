import { curlOf } from './curl.ts';
import type { ContentObject, OpenApi, ParameterObject, PlacedOperation, ResponseObject } from './document.ts';
import type { Html, Part } from './html.ts';
import { joined, markup } from './html.ts';
import { kindOf, membersOf, unfolding, usualOf } from './schema.ts';

type Shared = OpenApi['components']['responses'];

/** Returns one operation as a section: what it does, takes and answers. */
export function operationSection(operation: PlacedOperation): Html {
  const {
    operationId: id,
    method,
    path,
    summary,
    description,
    parameters,
    requestBody,
    responses,
  } = operation;
  return markup`<section aria-labelledby="${id}">
<h3 id="${id}"><a href="#${id}">${method} <code>${breakable(path)}</code></a></h3>
<p><strong>${summary}.</strong> ${description}</p>
${parameters && parametersTable(parameters)}
${requestBody && markup`<h4>Body</h4>${contentList(requestBody.content)}`}
<h4>Answers</h4>
${answersOf(responses)}
<h4>Try it</h4>
<pre tabindex="0"><code>${curlOf(operation)}</code></pre>
</section>
`;
}

/** Returns a path that a narrow screen breaks between its parts. */
export function breakable(path: string): readonly Part[] {
  return path.split(/(?=\/)/).map((part, index) => (index === 0 ? part : markup`<wbr>${part}`));
}

function parametersTable(parameters: readonly ParameterObject[]): Html {
  return markup`<h4>Parameters</h4>
<div class="wide"><table><thead><tr><th scope="col">name</th><th scope="col">what it means</th></tr></thead>
<tbody>${parameters.map(parameterRow)}</tbody></table></div>`;
}

const places: Readonly<Record<string, string>> = {
  path: 'part of the path',
  query: 'query',
  header: 'header',
};

function parameterRow({
  name,
  in: place,
  required = false,
  description,
  schema,
  example,
}: ParameterObject): Html {
  const optional = required ? '' : ', optional';
  const shown = typeof example === 'object' ? example.join(', ') : example;
  const suchAs = shown === undefined ? undefined : markup` Such as <code>${shown}</code>.`;
  return markup`<tr><th scope="row"><code>${name}</code><br><small>${places[place]}${optional}</small></th>
<td><span class="kind">${kindOf(schema)}</span><br>${description}${usualOf(schema)}${suchAs}</td></tr>
`;
}

/** Returns what each status of a problem means, once for all operations. */
export function problemsSection(shared: Shared): Html {
  const rows = Object.entries(shared).map(
    ([name, { description, headers }]) =>
      markup`<dt><code>${name.replace('Problem', '')}</code></dt><dd>${description}${headers && headerList(headers)}</dd>
`,
  );
  return markup`<h2 id="problems">Problems</h2>
<p>Whatever cannot be answered is told as a problem document, <code>application/problem+json</code>: ${kindOf({ $ref: 'Problem' })}. Any operation may answer with those that it lists.</p>
<dl class="answers">${rows}</dl>
`;
}

function answersOf(responses: PlacedOperation['responses']): Html {
  const own = Object.entries(responses).flatMap(([status, answer]) =>
    '$ref' in answer ? [] : answerItem(status, answer),
  );
  const problems = Object.entries(responses).flatMap(([status, answer]) =>
    '$ref' in answer ? markup`<code>${status}</code>` : [],
  );
  return markup`<dl class="answers">${own}<dt>else</dt><dd>a <a href="#problems">problem</a>: ${joined(problems, ', ')}</dd></dl>`;
}

function answerItem(status: string, { description, headers, content = {} }: ResponseObject): Html {
  return markup`<dt><code>${status}</code></dt><dd>${description}${headers && headerList(headers)}${contentList(content)}</dd>
`;
}

function headerList(headers: NonNullable<ResponseObject['headers']>): Html {
  return markup`<ul>${Object.entries(headers).map(
    ([name, { description }]) => markup`<li>header <code>${name}</code>: ${description}</li>`,
  )}</ul>`;
}

function contentList(content: ContentObject): Html | undefined {
  const entries = Object.entries(content);
  return entries.length === 0 ? undefined : markup`<ul>${entries.map(contentItem)}</ul>`;
}

function contentItem([mediaType, { schema, example }]: readonly [string, ContentObject[string]]): Html {
  const shown =
    example === undefined
      ? undefined
      : markup`<pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>`;
  return markup`<li><code>${mediaType}</code>: <span class="kind">${kindOf(schema)}</span>${unfolding('members', membersOf(schema))}${unfolding('example', shown)}</li>
`;
}
