import { availableParallelism } from "node:os";

/** Runs `work` for each item, concurrently on all processors. Results are in the order of the items. */
export async function mapConcurrently<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<readonly U[]> {
  const results = new Map<number, U>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), items.length) }, worker));
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}
