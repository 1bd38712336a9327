// A sentence of which parts stand out, such as the value in “Status is Draft”: one message with its parameters.

export interface PhrasePart {
  text: string;
  strong: boolean;
}
export type Phrase = PhrasePart[];

interface Strong {
  strong: string;
}

export const strong = (text: string): Strong => ({ strong: text });

/** The tag of such a sentence: phrase`${title} is ${strong(value)}`. */
export function phrase(texts: TemplateStringsArray, ...values: (string | Strong)[]): Phrase {
  const parts = texts.flatMap((text, at): Phrase => {
    const value = values[at];
    const before = { text, strong: false };
    if (value === undefined) return [before];
    if (typeof value === 'string') return [before, { text: value, strong: false }];
    return [before, { text: value.strong, strong: true }];
  });
  return parts.filter((part) => part.text !== '');
}

export const plain = (sentence: Phrase): string => sentence.map((part) => part.text).join('');
