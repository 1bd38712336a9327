import { Button } from '../../components/Button';
import type { DemoView } from '../../ipc/client';
import { messages } from '../../messages';

interface DemoCardProps {
  demo: DemoView;
  busy: boolean;
  /** Nothing else is here yet. */
  isFirst?: boolean;
  onOpen(): void;
}

export function DemoCard({ demo, busy, isFirst, onOpen }: DemoCardProps) {
  const words = messages.connections;
  return (
    <section className="demo" aria-label={words.demoTitle}>
      <span className="mark lg" aria-hidden="true">
        {demo.mark}
      </span>
      <div className="grow">
        <b>{words.demoTitle}</b>
        <p className="dim">{words.demoText(demo.company, demo.entityTypes, demo.rows)}</p>
      </div>
      <Button look="pri" size="lg" icon="play" autoFocus={isFirst} disabled={busy} onClick={onOpen}>
        {busy ? words.openingDemo : words.openDemo}
      </Button>
    </section>
  );
}
