export const question = {
  title: (company: string) => `Sign in to ${company}`,
  lead: 'Your place, your unsent changes and what was being sent stay as they are.',
  goesTo: (host: string) => `Sent to ${host} alone.`,
  user: 'User name',
  password: 'Password',
  passwordHint: 'Kept only until the token is there',
  token: 'New token',
  secret: 'Client secret',
  secretHint: 'Goes to the keyring',
  submit: 'Sign in and go on',
  done: (company: string) => `Signed in to ${company}. Work goes on.`,
};
