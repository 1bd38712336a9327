import { useState } from 'react';

/** A word, and what to say about it. */
export interface TypedWord {
  word: string;
  label: string;
}

/** Words that must be typed before something that does much damage: their fields, and whether one is still missing. */
export function useTypedWords(words: TypedWord[]) {
  const [given, setGiven] = useState<Record<number, string>>({});
  return {
    isMissing: words.some(({ word }, at) => given[at]?.trim() !== word),
    fields: words.map(({ label }, at) => (
      <label className="field" key={at}>
        <span className="lb">{label}</span>
        <span className="input lg">
          <input
            value={given[at] ?? ''}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setGiven({ ...given, [at]: event.target.value })}
          />
        </span>
      </label>
    )),
  };
}
