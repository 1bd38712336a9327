import { useState } from 'react';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { FindBox } from '../../components/FindBox';
import { has } from '../../format/fold';
import { messages } from '../../messages';
import type { Shortcut } from '../../messages/shortcuts';

const words = messages.shortcuts;

/** The sheet of keys (F1). */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose(): void }) {
  return (
    <Dialog
      title={words.title}
      opened={opened}
      onClose={onClose}
      width={880}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="sm dim3 grow">{words.footer}</span>
          <Button data-autofocus onClick={onClose}>
            {messages.common.close}
          </Button>
        </>
      }
    >
      {opened && <Sheet />}
    </Dialog>
  );
}

function Sheet() {
  const [text, setText] = useState('');
  const columns = words.columns
    .map((groups) =>
      groups
        .map((group) => ({ ...group, keys: group.keys.filter((key) => fits(key, text)) }))
        .filter((group) => group.keys.length > 0),
    )
    .filter((groups) => groups.length > 0);
  return (
    <>
      <FindBox label={words.find} text={text} onText={setText} className="keys-find" />
      {columns.length === 0 && <p className="dim">{words.none}</p>}
      <div className="keys">
        {columns.map((groups) => (
          <div className="col g20" key={groups[0]?.title}>
            {groups.map((group) => (
              <section key={group.title}>
                <h3>{group.title}</h3>
                <dl>
                  {group.keys.map(([what, keys]) => (
                    <div className="key" key={what}>
                      <dt>{what}</dt>
                      <dd>
                        {keys.split(' ').map((cap) => (
                          <kbd className="kbd" key={cap}>
                            {cap}
                          </kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

const fits = ([what, keys]: Shortcut, text: string): boolean => has(`${what} ${keys}`, text);
