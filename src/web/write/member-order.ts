/** Members that every event type has: the title leads, and the others come after what the type has of its own. */
const last: readonly string[] = ['summary', 'about', 'sources', 'places', 'inferred'];

/** Returns members in the order in which a form asks for them. */
export function inFormOrder<Named extends { readonly name: string }>(
  members: readonly Named[],
): readonly Named[] {
  return members.toSorted((one, other) => last.indexOf(one.name) - last.indexOf(other.name));
}
