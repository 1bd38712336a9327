/** A title as it is written inside a sentence: "Line items" as "line items", "SSPs" and "HTML code" as they are. */
export const inSentence = (title: string): string =>
  title.replace(/[^\s/]+/gu, (word) =>
    /^\p{Lu}[^\p{Lu}]+$/u.test(word) ? word.toLowerCase() : word,
  );
