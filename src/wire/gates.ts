/** Lets work on a stream go on side by side, or one piece of it alone. */
export interface Gates {
  /** Runs work beside other such work on the same stream, at once unless work that runs alone is under way or waits. */
  shared<Result>(stream: string, work: () => Promise<Result>): Promise<Result>;
  /** Runs work when all that began before it on the same stream has ended, and holds up what comes after. */
  alone<Result>(stream: string, work: () => Promise<Result>): Promise<Result>;
}

interface Gate {
  shared: number;
  alone: boolean;
  readonly waiting: { readonly alone: boolean; readonly enter: () => void }[];
}

/** Creates gates; a stream that nobody works on costs nothing. */
export function createGates(): Gates {
  const gates = new Map<string, Gate>();

  function gateOf(stream: string): Gate {
    const gate = gates.get(stream) ?? { shared: 0, alone: false, waiting: [] };
    gates.set(stream, gate);
    return gate;
  }

  async function run<Result>(stream: string, alone: boolean, work: () => Promise<Result>): Promise<Result> {
    const gate = gateOf(stream);
    if (gate.waiting.length > 0 || !mayEnter(gate, alone))
      await new Promise<void>((enter) => gate.waiting.push({ alone, enter }));
    else count(gate, alone, 1);
    try {
      return await work();
    } finally {
      count(gate, alone, -1);
      letIn(gate);
      if (gate.shared === 0 && !gate.alone) gates.delete(stream);
    }
  }

  return {
    shared: async (stream, work) => run(stream, false, work),
    alone: async (stream, work) => run(stream, true, work),
  };
}

function mayEnter(gate: Gate, alone: boolean): boolean {
  return !gate.alone && !(alone && gate.shared > 0);
}

function count(gate: Gate, alone: boolean, by: 1 | -1): void {
  if (alone) gate.alone = by === 1;
  else gate.shared += by;
}

/** They are counted as they are let in, before they go on. */
function letIn(gate: Gate): void {
  for (let next = gate.waiting[0]; next !== undefined && mayEnter(gate, next.alone); next = gate.waiting[0]) {
    gate.waiting.shift();
    count(gate, next.alone, 1);
    next.enter();
  }
}
