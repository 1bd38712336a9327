/** Why typed text is no value of its field. */
export const typed = {
  noDate: (text: string, example: string) => `“${text}” is not a date. Try ${example}.`,
  noDateTime: (text: string, example: string) =>
    `“${text}” is not a date and time. Try ${example}.`,
  noNumber: (text: string) => `“${text}” is not a number.`,
  wholeOnly: 'Whole numbers only.',
  yesOrNo: 'Yes or no only.',
  noChoice: (text: string) => `“${text}” is not one of the choices.`,
  tooLong: (most: number, are: number) => `At most ${most} characters; these are ${are}.`,
};
