import { countOf } from '../format/numbers';

export const remark = {
  open: 'With a remark…',
  command: 'Approval with a remark…',
  title: (n: number) => `Approval of ${countOf(n, 'record')}, with a remark`,
  action: 'What is done',
  recipient: 'Who is to decide',
  recipientNote: (service: string) => `Left empty, ${service} chooses.`,
  memo: 'Remark',
  mark: 'Mark',
};
