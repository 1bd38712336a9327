import { plural } from './plural';

export const remark = {
  open: 'With a remark…',
  command: 'Approval with a remark…',
  title: (n: number) =>
    plural(n, 'Approval of # record, with a remark', 'Approval of # records, with a remark'),
  action: 'What is done',
  recipient: 'Who is to decide',
  recipientNote: (service: string) => `Left empty, ${service} chooses.`,
  memo: 'Remark',
  mark: 'Mark',
};
