/**
 * Gives the methods of what `current` returns, whenever they are called: those who hold them need not know that it was replaced.
 *
 * What it returns first has to have all members that later ones have.
 */
export function delegating<Methods extends object>(current: () => Methods): Methods {
  const members = Object.entries(current()).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function' ? calling(current, name) : member,
  ]);
  return Object.fromEntries(members) as Methods;
}

function calling(current: () => object, name: string): (...values: readonly unknown[]) => unknown {
  return (...values) => {
    const member: unknown = Reflect.get(current(), name);
    return typeof member === 'function' ? (Reflect.apply(member, undefined, values) as unknown) : member;
  };
}
