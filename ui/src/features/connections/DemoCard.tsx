import { Button } from '../../components/Button';
import { Mark } from '../../components/Mark';
import type { DemoView } from '../../ipc/client';
import { messages } from '../../messages';

interface DemoCardProps {
  demos: DemoView[];
  busy: boolean;
  /** Nothing else is here yet. */
  isFirst?: boolean;
  onOpen(demo: DemoView): void;
}

/** The demo accounts that are not open yet: the first of all with its invitation, the others in a quieter line each. */
export function DemoCard({ demos, busy, isFirst, onOpen }: DemoCardProps) {
  const words = messages.connections;
  const offered = demos.filter((demo) => !demo.connectionId);
  if (offered.length === 0) return null;
  return (
    <section className="demo" aria-label={words.demoTitle}>
      {offered.map((demo) =>
        demo === demos[0] ? (
          <div key={demo.service} className="demo-first">
            <Mark text={demo.mark} dashed large />
            <div className="grow">
              <b>{words.demoTitle}</b>
              <p className="dim">{words.demoText(demo.company, demo.entityTypes, demo.rows)}</p>
            </div>
            <Button
              look="pri"
              size="lg"
              icon="play"
              autoFocus={isFirst}
              disabled={busy}
              onClick={() => onOpen(demo)}
            >
              {busy ? words.openingDemo : words.openDemo}
            </Button>
          </div>
        ) : (
          <div key={demo.service} className="demo-other">
            <Mark text={demo.mark} dashed />
            <p className="grow dim">
              {words.otherDemo(demo.company, demo.serviceTitle, demo.entityTypes, demo.rows)}
            </p>
            <Button
              aria-label={words.openOtherDemo(demo.company)}
              disabled={busy}
              onClick={() => onOpen(demo)}
            >
              {words.open}
            </Button>
          </div>
        ),
      )}
    </section>
  );
}
