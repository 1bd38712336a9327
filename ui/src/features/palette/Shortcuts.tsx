import { Button, Kbd } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { messages } from '../../messages';

const words = messages.shortcuts;

/** The sheet of keys (F1). */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Dialog
      title={words.title}
      opened={opened}
      onClose={onClose}
      width={640}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="sm dim3 grow">{words.footer}</span>
          <Button onClick={onClose}>{messages.common.close}</Button>
        </>
      }
    >
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '16px 32px' }}>
        {words.groups.map((group) => (
          <section key={group.title}>
            <h3 className="t3" style={{ marginBottom: 6 }}>
              {group.title}
            </h3>
            <dl>
              {group.keys.map(([what, keys]) => (
                <div className="row" key={what} style={{ padding: '3px 0' }}>
                  <dt className="grow dim">{what}</dt>
                  <dd>
                    <Kbd>{keys ?? ''}</Kbd>
                    <span className="sr">{keys}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
