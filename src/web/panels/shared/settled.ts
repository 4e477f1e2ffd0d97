import { useEffect, useState } from 'preact/hooks';

/** Returns a value that has stayed the same for a while, in milliseconds: while it goes on changing, the one before. */
export function useSettled<Value>(value: Value, key: string, ms = 200): Value {
  const [settled, setSettled] = useState({ value, key });
  useEffect(() => {
    if (settled.key === key) return undefined;
    const wait = setTimeout(() => setSettled({ value, key }), ms);
    return () => clearTimeout(wait);
  }, [key, settled.key, ms]);
  return settled.value;
}
