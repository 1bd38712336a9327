// Writes of one subject in the order they were asked for, each after the one before it was answered.

const latest = new Map<string, Promise<unknown>>();

/** At once where nothing of the subject is under way. */
export function inTurn<T>(subject: string, write: () => Promise<T>): Promise<T> {
  const before = latest.get(subject);
  const turn = before ? before.then(write, write) : write();
  latest.set(subject, turn);
  const done = () => {
    if (latest.get(subject) === turn) latest.delete(subject);
  };
  turn.then(done, done);
  return turn;
}
