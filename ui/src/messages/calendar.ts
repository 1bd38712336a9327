export const calendar = {
  before: 'Month before',
  after: 'Month after',
};
