import { panelTexts } from '../../texts/panels.ts';
import { amountText } from '../shared/amount.tsx';
import { amountOf } from '../shared/figure.ts';
import type { Members } from '../shared/json.ts';
import { isObject, textOf } from '../shared/json.ts';
import { capitalised, nameOrText } from '../shared/names.ts';
import { stepWords } from '../shared/path-words.ts';
import { descriptionOf, namesInOrder, partOfSchema } from './schema.ts';

/** What data is shown of. */
export interface DataProps {
  readonly data: Members;
  /** Names of members that are shown elsewhere. */
  readonly without?: readonly string[];
  /** The whole JSON Schema of the type, and the part of it for this data; undefined where nothing is known. */
  readonly root: unknown;
  readonly schema: unknown;
  readonly depth?: number;
  /** Whether what the schema says of a member stands beside it. */
  readonly withHints?: boolean;
  /** Whether its members stand on a line: where it is one of many, and short. */
  readonly isFlat?: boolean;
}

/** Deeper data is told by how much there is: what somebody sends may be nested as deep as the server lets it. */
const deepest = 6;

/** The most items of a list that are shown. */
const most = 100;

/** Data by its schema: each member by its name, what the schema says it is, and its value. */
export function Data({
  data,
  without = [],
  root,
  schema,
  depth = 0,
  withHints = true,
  isFlat = false,
}: DataProps) {
  const names = namesInOrder(root, schema, data).filter((name) => !without.includes(name));
  return (
    <dl class={isFlat ? 'data is-flat' : 'data'}>
      {names.map((name) => {
        const part = partOfSchema(root, schema, name);
        const value = data[name];
        const description = isHinted(value, withHints) ? descriptionOf(root, part) : undefined;
        return (
          <div key={name} class="data-row">
            <dt>
              {capitalised(stepWords(name, panelTexts.pathTerms, panelTexts.nth))}
              {description !== undefined && <span class="data-hint">{description}</span>}
            </dt>
            <dd>
              <Value value={value} root={root} schema={part} depth={depth} withHints={withHints} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Of a tag its schema says how it is written, and it is shown by its name. */
function isHinted(value: unknown, withHints: boolean): boolean {
  return withHints && !(typeof value === 'string' && nameOrText(value) !== value);
}

interface ValueProps {
  readonly value: unknown;
  readonly root: unknown;
  readonly schema: unknown;
  readonly depth: number;
  readonly withHints: boolean;
}

function Value({ value, root, schema, depth, withHints }: ValueProps) {
  const amount = amountOf(value);
  if (amount !== undefined && isObject(value)) return <AmountValue value={value} />;
  if (Array.isArray(value))
    return <List list={value} root={root} schema={schema} depth={depth} withHints={withHints} />;
  if (isObject(value))
    return depth >= deepest ? (
      <span class="quiet">{panelTexts.value.members(Object.keys(value).length)}</span>
    ) : (
      <Data data={value} root={root} schema={schema} depth={depth + 1} withHints={withHints} />
    );
  return <Plain value={value} />;
}

function AmountValue({ value }: { readonly value: Members }) {
  return (
    <>
      <strong class="data-amount">{amountText(amountOf(value))}</strong>
      {value['derived'] === true && <span class="quiet"> {panelTexts.derived}</span>}
    </>
  );
}

interface ListProps extends Omit<ValueProps, 'value'> {
  readonly list: readonly unknown[];
}

/** What the schema says stands beside the first item, for it says the same of all. */
function List({ list, root, schema, depth, withHints }: ListProps) {
  if (list.length === 0) return <span class="quiet">{panelTexts.none}</span>;
  const isPlain = list.every((item) => typeof item === 'string' && item.length <= 60);
  if (isPlain) return <>{panelTexts.and(list.slice(0, most).map((item) => plainText(item)))}</>;
  const part = partOfSchema(root, schema, 0);
  return (
    <ul class="data-list">
      {list.slice(0, most).map((item, index) => (
        <li key={index}>
          {isObject(item) && isShallow(item) ? (
            <Data data={item} root={root} schema={part} depth={depth + 1} withHints={false} isFlat />
          ) : (
            <Value
              value={item}
              root={root}
              schema={part}
              depth={depth}
              withHints={withHints && index === 0}
            />
          )}
        </li>
      ))}
      {list.length > most && <li class="quiet">{panelTexts.value.entries(list.length)}</li>}
    </ul>
  );
}

/** Whether data has nothing deeper than amounts. */
function isShallow(data: Members): boolean {
  return Object.values(data).every(
    (value) => typeof value !== 'object' || value === null || amountOf(value) !== undefined,
  );
}

function Plain({ value }: { readonly value: unknown }) {
  if (typeof value === 'string') return <span class="data-text">{plainText(value)}</span>;
  if (typeof value === 'number') return <span class="data-amount">{panelTexts.number(value)}</span>;
  if (typeof value === 'boolean') return <>{value ? panelTexts.yes : panelTexts.no}</>;
  return <span class="quiet">{panelTexts.none}</span>;
}

function plainText(value: unknown): string {
  return nameOrText(textOf(value) ?? '');
}
