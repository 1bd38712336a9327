import { messages } from '../../messages';

const words = messages.doubts;

export function DoubtsHead({ count }: { count: number }) {
  return (
    <div className="rg-h">
      <h2 className="t3">{words.head}</h2>
      <span className="dim3 nowrap">{words.changes(count)}</span>
      <span className="push sm dim3 trunc">{words.headNote}</span>
    </div>
  );
}
