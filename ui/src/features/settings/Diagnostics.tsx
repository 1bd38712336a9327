import { useMutation } from '@tanstack/react-query';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { toastDone } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.settings.diagnostics;

/** A file that helps to find a fault. */
export function Diagnostics() {
  const save = useMutation({
    mutationFn: () => commands.saveDiagnostics(),
    onSuccess: (saved) => saved && toastDone(words.saved),
    onError: toastError,
  });
  return (
    <div className="col g16">
      <p className="dim">{words.what}</p>
      <div className="two-lists">
        <List title={words.inside} lines={words.insideLines} />
        <List title={words.outside} lines={words.outsideLines} not />
      </div>
      <div className="row">
        <Button
          look="pri"
          size="lg"
          icon="file"
          disabled={save.isPending}
          onClick={() => save.mutate()}
        >
          {words.save}
        </Button>
        {save.isPending && (
          <span className="row row-6 dim3" role="status">
            <span className="spin" />
            {words.saving}
          </span>
        )}
      </div>
      <p className="sm dim3">{words.stays}</p>
    </div>
  );
}

function List({ title, lines, not = false }: { title: string; lines: string[]; not?: boolean }) {
  return (
    <section className="box">
      <h2 className="t3">{title}</h2>
      <ul className={not ? 'c-not' : 'c-in'}>
        {lines.map((line) => (
          <li key={line} className="row top">
            <Icon name={not ? 'x' : 'check'} size={14} />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
