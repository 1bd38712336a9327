// Words of the service about places inside a nested value, such as `0.code`.

import type { FieldWordsView } from '../../../../ipc/client';

/** Those about the value itself. */
export const here = (said: FieldWordsView[]): FieldWordsView[] =>
  said.filter((one) => one.place === '');

/** Those about the part called `key` or what is inside of it, with their place inside the part. */
export const inside = (said: FieldWordsView[], key: string | number): FieldWordsView[] =>
  said.flatMap(({ place, words }) => {
    if (place === String(key)) return [{ place: '', words }];
    return place.startsWith(`${key}.`) ? [{ place: place.slice(`${key}.`.length), words }] : [];
  });

/** Those about none of the parts: shown at the whole, with their place, so that nothing is lost. */
export const elsewhere = (
  said: FieldWordsView[],
  keys: readonly (string | number)[],
): FieldWordsView[] =>
  said.filter(
    (one) =>
      one.place !== '' &&
      !keys.some((key) => one.place === String(key) || one.place.startsWith(`${key}.`)),
  );
