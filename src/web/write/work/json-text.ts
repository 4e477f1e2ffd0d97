import type { ReadonlySignal } from '@preact/signals';
import { batch, signal } from '@preact/signals';

import type { Members } from '../../panels/shared/json.ts';
import { isObject } from '../../panels/shared/json.ts';
import { writeTexts as texts } from '../../texts/write.ts';
import type { Draft } from './draft.ts';

/** What is typed where a form is shown as JSON. */
export interface JsonText {
  readonly text: string;
  /** Why it is not what the draft has, as a sentence; undefined while it is. */
  readonly fault: string | undefined;
}

/** A draft that is written as JSON. */
export interface JsonWriting {
  /** Undefined while the form is shown by its fields. */
  readonly json: ReadonlySignal<JsonText | undefined>;
  /** Shows the form as JSON, or by its fields again; what does not hold stays, since no field has it. Returns whether it is so now. */
  show(isJson: boolean): boolean;
  /** Takes what is typed: the draft has it as soon as it is an object. */
  type(text: string): void;
  /** Gives up what was typed since it last held. */
  putBack(): void;
  /** Hears of a draft before it takes the place of the one there is: a text that holds follows it. */
  follow(draft: Draft): void;
}

/** What is written as JSON, and where. */
export interface JsonWritingOptions {
  readonly draft: ReadonlySignal<Draft>;
  readonly change: (draft: Draft) => void;
  /** What was left. */
  readonly kept: JsonText | undefined;
}

/** Makes the text that a draft is written in as JSON. */
export function createJsonWriting({ draft, change, kept }: JsonWritingOptions): JsonWriting {
  const json = signal(kept);
  const asIs = (): JsonText => textOf(draft.peek().value);
  return {
    json,
    show(isJson) {
      if (json.peek()?.fault !== undefined) return isJson;
      json.value = isJson ? asIs() : undefined;
      return true;
    },
    type(text) {
      const { value, fault } = readObject(text);
      batch(() => {
        change(value === undefined ? draft.peek() : { ...draft.peek(), value });
        json.value = { text, fault };
      });
    },
    putBack: () => void (json.value = asIs()),
    follow({ value }) {
      const now = json.peek();
      const isOther = value !== draft.peek().value;
      if (now !== undefined && now.fault === undefined && isOther) json.value = textOf(value);
    },
  };
}

function textOf(value: Members): JsonText {
  return { text: JSON.stringify(value, null, 2), fault: undefined };
}

function readObject(text: string): { readonly value?: Members; readonly fault: string | undefined } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value, fault: undefined } : { fault: texts.noObject };
  } catch (error) {
    return { fault: texts.noJson(error instanceof Error ? error.message : String(error)) };
  }
}
