/** Words of the core as a sentence of their own: "no answer in time" as "No answer in time." */
export const sentence = (words: string): string => {
  const text = words.trim();
  const ended = /[.!?]$/.test(text) ? text : `${text}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
};
